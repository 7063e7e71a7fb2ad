// What the person at the screen chose: language and theme, kept by this browser.
import { effect, type Signal, signal } from "@preact/signals";
import { type Lang, languages } from "../texts/language.ts";

export type Appearance = "light" | "dark";
export type Preferences = { readonly lang: Signal<Lang>; readonly theme: Signal<Appearance> };

/** Browsers that forbid storage still get a language and a theme, for as long as the page lives. */
export type Memory = {
  readonly recall: (key: string) => string | null;
  readonly keep: (key: string, value: string) => void;
};

export function createMemory(storage: () => Storage): Memory {
  const attempt = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch {
      return otherwise;
    }
  };
  return {
    recall: (key) => attempt(() => storage().getItem(`proofline.${key}`), null),
    keep: (key, value) => attempt(() => storage().setItem(`proofline.${key}`, value), undefined),
  };
}

export function createPreferences(
  memory: Memory,
  root: HTMLElement,
  browserLanguages: readonly string[],
): Preferences {
  const kept = memory.recall("lang");
  const spoken = browserLanguages[0]?.startsWith("zh") ? "zh-CN" : "en";
  const lang = signal<Lang>(languages.find((known) => known === kept) ?? spoken);
  const theme = signal<Appearance>(memory.recall("theme") === "dark" ? "dark" : "light");
  effect(() => {
    root.lang = lang.value;
    memory.keep("lang", lang.value);
  });
  effect(() => {
    root.dataset.theme = theme.value;
    memory.keep("theme", theme.value);
  });
  return { lang, theme };
}
