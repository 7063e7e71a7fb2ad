// A browser on screens built for the tests, and what a gauge's commit looks like to it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll } from "vitest";
import { pathOf } from "../fakes/needs.ts";
import { EPOCH, RUN } from "./fixture-views.ts";

const quietly = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** Builds the screens into a folder of their own; gives the folder and what removes it. */
export async function buildScreens(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "proofline-screens-"));
  const root = fileURLToPath(new URL("../../edge/web", import.meta.url));
  await build({
    ...{ root, configFile: join(root, "vite.config.ts"), logLevel: "error" },
    build: { outDir: folder, emptyOutDir: true },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: pathOf("chromium"), args: quietly });
}

/**
 * The screens, built once, and a browser, both there while the tests of the block run that calls this.
 * @returns folder: where the screens are; open: a page at an address of the station.
 */
export function useBrowser() {
  let screens: Awaited<ReturnType<typeof buildScreens>>;
  let browser: Browser;
  beforeAll(async () => {
    screens = await buildScreens();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await screens.remove();
  });
  return {
    folder: () => screens.folder,
    open: (url: string): Promise<Page> => openPage(browser, url),
  };
}

/** Opens a page of the station and waits until its event stream is open. */
export async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({
    ...{ viewport: { width: 1280, height: 800 }, locale: "en-GB" },
  });
  const opened = page.waitForResponse((response) => response.url().endsWith("/api/stream"));
  await page.goto(url);
  await opened;
  return page;
}

export function measurementTaken(
  seq: number,
  value: string,
  verdict: "ok" | "low" | "high",
  epoch = EPOCH,
): Record<string, unknown> {
  return recordOf(
    seq,
    "measurement.taken",
    {
      ...{
        run: RUN,
        characteristic: "C4",
        unit: "U0003",
        unitIndex: 3,
        lot: "L-1",
        operator: "W1",
      },
      ...{ value, uom: "mm", verdict, validity: "valid", marks: [], source: null, loadTest: null },
      reading: {
        ...{ gauge: "g1", channel: null, text: value, unit: "mm", status: "ok", kind: "net" },
        ...{ entry: "gauge", raw: "30", model: { id: "m", hash: "h" }, port: "COM3" },
        ...{ receivedAt: "2026-11-22T09:00:00.000Z", monotonicMs: 1 },
      },
    },
    epoch,
  );
}

export function unitSkipped(seq: number): Record<string, unknown> {
  const cell = { run: RUN, characteristic: "C4", unit: "U0004", unitIndex: 4 };
  return recordOf(seq, "unit.skipped", { ...cell, reason: "part-missing" });
}

export function cellReopened(seq: number, cell: number): Record<string, unknown> {
  const place = { run: RUN, characteristic: "C4", unit: "U0004", unitIndex: 4 };
  return recordOf(seq, "cell.reopened", { ...place, cell, reason: "undo-by-operator" });
}

export function signalRaised(seq: number): Record<string, unknown> {
  return recordOf(seq, "signal.raised", {
    ...{ run: RUN, characteristic: "C4", chart: "location", rule: "we-4", side: "above" },
    ...{ subgroup: 20, points: [13, 14, 15, 16, 17, 18, 19, 20] },
  });
}

function recordOf(seq: number, kind: string, body: object, epoch = EPOCH): Record<string, unknown> {
  return {
    ...{ station: "station-3", epoch, seq, id: `id-${seq}`, kind, v: 1, actor: "station" },
    ...{ at: new Date().toISOString(), body, prev: "0".repeat(64), hash: "0".repeat(64) },
  };
}
