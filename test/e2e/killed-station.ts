// A station that is killed and started again, seen by one client that never loses its place in the stream.
import { setTimeout as pause } from "node:timers/promises";
import { type StationProcess, startProgram, startStation } from "../fakes/station-process.ts";
import { readStream, type ShownRecord, type StreamReader } from "./event-stream.ts";
import { post, untilOnline } from "./station-calls.ts";

export type KilledStation = {
  /** Every record that was shown, in the order of its events, over all restarts. */
  readonly shown: readonly ShownRecord[];
  /** What the stream did that it must not: a gap, an event twice, an id that is not the seq. */
  readonly faults: readonly string[];
  readonly url: () => string;
  readonly isUp: () => boolean;
  readonly kills: () => number;
  /** Cells of a characteristic for which a measurement was shown. */
  filled(characteristic: string): number;
  /** Starts it, resumes the stream where it was lost, waits for the gauges. */
  up(): Promise<void>;
  /** SIGKILL, now. */
  kill(): Promise<void>;
  /** Starts it only to kill it again so many ms after its process began. */
  killWhileStarting(afterMs: number): Promise<void>;
  /** SIGTERM; gives the exit code. */
  stop(): Promise<number | null>;
  /** Waits until a station is up, or fails when a start failed. */
  untilUp(): Promise<void>;
  ask(gauge: string): Promise<boolean>;
};

export function createKilledStation(config: string, dir: string): KilledStation {
  const shown: ShownRecord[] = [];
  const faults: string[] = [];
  const filled = new Map<string, number>();
  let station: StationProcess | null = null;
  let stream: StreamReader | null = null;
  let kills = 0;
  let broken: Error | null = null;

  const see = (one: ShownRecord) => {
    const last = shown.at(-1)?.id ?? 0;
    if (one.id !== one.record.seq) faults.push(`event ${one.id} carries seq ${one.record.seq}`);
    if (one.id !== last + 1) faults.push(`event ${one.id} came after ${last}`);
    shown.push(one);
    if (one.record.kind !== "measurement.taken") return;
    const { characteristic } = one.record.body;
    filled.set(characteristic, (filled.get(characteristic) ?? 0) + 1);
  };

  const leave = async (how: (station: StationProcess) => Promise<unknown>) => {
    const [was, following] = [station, stream];
    station = null;
    stream = null;
    if (was !== null) await how(was);
    // What the dead station had sent before still arrives: it was shown.
    await following?.ended;
  };

  return {
    shown,
    faults,
    url: () => station?.url ?? "",
    isUp: () => station !== null,
    kills: () => kills,
    filled: (characteristic) => filled.get(characteristic) ?? 0,
    async up() {
      try {
        const started = await startStation(config, dir);
        stream = await readStream(started.url, see, { after: shown.at(-1)?.id ?? 0 });
        await untilOnline(started.url);
        station = started;
      } catch (error) {
        broken = error instanceof Error ? error : new Error(String(error));
        throw broken;
      }
    },
    async kill() {
      kills += 1;
      await leave((was) => was.kill());
    },
    async killWhileStarting(afterMs) {
      const starting = startProgram(["start", "--config", config, "--dir", dir]);
      await pause(afterMs);
      kills += 1;
      const { signal } = await starting.kill();
      if (signal !== "SIGKILL") faults.push(`ended by itself while starting: ${starting.stderr()}`);
    },
    async stop() {
      let code: number | null = null;
      await leave(async (was) => {
        code = (await was.stop()).code;
      });
      return code;
    },
    async untilUp() {
      while (station === null) {
        if (broken !== null) throw broken;
        await pause(10);
      }
    },
    async ask(gauge) {
      if (station === null) return false;
      const answer = await post(station.url, `/api/gauges/${gauge}/ask`).catch(() => null);
      return answer?.status === 202;
    },
  };
}
