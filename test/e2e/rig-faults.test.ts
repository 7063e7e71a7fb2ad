// What a load rig and the people at it can do wrong, on a whole station: what is on record afterwards.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TaskView } from "../../edge/http/views.ts";
import type { QualityRecord } from "../../sync/records/index.ts";
import { runProgram } from "../fakes/station-process.ts";
import { arm, createRigStation, json, type RigStation, untilPolled } from "./rig-station.ts";
import { asConfigured, newtons } from "./scripted-rig.ts";
import { post, until } from "./station-calls.ts";
import { RUN } from "./station-files.ts";

let station: RigStation;
let mark = 0;

beforeAll(async () => {
  station = await createRigStation({ unit: "kN" });
});
afterAll(async () => {
  await station?.close();
});
beforeEach(async () => {
  const { rig } = station;
  rig.fail(null);
  rig.errors(0);
  rig.scale(newtons);
  await rig.to(0, 10);
  rig.latch(null);
  await untilPolled(station, 3);
  mark = station.records().at(-1)?.seq ?? 0;
});

/** What came on record since the test began. */
function fresh<K extends QualityRecord["kind"]>(kind: K) {
  return station.of(kind).filter(({ seq }) => seq > mark);
}
const theTest = async () => {
  await until("the test is on record", () => fresh("load-test.finished").length > 0);
  return fresh("load-test.finished")[0]?.body;
};
const theValue = async () => {
  await until("the value is on record", () => fresh("measurement.taken").length > 0);
  return fresh("measurement.taken")[0]?.body;
};
const theEntry = async () => {
  await until("the entry is on record", () => fresh("reading.unassigned").length > 0);
  return fresh("reading.unassigned")[0]?.body;
};
const begun = () => until("it has begun", () => fresh("load-test.started").length > 0);
const nextUnit = async () => (await json<TaskView>(station, "/api/task")).task?.armed?.unit;

describe("a rig in mid-pull", () => {
  it("that fails for a second goes on with the pull, and the gap is noted", async () => {
    const { rig } = station;
    const pull = rig.to(24_000, 6000);
    await begun();
    rig.fail(4);
    await until("the rig is away", () => fresh("gauge.away").length > 0);
    rig.fail(null);
    await pull;
    await rig.to(0, 20);
    expect(await theTest()).toMatchObject({ outcome: "break", reason: "broke", peak: "24.000" });
    expect(await theValue()).toMatchObject({ value: "24.000", verdict: "ok" });
  });

  it("that stays away leaves a spent specimen, and what hangs there afterwards is nobody's", async () => {
    const { rig } = station;
    await rig.to(15_000, 1500);
    await begun();
    await untilPolled(station, 2);
    const unit = fresh("load-test.started")[0]?.body.unit;
    rig.fail(4);
    expect(await theTest()).toMatchObject({
      ...{ outcome: "interrupted", reason: "rig-away", spent: true, peak: "15.000" },
    });
    rig.fail(null);
    await untilPolled(station, 4);
    await rig.pull(25_000, 800);
    expect(await theEntry()).toMatchObject({
      reason: "begin-not-seen",
      reading: { text: "25.000", unit: "kN" },
    });
    expect(fresh("measurement.taken")).toEqual([]);
    expect(fresh("unit.skipped")[0]?.body).toMatchObject({
      ...{ unit, reason: "specimen-spent" },
    });
    expect(await nextUnit()).not.toBe(unit);
  });

  it("that says overload ends the test at once, and the specimen is spent", async () => {
    const { rig } = station;
    await rig.to(18_000, 1500);
    rig.errors(1 << 3);
    expect(await theTest()).toMatchObject({
      ...{ outcome: "interrupted", reason: "overload", spent: true },
    });
    expect(fresh("measurement.taken")).toEqual([]);
  });

  it("that answers without a force for five seconds has not shown the end", async () => {
    const { rig } = station;
    await rig.to(8000, 1000);
    await begun();
    rig.errors(1);
    expect(await theTest()).toMatchObject({
      ...{ outcome: "interrupted", reason: "end-not-seen", spent: true },
    });
    expect(fresh("measurement.taken")).toEqual([]);
  });

  it("is one pull until it is unloaded, however often the load comes back", async () => {
    const { rig } = station;
    await rig.to(24_000, 1200);
    await rig.to(6000, 20);
    await theValue();
    await rig.to(26_000, 800);
    await rig.to(0, 20);
    await untilPolled(station, 3);
    expect(fresh("load-test.started")).toHaveLength(1);
    expect(fresh("measurement.taken").map(({ body }) => body.value)).toEqual(["24.000"]);
  });
});

describe("the rig's peak", () => {
  it("that an earlier pull left behind does not count", async () => {
    const { rig } = station;
    rig.latch(30_000);
    await untilPolled(station, 3);
    await rig.pull(21_000, 1200);
    const test = await theTest();
    expect(test).toMatchObject({ peakSource: "curve" });
    expect(Number(test?.peak)).toBeLessThanOrEqual(21);
  });

  it("that an earlier pull left behind does not count in another unit either", async () => {
    const { rig } = station;
    rig.latch(30_000);
    await untilPolled(station, 3);
    const pull = rig.to(16_000, 2500);
    await begun();
    // The same forces in steps of 0.01 kN.
    rig.scale({ ...asConfigured, per: 1000 });
    await pull;
    await rig.to(0, 20);
    const value = await theValue();
    expect(Number(value?.value)).toBeLessThanOrEqual(16);
    expect(value).toMatchObject({ verdict: "low" });
  });

  it("that the load cannot have reached between two polls does not count", async () => {
    const { rig } = station;
    const pull = rig.to(12_000, 4000);
    await begun();
    rig.latch(23_000);
    await pull;
    await rig.to(0, 20);
    const value = await theValue();
    expect(Number(value?.value)).toBeLessThanOrEqual(12);
    expect(value).toMatchObject({ verdict: "low" });
  });
});

describe("the unit and the sign of the rig", () => {
  it("are taken as they are: kN, and a load with a minus by its magnitude", async () => {
    const { rig } = station;
    rig.scale({ ...asConfigured, per: 1000 });
    await rig.pull(-22_500, 1200);
    expect(await theTest()).toMatchObject({ direction: "negative", peak: "22.50", uom: "kN" });
    expect(await theValue()).toMatchObject({ value: "22.50", verdict: "ok" });
  });

  it("that the plan cannot take are said once, and nothing becomes a value", async () => {
    const { rig } = station;
    rig.scale({ divisionCode: 6, unitCode: 0 });
    expect(await theEntry()).toMatchObject({ reason: "unit-mismatch", reading: { unit: "kg" } });
    await rig.pull(2400, 1200);
    await untilPolled(station, 3);
    expect(fresh("reading.unassigned")).toHaveLength(1);
    expect(fresh("measurement.taken")).toEqual([]);
  });
});

describe("a person at the rig", () => {
  it("who stops a test below half the strength keeps the specimen, once it is unloaded", async () => {
    const { rig } = station;
    await rig.to(4000, 800);
    await begun();
    const unit = fresh("load-test.started")[0]?.body.unit;
    expect((await post(station.url(), "/api/gauges/rig-1/abort-test")).status).toBe(202);
    expect((await post(station.url(), "/api/gauges/rig-1/abort-test")).status).toBe(404);
    await rig.to(0, 400);
    expect(await theTest()).toMatchObject({
      ...{ outcome: "interrupted", reason: "aborted", spent: false, peak: "4.000" },
    });
    await rig.pull(23_000, 1200);
    expect(await theValue()).toMatchObject({ unit, value: "23.000" });
  });

  it("who stops a test that breaks its specimen all the same has spent it", async () => {
    const { rig } = station;
    const pull = rig.to(24_000, 2500);
    await begun();
    await post(station.url(), "/api/gauges/rig-1/abort-test");
    await pull;
    await rig.to(0, 20);
    expect(await theTest()).toMatchObject({
      ...{ outcome: "interrupted", reason: "aborted", spent: true, peak: "24.000" },
    });
    await until("its cell is skipped", () => fresh("unit.skipped").length === 1);
    expect(fresh("measurement.taken")).toEqual([]);
  });

  it("who pulled another unit than the armed one voids the value, and both are pulled in the end", async () => {
    const { rig } = station;
    await arm(station, 300);
    await rig.pull(23_100, 1200);
    const wrong = await theValue();
    expect(wrong).toMatchObject({ unit: "U0300" });
    const seq = fresh("measurement.taken")[0]?.seq;
    const voided = await post(station.url(), `/api/measurements/${seq}/void`, {
      reason: "wrong part",
    });
    expect(voided.status).toBe(201);
    // A pull lasts until the rig was seen without load.
    await untilPolled(station, 2);
    await arm(station, 290);
    await rig.pull(23_200, 1200);
    await until("the second value", () => fresh("measurement.taken").length === 2);
    await untilPolled(station, 2);
    await arm(station, 300);
    await rig.pull(23_300, 1200);
    await until("the third value", () => fresh("measurement.taken").length === 3);
    expect(fresh("measurement.taken").map(({ body }) => [body.unit, body.value])).toEqual([
      ...[["U0300", "23.100"]],
      ...[["U0290", "23.200"]],
      ...[["U0300", "23.300"]],
    ]);
  });

  it("who pulls while the run is held finds the peak in the inbox", async () => {
    const { rig } = station;
    const step = (name: string) =>
      post(station.url(), `/api/runs/${RUN}/phase`, { step: name, reason: "a question" });
    expect((await step("hold")).status).toBe(201);
    await untilPolled(station, 3);
    await rig.pull(22_200, 1200);
    expect(await theEntry()).toMatchObject({
      reason: "no-active-run",
      reading: { text: "22.200" },
    });
    expect((await step("resume")).status).toBe(201);
  });
});

describe("all of it", () => {
  it("verifies offline, record by record", async () => {
    await station.stop();
    const file = `${station.files.folder}/bundle.zip`;
    const made = await runProgram([
      ...["report", RUN, "--format", "bundle", "-o", file, "--dir", station.files.dir],
    ]);
    expect(made).toMatchObject({ code: 0, stderr: "" });
    const { code, stdout } = await runProgram(["verify", file, "--json"]);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    await station.up();
  });
});
