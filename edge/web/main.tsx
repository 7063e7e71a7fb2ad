// The composition root of the screens: puts the parts together and shows the page the address names.
import { signal } from "@preact/signals";
import { type ComponentType, render } from "preact";
import { v4 as newId } from "uuid";
import type { StationView } from "../http/views.ts";
import { type Screen, ScreenProvider } from "./screen/context.ts";
import { createMemory, createPreferences } from "./screen/preferences.ts";
import { loadProblemWords } from "./screen/problem-words.ts";
import { createAsk } from "./station/answer.ts";
import { createStream } from "./station/stream.ts";
import { createWatchedView } from "./station/watched-view.ts";
import { sharedTexts } from "./texts/shared.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/header.css";

/** Station state is a handful of lights: twice a second is as often as anyone looks. */
const STATION_GAP_MS = 500;
const TICK_MS = 1_000;
const RELOAD_MS = 3_000;

const pages: Record<string, () => Promise<ComponentType>> = {
  "/quality": async () => (await import("./quality/page.tsx")).QualityPage,
  "/run": async () => (await import("./run/page.tsx")).RunPage,
  "/commissioning": async () => (await import("./commissioning/page.tsx")).CommissioningPage,
};

function createScreen(): Screen {
  const memory = createMemory(() => localStorage);
  const ask = createAsk((path, request) => fetch(path, request));
  const stream = createStream((query) => new EventSource(`/api/stream${query}`));
  const station = createWatchedView<StationView>(ask, () => "/api/station", STATION_GAP_MS);
  const clock = signal(Date.now());
  setInterval(() => {
    clock.value = Date.now();
  }, TICK_MS);
  stream.listen((event) => {
    if (event.type !== "live") station.refresh();
  });
  station.refresh();
  const preferences = createPreferences(memory, document.documentElement, navigator.languages);
  return { ask, stream, station, preferences, memory, clock, newId };
}

async function show(): Promise<void> {
  const place = document.getElementById("screen");
  if (place === null) throw new Error("index.html has no place for the screen");
  const screen = createScreen();
  const load =
    pages[location.pathname] ?? (async () => (await import("./operator/page.tsx")).OperatorPage);
  const Page = await load().catch(() => {
    // The station was updated under an open page: its parts have new names now.
    place.textContent = sharedTexts[screen.preferences.lang.value].screensChanged;
    setTimeout(() => location.reload(), RELOAD_MS);
    return null;
  });
  if (Page === null) return;
  render(
    <ScreenProvider value={screen}>
      <Page />
    </ScreenProvider>,
    place,
  );
  await loadProblemWords();
}

void show();
