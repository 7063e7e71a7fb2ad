// The station is killed twenty times in the middle of a pilot run of 500 units × 6 characteristics.
// Really driven: 500 values each of three serial gauges and of the measuring machine's files, and ten
// pulls on each of two Modbus rigs, because a pull takes over a second: every 50th unit is broken.
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chartView } from "../../edge/charts/index.ts";
import { foldRun } from "../../edge/runs/index.ts";
import { createRandom } from "../../gauges/index.ts";
import type { QualityRecord } from "../../sync/records/index.ts";
import { needs } from "../fakes/needs.ts";
import { runProgram } from "../fakes/station-process.ts";
import { createKilledStation, type KilledStation } from "./killed-station.ts";
import { createPlantSide, type PlantRecord, type PlantSide } from "./plant-side.ts";
import { createShopFloor, type RigId, type SerialId, type ShopFloor } from "./shop-floor.ts";
import { getText, health, startRun, until } from "./station-calls.ts";
import {
  createStationFiles,
  planText,
  RUN,
  type StationFiles,
  stationText,
} from "./station-files.ts";

const units = 500;
const brokenEvery = 50;
const serials: readonly SerialId[] = ["caliper", "mahr", "wireless"];
const rigs: readonly RigId[] = ["rig-tcp", "rig-rtu"];
const characteristics = [...serials, "cmm", ...rigs];
const measurements = units * 4 + (units / brokenEvery) * 2;
/** In the run, while starting after one of those, and once at rest before the charts are compared. */
const kills = { running: 16, starting: 3, atRest: 1 } as const;

const seed = Number(process.env.PROOFLINE_SEED ?? Math.floor(Math.random() * 2 ** 31));
const withinMs = 480_000;

needs(
  "socat",
  "mosquitto",
  "postgresql",
)("a station killed twenty times", () => {
  let files: StationFiles;
  let floor: ShopFloor;
  let plant: PlantSide;
  let station: KilledStation;
  let journal: QualityRecord[];
  let texts: string[];
  let before: Map<string, string>;
  /** What the plant had to have while the station still ran. */
  let sent = 0;

  beforeAll(async () => {
    process.stderr.write(`kill test: seed ${seed}\n`);
    files = createStationFiles(plan());
    [floor, plant] = await Promise.all([createShopFloor(seed, files.results), createPlantSide()]);
    const mqtt = plant.broker.url;
    files.write(stationText({ gauges: floor.gauges, target: units, mqtt }));
    station = createKilledStation(files.config, files.dir);
    await station.up();
    await startRun(station.url(), RUN);
    await drive(station, floor, plant);
    before = await chartsOf(station.url());
    await station.kill();
    await station.up();
    expect(await chartsOf(station.url())).toEqual(before);
    ({ seq: sent } = await health(station.url()));
    await until("the plant has everything", async () => (await plant.count()) >= sent);
    expect(await station.stop()).toBe(0);
    const { code, stdout, stderr } = await runProgram(["journal", "export", "--dir", files.dir]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    texts = stdout.trimEnd().split("\n");
    journal = texts.map((line) => JSON.parse(line) as QualityRecord);
  }, withinMs);

  afterAll(async () => {
    await station?.kill();
    await floor?.close();
    await plant?.close();
    files?.remove();
  });

  it("was killed twenty times, and has every cell of the run", () => {
    expect(station.kills()).toBe(kills.running + kills.starting + kills.atRest);
    const taken = journal.filter(({ kind }) => kind === "measurement.taken");
    expect(taken).toHaveLength(measurements);
    const started = journal.filter(({ kind }) => kind === "station.started");
    expect(started.length).toBeGreaterThanOrEqual(kills.running + kills.atRest + 1);
    expect(journal.filter(({ kind }) => kind === "station.stopped")).toHaveLength(1);
  });

  it("showed each record once and in order over all restarts", () => {
    expect(station.faults).toEqual([]);
  });

  it("has every record it had shown in its journal, once and unchanged", () => {
    const held = new Map(journal.map((record) => [record.seq, record]));
    const ids = journal.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const differing = station.shown.filter(({ record }) => {
      return JSON.stringify(sorted(held.get(record.seq))) !== JSON.stringify(sorted(record));
    });
    expect(differing.map(({ id }) => id)).toEqual([]);
    expect(station.shown.length).toBeGreaterThan(measurements);
  });

  it("has no value twice, whether it was acknowledged or not", () => {
    for (const id of serials) {
      const texts = journal.flatMap((record) => textFrom(record, id));
      expect(new Set(texts).size).toBe(texts.length);
      const sent = new Set(floor.sent.get(id));
      expect(texts.filter((text) => !sent.has(text))).toEqual([]);
    }
    for (const id of rigs) {
      const pulled = journal.flatMap((record) => textFrom(record, id)).length;
      expect(pulled).toBeLessThanOrEqual(floor.pulls.get(id) ?? 0);
    }
  });

  it("verifies", async () => {
    const { code, stdout } = await runProgram(["journal", "verify", "--dir", files.dir, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, records: journal.length, problems: [] });
  });

  it("is in the plant's database with the same records, once, in order", async () => {
    // What came on record at the station's end, its end at least, may still wait in the outbox.
    const held = await plant.records();
    expect(held.length).toBeGreaterThanOrEqual(sent);
    expect(sent).toBeGreaterThan(measurements);
    expect(held.map(({ seq }) => seq)).toEqual(held.map((_, at) => at + 1));
    const differing = held.filter((record, at) => {
      return JSON.stringify(sorted(record)) !== JSON.stringify(sorted(journal[at]));
    });
    expect(differing.map(({ seq }) => seq)).toEqual([]);
    expect(await plant.seqsAsTheyCame()).toEqual(held.map(({ seq }) => seq));
    expect(await plant.quarantined()).toBe(0);
    expect(foldedCharts(held.map(asRecord))).toEqual(parsed(before));
  });

  it("has the same charts from the exported records", () => {
    expect(foldedCharts(journal)).toEqual(parsed(before));
  });

  it("has the same charts, byte for byte, after its tables were rebuilt", async () => {
    const rebuilt = await runProgram(["journal", "rebuild", "--dir", files.dir]);
    expect(rebuilt).toMatchObject({ code: 0, stderr: "" });
    await station.up();
    expect(await chartsOf(station.url())).toEqual(before);
    await until("the plant has the end of the first life too", async () => {
      return (await plant.count()) > journal.length;
    });
    expect(station.faults).toEqual([]);
  }, 180_000);
});

function plan(): string {
  return planText(
    [
      { id: "caliper", gauge: "caliper", nominal: 10, tolerance: 0.7 },
      { id: "mahr", gauge: "mahr", nominal: 20, tolerance: 0.7 },
      { id: "wireless", gauge: "wireless", nominal: 30, tolerance: 0.7 },
      { id: "cmm", gauge: "cmm", nominal: 40, tolerance: 0.7, channel: "1" },
    ],
    rigs.map((id) => ({ id, gauge: id, every: brokenEvery })),
  );
}

/** The operators, the rigs, the measuring machine, the broker's bad moment and the killer, at once. */
async function drive(station: KilledStation, floor: ShopFloor, plant: PlantSide): Promise<void> {
  let unit = 0;
  let over = false;
  const operators = (async () => {
    for (unit = 1; unit <= units; unit += 1) {
      if (unit % 25 === 1) await floor.drop(unit, unit + 24);
      await Promise.all(serials.map((id) => floor.measure(station, id, unit)));
    }
    unit = units;
  })();
  const breaking = rigs.map(async (id) => {
    for (let count = 1; count <= units / brokenEvery; count += 1) {
      while (unit < count * brokenEvery && !over) await pause(20);
      await floor.pull(station, id, count);
    }
  });
  const brokerGone = (async () => {
    while (unit < 200 && !over) await pause(20);
    await plant.broker.stop();
    while (unit < 260 && !over) await pause(20);
    await plant.broker.start();
  })();
  const killing = killAtRandom(station, () => over);
  try {
    await Promise.all([operators, ...breaking, brokerGone, killing]);
    await allFilesRead(station);
  } finally {
    over = true;
  }
}

/** Files that are never read are found missing by the tests. */
async function allFilesRead(station: KilledStation): Promise<void> {
  const end = performance.now() + 60_000;
  while (station.filled("cmm") < units && performance.now() < end) await pause(20);
}

/** Kills at moments of chance, spread over the measurements that were shown. */
async function killAtRandom(station: KilledStation, over: () => boolean): Promise<void> {
  const random = createRandom(seed ^ 0x5eed);
  const span = (measurements - 60) / kills.running;
  for (let kill = 0; kill < kills.running; kill += 1) {
    const at = 20 + (kill + random()) * span;
    const done = () => characteristics.reduce((sum, id) => sum + station.filled(id), 0);
    while (done() < at && !over()) await pause(1);
    if (over()) return;
    await pause(random() * 60);
    await station.kill();
    if (kill % 5 === 2) await station.killWhileStarting(100 + random() * 900);
    await station.up();
  }
}

async function chartsOf(url: string): Promise<Map<string, string>> {
  const charts = new Map<string, string>();
  for (const id of characteristics) {
    charts.set(id, await getText(url, `/api/runs/${RUN}/charts/${id}`));
  }
  return charts;
}

function parsed(charts: ReadonlyMap<string, string>): unknown[] {
  return [...charts.values()].map((text) => JSON.parse(text));
}

/** The charts as anyone computes them from the records alone. */
function foldedCharts(records: readonly QualityRecord[]): unknown[] {
  const run = foldRun(records.filter(({ body }) => "run" in body && body.run === RUN));
  if (run === null) throw new Error("the records tell of no run");
  return characteristics.map((id) => JSON.parse(JSON.stringify(chartView(run, id))));
}

function textFrom(record: QualityRecord, gauge: string): string[] {
  if (record.kind !== "measurement.taken" && record.kind !== "reading.unassigned") return [];
  const { reading } = record.body;
  return reading.gauge === gauge && reading.text !== null ? [reading.text] : [];
}

/** The same value whatever the order of its keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}

function asRecord(record: PlantRecord): QualityRecord {
  return record as unknown as QualityRecord;
}
