// What every part of a screen may use: the station, the person's choices, the clock and ids.
import type { ReadonlySignal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { StationView } from "../../http/views.ts";
import type { Ask } from "../station/answer.ts";
import type { Stream } from "../station/stream.ts";
import type { WatchedView } from "../station/watched-view.ts";
import { type Catalogue, fill, type Params } from "../texts/language.ts";
import type { Memory, Preferences } from "./preferences.ts";

export type Screen = {
  readonly ask: Ask;
  readonly stream: Stream;
  readonly station: WatchedView<StationView>;
  readonly preferences: Preferences;
  readonly memory: Memory;
  /** Wall clock in ms, ticking once a second. */
  readonly clock: ReadonlySignal<number>;
  readonly newId: () => string;
};

const ScreenContext = createContext<Screen | null>(null);
export const ScreenProvider = ScreenContext.Provider;

export function useScreen(): Screen {
  const screen = useContext(ScreenContext);
  if (screen === null) throw new Error("a screen part stands outside the screen");
  return screen;
}

/** The texts of a catalogue in the language chosen now; follows a switch without reload. */
export function useTexts<Key extends string>(texts: Catalogue<Key>) {
  const lang = useScreen().preferences.lang.value;
  return (key: Key, params?: Params) => fill(texts[lang][key], params);
}

export function useLang() {
  return useScreen().preferences.lang.value;
}
