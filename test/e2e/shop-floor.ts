// The floor of the kill test: six gauges on real wires, each value sent once in its life.
import { setTimeout as pause } from "node:timers/promises";
import type { RunView } from "../../edge/http/views.ts";
import {
  createRandom,
  createVirtualCmm,
  createVirtualGauge,
  createVirtualRig,
  type RigListen,
  type VirtualGauge,
  type VirtualRig,
} from "../../gauges/index.ts";
import { createPtyPair, type PtyPair } from "../fakes/pty-pair.ts";
import { frameModel } from "../gauges/lines/catalogue.ts";
import type { KilledStation } from "./killed-station.ts";
import { getText, post } from "./station-calls.ts";
import { type GaugeEntry, RUN } from "./station-files.ts";

/** A value without an answer for so long is measured again. */
const patienceMs = 1500;

export type ShopFloor = {
  readonly gauges: readonly GaugeEntry[];
  /** Every text a serial gauge sent, by gauge. */
  readonly sent: ReadonlyMap<string, readonly string[]>;
  readonly pulls: ReadonlyMap<string, number>;
  /** Measures one characteristic until so many of its cells were shown as filled. */
  measure(station: KilledStation, gauge: SerialId, target: number): Promise<void>;
  /** Breaks specimens on a rig until so many were shown. */
  pull(station: KilledStation, rig: RigId, target: number): Promise<void>;
  /** Drops the measuring machine's files of these units. */
  drop(from: number, to: number): Promise<void>;
  close(): Promise<void>;
};

export type SerialId = "caliper" | "mahr" | "wireless";
export type RigId = "rig-tcp" | "rig-rtu";

const rtuBaud = 115_200;

type Serial = {
  readonly cable: PtyPair;
  readonly virtual: VirtualGauge;
  readonly next: () => string;
};

const serialModels: Readonly<Record<SerialId, string>> = {
  caliper: "mitutoyo-ascii",
  mahr: "mahr-marconnect",
  wireless: "mitutoyo-u-wave",
};
const nominals: Readonly<Record<SerialId, number>> = { caliper: 10, mahr: 20, wireless: 30 };

export async function createShopFloor(seed: number, results: string): Promise<ShopFloor> {
  const random = createRandom(seed);
  const sent = new Map<string, string[]>();
  const pulls = new Map<string, number>();
  const serial: Record<SerialId, Serial> = {
    caliper: await onPty("caliper", sent, random),
    mahr: await onPty("mahr", sent, random),
    wireless: await onPty("wireless", sent, random),
  };
  const rtuCable = await createPtyPair();
  const rigs: Record<RigId, VirtualRig> = {
    "rig-tcp": await rigAt({ kind: "tcp", host: "127.0.0.1", port: 0 }, seed + 1),
    "rig-rtu": await rigAt({ kind: "pty", path: rtuCable.gauge, baud: rtuBaud }, seed + 2),
  };
  return {
    sent,
    pulls,
    gauges: entriesOf(serial, rigs["rig-tcp"].port ?? 0, rtuCable),
    async measure(station, id, target) {
      const { virtual, next } = serial[id];
      while (station.filled(id) < target) {
        await station.untilUp();
        if (id !== "mahr") virtual.press(next());
        else if (!(await station.ask(id))) await pause(20);
        await answered(station, id, target);
      }
    },
    async pull(station, id, target) {
      while (station.filled(id) < target) {
        await station.untilUp();
        await reopenSkipped(station);
        const count = (pulls.get(id) ?? 0) + 1;
        pulls.set(id, count);
        await rigs[id].pull({ peak: 22_000 + 7 * count, seconds: 0.6 });
        await answered(station, id, target);
      }
    },
    drop: droppingInto(results, random),
    async close() {
      for (const { virtual, cable } of Object.values(serial)) {
        await virtual.close();
        await cable.remove();
      }
      for (const rig of Object.values(rigs)) await rig.close();
      await rtuCable.remove();
    },
  };
}

/** The specimen of a pull that was cut off is replaced: its cell, skipped as spent, is opened again. */
async function reopenSkipped(station: KilledStation): Promise<void> {
  const view = await getText(station.url(), `/api/runs/${RUN}`).catch(() => null);
  if (view === null) return;
  for (const { type, seq, epoch } of (JSON.parse(view) as RunView).exceptions) {
    if (type !== "skip") continue;
    const body = { epoch, reason: "another specimen" };
    await post(station.url(), `/api/cells/${seq}/reopen`, body).catch(() => null);
  }
}

/** A serial gauge on its cable; what it sends is noted, and the Mahr takes its answers from there. */
async function onPty(
  id: SerialId,
  sent: Map<string, string[]>,
  random: () => number,
): Promise<Serial> {
  const values = uniqueValues(nominals[id], random);
  const told: string[] = [];
  sent.set(id, told);
  const next = () => {
    const { value } = values.next();
    if (value === undefined) throw new Error(`${id} has sent every value it has`);
    told.push(value);
    return value;
  };
  const cable = await createPtyPair();
  const virtual = await createVirtualGauge(frameModel(serialModels[id]), {
    listen: { kind: "pty", path: cable.gauge },
    answer: next,
  });
  return { cable, virtual, next };
}

function rigAt(listen: RigListen, seed: number): Promise<VirtualRig> {
  return createVirtualRig({ listen, unitId: 1, seed, monotonicMs: () => performance.now() });
}

/** Writes one file per unit, as a measuring machine does that has been told the serials. */
function droppingInto(folder: string, random: () => number): ShopFloor["drop"] {
  const holes = uniqueValues(40, random);
  const cmm = createVirtualCmm({
    folder,
    part: { number: "CB-1", name: "Carabiner" },
    characteristics: [{ number: "1", name: "hole", unit: "mm", nominal: 40 }],
  });
  return async (from, to) => {
    for (let unit = from; unit <= to; unit += 1) {
      const serial = `U${String(unit).padStart(4, "0")}`;
      const value = holes.next().value ?? "";
      await cmm.drop({ name: serial, serial, values: [{ characteristic: "1", value }] });
    }
  };
}

function entriesOf(
  serial: Readonly<Record<SerialId, Serial>>,
  rigPort: number,
  rtuCable: PtyPair,
): GaugeEntry[] {
  const onCable = (id: SerialId) => ({
    ...{ id, serves: id, model: serialModels[id] },
    line: `{ kind = "serial", path = "${serial[id].cable.station}", baud = 9600 }`,
  });
  const rig = (id: RigId, line: string) => ({
    ...{ id, serves: id, model: "laumas-tlb", pollMs: 40 },
    line,
  });
  const rtuPort = `path = "${rtuCable.station}", baud = ${rtuBaud}`;
  return [
    { ...onCable("caliper"), unit: "mm" },
    onCable("mahr"),
    onCable("wireless"),
    rig("rig-tcp", `{ kind = "modbus-tcp", host = "127.0.0.1", port = ${rigPort}, unitId = 1 }`),
    rig("rig-rtu", `{ kind = "modbus-rtu", ${rtuPort}, unitId = 1 }`),
    {
      ...{ id: "cmm", serves: "cmm", model: "dfq-file" },
      line: '{ kind = "file", folder = "cmm-results" }',
    },
  ];
}

/** Waits for the answer, for the station's death, or out of patience. */
async function answered(station: KilledStation, id: string, target: number): Promise<void> {
  const end = performance.now() + patienceMs;
  while (station.filled(id) < target && station.isUp() && performance.now() < end) {
    await pause(2);
  }
}

/** 1,200 different values around the nominal, three decimals, in an order of chance. */
function* uniqueValues(nominal: number, random: () => number): Generator<string, undefined> {
  const steps = Array.from({ length: 1200 }, (_, at) => at - 600);
  for (let at = steps.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const [one, two] = [steps[at] ?? 0, steps[other] ?? 0];
    steps[at] = two;
    steps[other] = one;
  }
  for (const step of steps) yield (nominal + step / 1000).toFixed(3);
  return undefined;
}
