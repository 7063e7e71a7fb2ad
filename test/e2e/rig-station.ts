// A station with one scripted rig and one load test: its files, its records as they are shown, its end.
import type { StationView } from "../../edge/http/views.ts";
import type { QualityRecord } from "../../sync/records/index.ts";
import { type StationProcess, startStation } from "../fakes/station-process.ts";
import { readStream } from "./event-stream.ts";
import { createScriptedRig, type ScriptedRig } from "./scripted-rig.ts";
import { getText, health, post, startRun, until } from "./station-calls.ts";
import {
  createStationFiles,
  planText,
  RUN,
  type StationFiles,
  stationText,
} from "./station-files.ts";

export type RigStation = {
  readonly rig: ScriptedRig;
  readonly files: StationFiles;
  readonly url: () => string;
  /** Every record shown since its journal began, in order. */
  readonly records: () => readonly QualityRecord[];
  of<K extends QualityRecord["kind"]>(kind: K): Extract<QualityRecord, { kind: K }>[];
  /** Waits until so many records of this kind were shown. */
  untilThere(kind: QualityRecord["kind"], count: number): Promise<void>;
  /** Starts the station (again) and waits until it hears its rig. */
  up(): Promise<void>;
  /** SIGKILL, now. */
  kill(): Promise<void>;
  /** SIGTERM. */
  stop(): Promise<void>;
  close(): Promise<void>;
};

export const OWED = 10;

/** The strength in kN, at least 20, of every tenth unit of three hundred. */
export async function createRigStation(more: { readonly unit?: string } = {}): Promise<RigStation> {
  const rig = await createScriptedRig();
  const files = createStationFiles(planText([], [{ id: "strength", gauge: "rig", every: OWED }]));
  const line = `{ kind = "modbus-tcp", host = "127.0.0.1", port = ${rig.port}, unitId = 1 }`;
  const gauge = { id: "rig-1", serves: "rig", model: "laumas-tlb", pollMs: 40, line, ...more };
  files.write(stationText({ gauges: [gauge], target: 300 }));
  let station: StationProcess | null = null;
  const records = new Map<number, QualityRecord>();

  const up = async () => {
    station = await startStation(files.config, files.dir);
    const { url } = station;
    await readStream(url, ({ record }) => records.set(record.seq, record), { after: 0 });
    await until("the rig is online", async () => (await health(url)).gauges[0]?.state === "online");
  };
  await up();
  await startRun(started(station).url, RUN);
  const ordered = () => [...records.values()].sort((one, other) => one.seq - other.seq);
  const of: RigStation["of"] = (kind) =>
    ordered().filter(
      (one): one is Extract<QualityRecord, { kind: typeof kind }> => one.kind === kind,
    );
  return {
    rig,
    files,
    url: () => started(station).url,
    records: ordered,
    of,
    untilThere: (kind, count) => until(`${count} of ${kind}`, () => of(kind).length >= count),
    up,
    async kill() {
      await started(station).kill();
      station = null;
    },
    async stop() {
      await started(station).stop();
      station = null;
    },
    async close() {
      await station?.kill();
      await rig.close();
      files.remove();
    },
  };
}

function started(station: StationProcess | null): StationProcess {
  if (station === null) throw new Error("the station is not up");
  return station;
}

export async function json<Answer>(station: RigStation, path: string): Promise<Answer> {
  return JSON.parse(await getText(station.url(), path)) as Answer;
}

/** Waits until the station has polled its rig so many times more. */
export async function untilPolled(station: RigStation, times: number): Promise<void> {
  const seen = new Set<string>();
  await until(`the rig is polled ${times} times`, async () => {
    const { gauges } = await json<StationView>(station, "/api/station");
    seen.add(gauges[0]?.last?.at ?? "");
    return seen.size > times;
  });
}

export async function arm(station: RigStation, unitIndex: number): Promise<void> {
  const body = { characteristic: "strength", unitIndex };
  const { status, body: said } = await post(station.url(), "/api/arm", body);
  if (status >= 300) throw new Error(`not armed: ${status} ${said}`);
}
