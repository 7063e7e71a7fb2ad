// A station whose values are typed: what the tests of the invariants start, follow and close.
import { fileURLToPath } from "node:url";
import { type StartOptions, type StationProcess, startStation } from "../fakes/station-process.ts";
import { readStream, type ShownRecord } from "./event-stream.ts";
import { keyIn } from "./station-calls.ts";
import {
  createStationFiles,
  planText,
  RUN,
  type StationFiles,
  type StationText,
  stationText,
} from "./station-files.ts";

const levers = fileURLToPath(new URL("./levers.mjs", import.meta.url));
/** Starts the station with a lever that SIGUSR2 pulls. */
export const withLever = (lever: "clock" | "bug"): StartOptions => ({
  node: ["--import", levers],
  env: { PROOFLINE_LEVER: lever },
});
export const chartPath = `/api/runs/${RUN}/charts/rod`;

/** What a test has opened; `closeAll` after each test ends it, the newest first. */
export const open: { close(): Promise<unknown> | unknown }[] = [];
export async function closeAll(): Promise<void> {
  for (const one of open.splice(0).reverse()) await one.close();
}

/** Files of a station with one typed characteristic, "rod", of 10 ± 0.5 mm. */
export function makeFiles(more: Partial<StationText> = {}, chart: "i-mr" | "xbar-r" = "i-mr") {
  const rod = { id: "rod", gauge: "caliper", nominal: 10, tolerance: 0.5, chart };
  const files = createStationFiles(planText([rod]));
  files.write(stationText({ gauges: [], target: 100, ...more }));
  open.push({ close: () => files.remove() });
  return files;
}

export async function start(files: StationFiles, options?: StartOptions): Promise<StationProcess> {
  const station = await startStation(files.config, files.dir, options);
  open.push({ close: () => station.kill() });
  return station;
}

export async function follow(station: StationProcess, onRecord: (one: ShownRecord) => void) {
  const shown: ShownRecord[] = [];
  await readStream(station.url, (one) => {
    shown.push(one);
    onRecord(one);
  });
  return shown;
}

/** Types a value into the cell of a unit. */
export const key = (station: StationProcess, unitIndex: number, text: string) =>
  keyIn(station.url, { text, characteristic: "rod", unitIndex });

export async function keyMany(station: StationProcess, from: number, texts: readonly string[]) {
  for (const [at, text] of texts.entries()) {
    const { status, body } = await key(station, from + at, text);
    if (status !== 201) throw new Error(`${status} ${body}`);
  }
}
