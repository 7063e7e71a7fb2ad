// The floor of the kill test: six gauges on real wires, each value sent once in its life.
import { setTimeout as pause } from "node:timers/promises";
import {
  createRandom,
  createVirtualCmm,
  createVirtualGauge,
  createVirtualRig,
  type VirtualRig,
} from "../../gauges/index.ts";
import { createPtyPair, type PtyPair } from "../fakes/pty-pair.ts";
import { models } from "../gauges/lines/catalogue.ts";
import type { KilledStation } from "./killed-station.ts";
import type { GaugeEntry } from "./station-files.ts";

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

const bauds = { rtu: 115_200, serial: 9600 } as const;

export async function createShopFloor(seed: number, results: string): Promise<ShopFloor> {
  const random = createRandom(seed);
  const sent = new Map<string, string[]>();
  const pulls = new Map<string, number>();
  const cables: PtyPair[] = [];
  const cable = async () => {
    const made = await createPtyPair();
    cables.push(made);
    return made;
  };
  const onPty = async (id: SerialId, model: string, next: () => string) => {
    const { station, gauge } = await cable();
    const found = models.get(model);
    if (found === undefined) throw new Error(`no model ${model}`);
    const virtual = await createVirtualGauge(found, {
      listen: { kind: "pty", path: gauge },
      answer: next,
    });
    return { id, model, station, virtual };
  };
  const nextOf = (id: SerialId, nominal: number) => {
    const values = uniqueValues(nominal, random);
    const told: string[] = [];
    sent.set(id, told);
    return () => {
      const value = values.next().value;
      if (value === undefined) throw new Error(`${id} has sent every value it has`);
      told.push(value);
      return value;
    };
  };

  const caliperNext = nextOf("caliper", 10);
  const wirelessNext = nextOf("wireless", 30);
  const caliper = await onPty("caliper", "mitutoyo-ascii", caliperNext);
  const mahr = await onPty("mahr", "mahr-marconnect", nextOf("mahr", 20));
  const wireless = await onPty("wireless", "mitutoyo-u-wave", wirelessNext);

  const rtuCable = await cable();
  const rigAt = (listen: Parameters<typeof createVirtualRig>[0]["listen"], noiseSeed: number) =>
    createVirtualRig({
      listen,
      unitId: 1,
      seed: noiseSeed,
      monotonicMs: () => performance.now(),
    });
  const rigs: Record<RigId, VirtualRig> = {
    "rig-tcp": await rigAt({ kind: "tcp", host: "127.0.0.1", port: 0 }, seed + 1),
    "rig-rtu": await rigAt({ kind: "pty", path: rtuCable.gauge, baud: bauds.rtu }, seed + 2),
  };
  const cmm = createVirtualCmm({
    folder: results,
    part: { number: "CB-1", name: "Carabiner" },
    characteristics: [{ number: "1", name: "hole", unit: "mm", nominal: 40 }],
  });
  const holes = uniqueValues(40, random);

  const serial = (path: string, baud: number) =>
    `{ kind = "serial", path = "${path}", baud = ${baud} }`;
  return {
    sent,
    pulls,
    gauges: [
      { ...entry(caliper), unit: "mm", line: serial(caliper.station, bauds.serial) },
      { ...entry(mahr), line: serial(mahr.station, bauds.serial) },
      { ...entry(wireless), line: serial(wireless.station, bauds.serial) },
      {
        ...{ id: "rig-tcp", serves: "rig-tcp", model: "laumas-tlb", pollMs: 40 },
        line: `{ kind = "modbus-tcp", host = "127.0.0.1", port = ${rigs["rig-tcp"].port}, unitId = 1 }`,
      },
      {
        ...{ id: "rig-rtu", serves: "rig-rtu", model: "laumas-tlb", pollMs: 40 },
        line: `{ kind = "modbus-rtu", path = "${rtuCable.station}", baud = ${bauds.rtu}, unitId = 1 }`,
      },
      {
        ...{ id: "cmm", serves: "cmm", model: "dfq-file" },
        line: '{ kind = "file", folder = "cmm-results" }',
      },
    ],
    async measure(station, id, target) {
      while (station.filled(id) < target) {
        await station.untilUp();
        if (id === "caliper") caliper.virtual.press(caliperNext());
        else if (id === "wireless") wireless.virtual.press(wirelessNext());
        else if (!(await station.ask(id))) await pause(20);
        await answered(station, id, target);
      }
    },
    async pull(station, id, target) {
      while (station.filled(id) < target) {
        await station.untilUp();
        const count = (pulls.get(id) ?? 0) + 1;
        pulls.set(id, count);
        await rigs[id].pull({ peak: 22_000 + 7 * count, seconds: 0.6 });
        await answered(station, id, target);
      }
    },
    async drop(from, to) {
      for (let unit = from; unit <= to; unit += 1) {
        const serialNumber = `U${String(unit).padStart(4, "0")}`;
        const value = holes.next().value ?? "";
        const values = [{ characteristic: "1", value }];
        await cmm.drop({ name: serialNumber, serial: serialNumber, values });
      }
    },
    async close() {
      for (const one of [caliper, mahr, wireless]) await one.virtual.close();
      for (const rig of Object.values(rigs)) await rig.close();
      for (const one of cables) await one.remove();
    },
  };
}

function entry({ id, model }: { readonly id: string; readonly model: string }) {
  return { id, model, serves: id };
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
