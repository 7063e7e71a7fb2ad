// A station that is killed in the middle of a pull: each pull that had begun is on record afterwards,
// completed or interrupted with what was known of it, never as nothing and never as a value that passed.
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { RunView, TaskView } from "../../edge/http/views.ts";
import { unpackCurve } from "../../edge/runs/index.ts";
import { runProgram } from "../fakes/station-process.ts";
import { arm, createRigStation, json, OWED, type RigStation, untilPolled } from "./rig-station.ts";
import { until } from "./station-calls.ts";
import { RUN } from "./station-files.ts";

let station: RigStation;
afterEach(async () => {
  await station?.close();
});

const firstUnit = "U0010";
const skipOf = (unit: string) =>
  station.of("unit.skipped").filter(({ body }) => body.unit === unit);
const measured = () => station.of("measurement.taken").map(({ body }) => [body.unit, body.value]);
const lastForce = () =>
  station
    .of("load-test.sampled")
    .flatMap(({ body }) => body.force)
    .map(Number)
    .at(-1) ?? 0;

/** The one test on record of the pull that was cut off, once the station is back. */
async function interrupted() {
  await station.untilThere("load-test.finished", 1);
  const [test, ...more] = station.of("load-test.finished");
  expect(more).toEqual([]);
  expect(station.of("load-test.started")).toHaveLength(1);
  expect(test?.actor).toBe("station");
  expect(test?.body).toMatchObject({
    ...{ unit: firstUnit, unitIndex: OWED, gauge: "rig-1", uom: "kN", started: expect.any(String) },
    ...{ outcome: "interrupted", reason: "station-stopped", spent: true, peakSource: "curve" },
  });
  expect(station.of("measurement.taken")).toEqual([]);
  await until("the cell is skipped", () => skipOf(firstUnit).length === 1);
  return test?.body;
}

/** The next specimen on the rig is the next unit's, and its pull counts as ever. */
async function nextPullCounts(unit: string): Promise<void> {
  await station.rig.to(0, 20);
  station.rig.latch(null);
  await untilPolled(station, 2);
  await station.rig.pull(23_000, 1200);
  await until("the next pull is measured", () => measured().length > 0);
  expect(measured()).toEqual([[unit, "23.000"]]);
}

describe("a station killed", { timeout: 120_000 }, () => {
  it("just after arming has nothing to say of a pull, and the next one counts", async () => {
    station = await createRigStation();
    await arm(station, 30);
    await station.kill();
    await station.up();
    await nextPullCounts(firstUnit);
    expect(station.of("load-test.finished")).toHaveLength(1);
    expect(station.of("unit.skipped")).toEqual([]);
  });

  it("at the first force has the specimen on record as begun, interrupted and spent", async () => {
    station = await createRigStation();
    const pull = station.rig.to(8000, 4000);
    await station.untilThere("load-test.started", 1);
    await station.kill();
    await pull;
    await station.rig.to(0, 50);
    await station.up();
    const test = await interrupted();
    expect(Number(test?.peak)).toBeGreaterThanOrEqual(1);
    expect(Number(test?.peak)).toBeLessThan(8);
    await nextPullCounts("U0020");
  });

  it("in mid-ramp has the curve as far as it was on record, and the rest in the inbox", async () => {
    station = await createRigStation();
    const pull = station.rig.to(24_000, 8000);
    await until("half the strength is on record", () => lastForce() >= 9);
    await station.kill();
    await station.up();
    const test = await interrupted();
    expect(Number(test?.peak)).toBeGreaterThanOrEqual(9);
    const curve = test === undefined ? null : unpackCurve(test.curve);
    expect(curve?.force.length).toBeGreaterThan(5);
    expect(Math.max(...(curve?.force ?? []).map(Number))).toBe(Number(test?.peak));
    await pull;
    await untilPolled(station, 4);
    await station.rig.to(0, 20);
    // Whoever looks again at a loaded rig does not know whose load it is.
    await station.untilThere("reading.unassigned", 1);
    const [rest] = station.of("reading.unassigned");
    expect(rest?.body).toMatchObject({ reason: "begin-not-seen", reading: { text: "24.000" } });
    await nextPullCounts("U0020");
  });

  it.each([0, 15, 30, 60])("%i ms after the break has a whole test or none of it", async (ms) => {
    station = await createRigStation();
    await station.rig.to(24_000, 1500);
    void station.rig.to(0, 10);
    await pause(ms);
    await station.kill();
    await station.up();
    await station.untilThere("load-test.finished", 1);
    const [test] = station.of("load-test.finished");
    if (test?.body.outcome === "break") {
      await until("its value is there", () => measured().length === 1);
      expect(measured()).toEqual([[firstUnit, "24.000"]]);
      expect(skipOf(firstUnit)).toEqual([]);
    } else {
      const known = await interrupted();
      expect(Number(known?.peak)).toBeLessThanOrEqual(24);
      await nextPullCounts("U0020");
    }
  });

  it("or stopped in order in mid-ramp has the whole curve up to there", async () => {
    station = await createRigStation();
    const pull = station.rig.to(12_000, 2500);
    await until("some force is on record", () => lastForce() >= 3);
    await station.stop();
    await pull;
    await station.rig.to(0, 20);
    await station.up();
    await station.untilThere("load-test.finished", 1);
    const [test] = station.of("load-test.finished");
    expect(test?.actor).toBe("gauge:rig-1");
    expect(test?.body).toMatchObject({ reason: "station-stopped", spent: true, unit: firstUnit });
    expect(Number(test?.body.peak)).toBeGreaterThanOrEqual(lastForce());
    await nextPullCounts("U0020");
  });

  it("tells operator, run page and report of the interrupted pull, and its bundle verifies", async () => {
    station = await createRigStation();
    const pull = station.rig.to(12_000, 3000);
    await until("some force is on record", () => lastForce() >= 5);
    await station.kill();
    await pull;
    await station.rig.to(0, 20);
    await station.up();
    const test = await interrupted();
    const { exceptions } = await json<RunView>(station, `/api/runs/${RUN}`);
    expect(exceptions).toMatchObject([{ unit: firstUnit, reason: "specimen-spent" }]);
    const { task } = await json<TaskView>(station, "/api/task");
    expect(task?.unproven).toMatchObject([
      {
        ...{ characteristic: "strength", unit: firstUnit, reason: "station-stopped" },
        ...{ spent: true, peak: test?.peak, uom: "kN" },
      },
    ]);
    await station.stop();
    const file = `${station.files.folder}/bundle.zip`;
    const made = await runProgram([
      ...["report", RUN, "--format", "bundle", "-o", file],
      ...["--dir", station.files.dir],
    ]);
    expect(made).toMatchObject({ code: 0, stderr: "" });
    expect(await runProgram(["verify", file])).toMatchObject({ code: 0 });
    for (const format of ["pdf", "xlsx"]) {
      const report = `${station.files.folder}/report.${format}`;
      const args = ["report", RUN, "--format", format, "-o", report, "--dir", station.files.dir];
      expect(await runProgram(args)).toMatchObject({ code: 0, stderr: "" });
    }
  });
});
