// Every model of the catalogue, simulated from its own file and read over a real line.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createProcess } from "../../../gauges/bench/process.ts";
import {
  createSimulation,
  isNear,
  type Simulation,
  type SimulationPlace,
} from "../../../gauges/bench/simulation.ts";
import { createTroubles, TROUBLES } from "../../../gauges/bench/trouble.ts";
import type { GaugeLine, LineSettings } from "../../../gauges/line.ts";
import { createLine } from "../../../gauges/lines/create-line.ts";
import {
  expected,
  type GaugeModel,
  isFileModel,
  isFrameModel,
  isModbusModel,
} from "../../../gauges/model/gauge-model.ts";
import { needs } from "../../fakes/needs.ts";
import { createPtyPair } from "../../fakes/pty-pair.ts";
import { models } from "../lines/catalogue.ts";
import { createRecorder, pause, type Recorder, realClock, until } from "../lines/recording-sink.ts";

const open: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

const host = "127.0.0.1";
const PROCESS = { mean: 2.25, sd: 0.3, wear: { perPart: 0.1, toolLife: 5 } };

async function simulate(model: GaugeModel, place: SimulationPlace): Promise<Simulation> {
  const simulation = await createSimulation(model, place, { seed: 7, awayMs: 100 });
  open.push({ stop: () => simulation.close() });
  return simulation;
}

function read(model: GaugeModel, line: LineSettings): { line: GaugeLine; seen: Recorder } {
  const seen = createRecorder();
  const order = isModbusModel(model) ? ({ wordOrder: "ABCD" } as const) : {};
  const settings = { id: "g", model: model.id, line, unit: "mm", ...order };
  const quick = isFileModel(model) ? { ...model, file: { ...model.file, stableMs: 100 } } : model;
  const made = createLine(settings, quick, seen, realClock, () => 0);
  open.push(made);
  made.start();
  return { line: made, seen };
}

/** Values of a seeded process, as its display shows them. */
function values(count: number): string[] {
  const process = createProcess(11, PROCESS);
  return Array.from({ length: count }, () => process.next().toFixed(2));
}

/** Shows three values; each must arrive as it was shown, and nothing else. */
async function arrive(
  model: GaugeModel,
  simulation: Simulation,
  { line, seen }: { line: GaugeLine; seen: Recorder },
): Promise<void> {
  if (!isFileModel(model)) {
    const online = () => seen.states.at(-1)?.state === "online";
    await until(online, `${model.id} online`);
    if (!isModbusModel(model) && model.rule.some(({ unit }) => unit && "ask" in unit))
      await pause(100);
  }
  for (const value of values(3)) {
    const before = [seen.readings.length, seen.samples.length];
    await simulation.show(value);
    if (isFrameModel(model) && model.poll !== undefined) line.ask?.();
    const arrived = () => {
      if (!isModbusModel(model)) return seen.readings.slice(before[0]);
      return seen.samples.slice((before[1] ?? 0) + 1).at(-1)?.readings ?? [];
    };
    await until(() => arrived().length > 0, `${model.id} gives ${value}`);
    const [reading] = arrived();
    expect(reading?.status, model.id).toBe("ok");
    expect(isNear(reading?.text ?? "", Number(value)), `${reading?.text} for ${value}`).toBe(true);
  }
  // A busy machine may let a request time out; nothing else may be refused.
  const refused = seen.rejections.filter(({ fault }) => fault !== "timeout");
  expect(refused.map(({ detail }) => detail)).toEqual([]);
}

const all = [...models.values()];
const named = (some: readonly GaugeModel[]) => some.map((model) => [model.id, model] as const);

describe("a simulated gauge over TCP", () => {
  it.each(named(all.filter(isFrameModel)))("%s is read as it shows", async (_, model) => {
    const simulation = await simulate(model, { kind: "tcp", host, port: 0 });
    const line = { kind: "tcp", host, port: simulation.port ?? 0 } as const;
    await arrive(model, simulation, read(model, line));
  });

  it.each(named(all.filter(isModbusModel)))("%s is read as it shows", async (_, model) => {
    const simulation = await simulate(model, { kind: "tcp", host, port: 0 });
    const line = { kind: "modbus-tcp", host, port: simulation.port ?? 0 } as const;
    await arrive(model, simulation, read(model, line));
  });
});

needs("socat")("a simulated gauge on a serial line", () => {
  it.each(named(all.filter((model) => !isFileModel(model))))(
    "%s is read as it shows",
    async (_, model) => {
      const pair = await createPtyPair();
      open.push({ stop: () => pair.remove() });
      const simulation = await simulate(model, { kind: "pty", path: pair.gauge });
      const kind = isFrameModel(model) ? "serial" : "modbus-rtu";
      await arrive(model, simulation, read(model, { kind, path: pair.station }));
    },
  );
});

describe("a simulated measuring machine", () => {
  const machines = all.filter(isFileModel);
  const givesValues = ({ example }: (typeof machines)[number]) =>
    example.some(({ gives }) => expected(gives).some(({ value }) => value !== undefined));

  it.each(named(machines.filter((model) => !givesValues(model))))(
    "%s drops curves, which are kept aside and give no value",
    async (_, model) => {
      const folder = mkdtempSync(join(tmpdir(), "machine-"));
      open.push({ stop: async () => rmSync(folder, { recursive: true, force: true }) });
      const simulation = await simulate(model, { kind: "folder", path: folder });
      const { seen } = read(model, { kind: "file", folder });
      await simulation.show("2.5");
      await until(() => seen.rejections.length > 0, "kept aside");
      expect(seen.rejections[0]?.detail).toContain("no values in it");
      expect(seen.readings).toEqual([]);
    },
  );

  it.each(named(machines.filter(givesValues)))("%s drops files that are read", async (_, model) => {
    const folder = mkdtempSync(join(tmpdir(), "machine-"));
    open.push({ stop: async () => rmSync(folder, { recursive: true, force: true }) });
    const simulation = await simulate(model, { kind: "folder", path: folder });
    await arrive(model, simulation, read(model, { kind: "file", folder }));
  });
});

describe("a simulated gauge in trouble", () => {
  it("has each of its troubles end as a fault or a status, and no value but the right ones", async () => {
    for (const id of ["mitutoyo-ascii", "mark10-series5", "laumas-tlb", "hbm-wtx"]) {
      const model = models.get(id);
      if (model === undefined) throw new Error(`no model ${id}`);
      const simulation = await simulate(model, { kind: "tcp", host, port: 0 });
      const kind = isFrameModel(model) ? "tcp" : "modbus-tcp";
      const { line, seen } = read(model, { kind, host, port: simulation.port ?? 0 });
      for (const trouble of TROUBLES) {
        await until(() => seen.states.at(-1)?.state === "online", `${id} online`);
        const before = seen.rejections.length + seen.states.length;
        const statuses = () =>
          [...seen.readings, ...seen.samples.flatMap(({ readings }) => readings)].filter(
            ({ text }) => text === null,
          ).length;
        const silent = statuses();
        await simulation.trouble(trouble);
        line.ask?.();
        const told = () => seen.rejections.length + seen.states.length > before;
        await until(() => told() || statuses() > silent, `${id} tells of ${trouble}`);
        await simulation.show("4");
      }
      await until(() => seen.states.at(-1)?.state === "online", `${id} online again`);
      const all = () => [...seen.readings, ...seen.samples.flatMap(({ readings }) => readings)];
      line.ask?.();
      await until(() => all().some(({ value }) => value === 4), `${id} shows what it showed last`);
      const shown = all();
      const resting = isModbusModel(model) ? model.example.flatMap(({ gives }) => gives) : [];
      const right = new Set([4, ...resting.map(({ value }) => Number(value))]);
      const given = shown.flatMap(({ value }) => (value === null ? [] : [value]));
      for (const value of given) expect(right.has(value), id).toBe(true);
    }
  });

  it("has the same troubles for the same seed", () => {
    const draw = (seed: number) => {
      const next = createTroubles(seed, 0.3);
      return Array.from({ length: 200 }, () => next());
    };
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
    const struck = draw(3).filter((kind) => kind !== null).length;
    expect(struck).toBeGreaterThan(30);
    expect(struck).toBeLessThan(90);
  });

  it("can't show what its model can't say", async () => {
    const model = models.get("panasonic-hl-g1");
    if (model === undefined) throw new Error("no model");
    const simulation = await simulate(model, { kind: "tcp", host, port: 0 });
    await expect(simulation.show("9999999")).rejects.toThrow("cannot show");
  });
});
