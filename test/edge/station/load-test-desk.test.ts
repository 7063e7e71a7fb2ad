import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkLoadTest } from "../../../edge/intake/index.ts";
import { createLoadTestDesk, openStation, type Station } from "../../../edge/station/index.ts";
import { type Journal, openJournal } from "../../../edge/store/index.ts";
import type { Draft } from "../../../sync/records/index.ts";
import { countingSource, plan, readingOf, startingDrafts } from "../../fakes/run-fixture.ts";

const rig = { id: "rig-1", serves: ["rig"], calibrationDue: null };
let dir: string;
let journal: Journal;
let station: Station;
let desk: ReturnType<typeof createLoadTestDesk>;
let clockMs = 0;
let waiting: (() => void) | null = null;
const after = (_ms: number, act: () => void) => {
  waiting = act;
  return () => {
    waiting = null;
  };
};
const source = countingSource();

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "proofline-desk-"));
  const { now: nowIso, newId } = source;
  journal = await openJournal({ dir, station: "t-1", publicKey: null, nowIso, newId });
  station = await openStation(journal, source);
  await station.act(() => startingDrafts(50, source));
  desk = createLoadTestDesk({ station, source, gauge: rig, sha256: () => "0".repeat(64), after });
});

afterEach(async () => {
  await journal.close();
  rmSync(dir, { recursive: true });
});

function feed(...forces: number[]): void {
  for (const force of forces) {
    clockMs += 50;
    const reading = readingOf(String(force), { gauge: "rig-1", unit: "kN", kind: "gross" });
    const { receivedAt } = reading;
    desk.feed({ gauge: "rig-1", receivedAt, monotonicMs: clockMs, readings: [reading] });
  }
}
const pull = (peak: number) => feed(0, 5, 10, 15, peak, 1, 0, 0);
const strength = (run = "R1") => station.decided.runs.get(run)?.results.get("C3");
const kinds = async () => {
  await station.settled();
  return (await journal.read(4, 100)).map((record) => record.kind);
};
const step = (run: string, kind: "run.held" | "run.started" | "run.resumed"): Draft => ({
  ...{ id: source.newId(), at: source.now(), v: 1, actor: "operator:1" },
  ...{ kind, body: { run, reason: "test" } },
});

describe("a load test", () => {
  it("uses up the armed cell, so that the next pull goes to the next specimen", async () => {
    station.arm({ characteristic: "C3", unitIndex: 20 });
    pull(25);
    expect(station.attention.armed).toBeNull();
    pull(26);
    expect([...(strength()?.cells.keys() ?? [])]).toEqual([20, 10]);
  });

  it("without an open cell keeps its peak in the inbox with the reason", async () => {
    for (const peak of [24, 25, 26, 27, 28]) pull(peak);
    expect(strength()?.cells.size).toBe(5);
    pull(29);
    await station.settled();
    const { entries } = await journal.inbox(10);
    expect(entries).toMatchObject([{ reason: "no-open-cell", text: "29", unit: "kN" }]);
  });

  it("that ends under another run fills no cell of that run", async () => {
    feed(0, 5, 10, 15, 25);
    const body = {
      ...{ run: "R2", brand: "B", supplier: "S", order: null, target: 50 },
      ...{ planHash: "0".repeat(64), plan: { ...plan } },
    };
    await station.act(() => [
      step("R1", "run.held"),
      { ...step("R2", "run.started"), kind: "run.planned", body },
      step("R2", "run.started"),
    ]);
    feed(1, 0, 0);
    expect(strength("R2")?.cells.size).toBe(0);
    expect(station.decided.runs.get("R1")?.openTests.size).toBe(0);
    expect((await kinds()).filter((kind) => kind.startsWith("load-test"))).toEqual([
      ...["load-test.started", "load-test.sampled", "load-test.finished"],
    ]);
  });
});

/** A second load test on the same rig: 16 kN held for two seconds, then a check. */
async function withHold(): Promise<void> {
  const strengthPlan = plan.characteristic.find((one) => one.id === "C3");
  if (strengthPlan === undefined) throw new Error("no C3");
  const proof: typeof strengthPlan = {
    ...strengthPlan,
    ...{ id: "C5", balloon: "5", name: { en: "Proof load" }, chart: "none", lsl: 16, every: 5 },
    loadTest: {
      ...{ procedure: "ramp-hold-function", startAt: 4, breakDrop: 0.5, maxSeconds: 60 },
      hold: { force: 16, seconds: 2 },
    },
  };
  const body = {
    ...{ run: "R2", brand: "B", supplier: "S", order: null, target: 50 },
    ...{
      planHash: "0".repeat(64),
      plan: { ...plan, characteristic: [...plan.characteristic, proof] },
    },
  };
  await station.act(() => [
    step("R1", "run.held"),
    { ...step("R2", "run.started"), kind: "run.planned", body },
    step("R2", "run.started"),
  ]);
}
const hold = (seconds = 2.2) => Array.from({ length: seconds * 20 }, () => 16.2);
const tests = () => [...(station.decided.runs.get("R2")?.loadTests.values() ?? [])];
const answer = (found: "ok" | "not-ok") =>
  station.act((state, ids) => {
    const [test] = tests().slice(-1);
    const given = { id: ids.newId(), test: test?.id ?? "", function: found, note: "" };
    return checkLoadTest(state, given, "operator:1", new Map(), ids);
  });
const proofCell = (unitIndex: number) =>
  station.decided.runs.get("R2")?.results.get("C5")?.cells.get(unitIndex);

describe("one rig for two load tests", () => {
  beforeEach(withHold);

  it("is watched with the settings of the specimen that is next, by unit and by arming", async () => {
    // Unit 5 owes the hold; 3 kN would begin a pull to break, and begin no hold.
    feed(0, 3, 3, 0);
    expect(tests()).toHaveLength(0);
    feed(0, 8, 12, ...hold(), 8, 4, 0, 0);
    await answer("ok");
    expect(tests()).toMatchObject([{ characteristic: "C5", unit: "U0005", reason: "held" }]);
    // Unit 10 owes both; the plan names the strength first.
    feed(0, 10, 20, 24, 1, 0, 0);
    expect(tests().at(-1)).toMatchObject({ characteristic: "C3", unit: "U0010", reason: "broke" });
    station.arm({ characteristic: "C5", unitIndex: 15 });
    feed(0, 8, 12, ...hold(), 8, 4, 0, 0);
    expect(tests().at(-1)).toMatchObject({ characteristic: "C5", unit: "U0015", reason: "held" });
    feed(0);
    expect(desk.now()).toMatchObject({ characteristic: "C3", unitIndex: 20 });
  });

  it("keeps the settings of a pull under way, whatever is armed meanwhile", () => {
    feed(0, 8, 12, ...hold(1));
    station.arm({ characteristic: "C3", unitIndex: 20 });
    feed(...hold(), 8, 4, 0, 0);
    expect(tests()).toMatchObject([{ characteristic: "C5", unit: "U0005", reason: "held" }]);
  });
});

describe("a hold", () => {
  beforeEach(withHold);
  const held = () => feed(0, 8, 12, ...hold(), 8, 4, 0, 0);

  it("fills its cell when a person has found the specimen working, with the least force", async () => {
    held();
    expect(proofCell(5)).toBeUndefined();
    await answer("ok");
    expect(proofCell(5)).toMatchObject({ text: "16.2", verdict: "ok", gauge: "rig-1" });
    expect((await kinds()).slice(-3)).toEqual([
      ...["load-test.finished", "load-test.checked", "measurement.taken"],
    ]);
  });

  it("fails with a specimen that does not work any more, whatever its force", async () => {
    held();
    await answer("not-ok");
    expect(proofCell(5)).toMatchObject({ verdict: "low", marks: ["function-failed"] });
  });

  it("takes no second answer, and no second specimen before the first answer", async () => {
    held();
    station.arm({ characteristic: "C5", unitIndex: 10 });
    held();
    await station.settled();
    const { entries } = await journal.inbox(10);
    expect(entries.map((one) => one.reason)).toEqual(["check-pending"]);
    station.arm(null);
    await answer("ok");
    expect(await answer("ok")).toMatchObject({ refused: "no-such-check" });
  });

  it("in which the specimen broke is low at once, and asks nobody", () => {
    feed(0, 8, 12, ...hold(1), 1, 0, 0);
    expect(proofCell(5)).toMatchObject({ verdict: "low", text: "16.2", marks: ["broke-in-hold"] });
  });

  it("that was lost leaves its cell open for another pull", () => {
    feed(0, 8, 12, ...hold(1), 15, ...hold(2), 8, 4, 0, 0);
    expect(tests()).toMatchObject([{ reason: "hold-lost", spent: false }]);
    expect(proofCell(5)).toBeUndefined();
    held();
    expect(tests().at(-1)).toMatchObject({ unit: "U0005", reason: "held" });
  });

  it("still waits for its answer after a restart of the station", async () => {
    held();
    await station.settled();
    station = await openStation(journal, source);
    await answer("ok");
    expect(proofCell(5)).toMatchObject({ verdict: "ok" });
  });
});

describe("a rig that goes away in mid-pull", () => {
  it("ends the test after five seconds, and its specimen is spent and skipped", () => {
    feed(0, 5, 10, 15);
    desk.away();
    waiting?.();
    const [test] = [...(station.decided.runs.get("R1")?.loadTests.values() ?? [])];
    expect(test).toMatchObject({ outcome: "interrupted", reason: "rig-away", spent: true });
    expect(strength()?.cells.get(10)).toMatchObject({ type: "skip", reason: "specimen-spent" });
  });

  it("and comes back in time goes on with the pull, its gap noted", () => {
    feed(0, 5, 10);
    desk.away();
    clockMs += 2000;
    feed(15, 25);
    expect(waiting).toBeNull();
    feed(1, 0, 0);
    const [test] = [...(station.decided.runs.get("R1")?.loadTests.values() ?? [])];
    expect(test).toMatchObject({ outcome: "break", peak: "25", gaps: [{}] });
  });

  it("is nothing when no test is under way", () => {
    feed(0, 0.2, 0.1);
    desk.away();
    waiting?.();
    expect(station.decided.runs.get("R1")?.loadTests.size).toBe(0);
  });
});

describe("an armed cell", () => {
  it("is released when it is skipped", async () => {
    station.arm({ characteristic: "C1", unitIndex: 3 });
    const body = { run: "R1", characteristic: "C1", unit: "U0003", unitIndex: 3, reason: "lost" };
    const common = { id: source.newId(), at: source.now(), v: 1, actor: "operator:1" };
    await station.act(() => [{ ...common, kind: "unit.skipped", body }]);
    expect(station.attention.armed).toBeNull();
  });

  it("is forgotten when its run is held", async () => {
    station.arm({ characteristic: "C1", unitIndex: 3 });
    await station.act(() => [step("R1", "run.held")]);
    expect(station.attention.armed).toBeNull();
  });
});
