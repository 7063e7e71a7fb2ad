// A rig's samples as records: whose specimen it is, how a pull ends, what waits for a person.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkLoadTest } from "../../../edge/intake/index.ts";
import { plan } from "../../fakes/run-fixture.ts";
import { createDeskBench, type DeskBench, withHold } from "./desk-bench.ts";

let bench: DeskBench;
beforeEach(async () => {
  bench = await createDeskBench();
});
afterEach(() => bench.close());

const kinds = async () => {
  await bench.station().settled();
  return (await bench.journal.read(4, 100)).map((record) => record.kind);
};

describe("a load test", () => {
  it("uses up the armed cell, so that the next pull goes to the next specimen", async () => {
    bench.station().arm({ characteristic: "C3", unitIndex: 20 });
    bench.pull(25);
    expect(bench.station().attention.armed).toBeNull();
    bench.pull(26);
    expect([...(bench.strength()?.cells.keys() ?? [])]).toEqual([20, 10]);
  });

  it("without an open cell keeps its peak in the inbox with the reason", async () => {
    for (const peak of [24, 25, 26, 27, 28]) bench.pull(peak);
    expect(bench.strength()?.cells.size).toBe(5);
    bench.pull(29);
    await bench.station().settled();
    const { entries } = await bench.journal.inbox(10);
    expect(entries).toMatchObject([{ reason: "no-open-cell", text: "29", unit: "kN" }]);
  });

  it("that ends under another run fills no cell of that run", async () => {
    bench.feed(0, 5, 10, 15, 25);
    const body = {
      ...{ run: "R2", brand: "B", supplier: "S", order: null, target: 50 },
      ...{ planHash: "0".repeat(64), plan: { ...plan } },
    };
    await bench
      .station()
      .act(() => [
        bench.step("R1", "run.held"),
        { ...bench.step("R2", "run.started"), kind: "run.planned", body },
        bench.step("R2", "run.started"),
      ]);
    bench.feed(1, 0, 0);
    expect(bench.strength("R2")?.cells.size).toBe(0);
    expect(bench.station().decided.runs.get("R1")?.openTests.size).toBe(0);
    expect((await kinds()).filter((kind) => kind.startsWith("load-test"))).toEqual([
      ...["load-test.started", "load-test.sampled", "load-test.finished"],
    ]);
  });
});

const hold = (seconds = 2.2) => Array.from({ length: seconds * 20 }, () => 16.2);
const tests = () => [...(bench.station().decided.runs.get("R2")?.loadTests.values() ?? [])];
const answer = (found: "ok" | "not-ok") =>
  bench.station().act((state, ids) => {
    const [test] = tests().slice(-1);
    const given = { id: ids.newId(), test: test?.id ?? "", function: found, note: "" };
    return checkLoadTest(state, given, "operator:1", new Map(), ids);
  });
const proofCell = (unitIndex: number) =>
  bench.station().decided.runs.get("R2")?.results.get("C5")?.cells.get(unitIndex);

describe("one rig for two load tests", () => {
  beforeEach(() => withHold(bench));

  it("is watched with the settings of the specimen that is next, by unit and by arming", async () => {
    // Unit 5 owes the hold; 3 kN would begin a pull to break, and begin no hold.
    bench.feed(0, 3, 3, 0);
    expect(tests()).toHaveLength(0);
    bench.feed(0, 8, 12, ...hold(), 8, 4, 0, 0);
    await answer("ok");
    expect(tests()).toMatchObject([{ characteristic: "C5", unit: "U0005", reason: "held" }]);
    // Unit 10 owes both; the plan names the strength first.
    bench.feed(0, 10, 20, 24, 1, 0, 0);
    expect(tests().at(-1)).toMatchObject({ characteristic: "C3", unit: "U0010", reason: "broke" });
    bench.station().arm({ characteristic: "C5", unitIndex: 15 });
    bench.feed(0, 8, 12, ...hold(), 8, 4, 0, 0);
    expect(tests().at(-1)).toMatchObject({ characteristic: "C5", unit: "U0015", reason: "held" });
    bench.feed(0);
    expect(bench.desk().now()).toMatchObject({ characteristic: "C3", unitIndex: 20 });
  });

  it("keeps the settings of a pull under way, whatever is armed meanwhile", () => {
    bench.feed(0, 8, 12, ...hold(1));
    bench.station().arm({ characteristic: "C3", unitIndex: 20 });
    bench.feed(...hold(), 8, 4, 0, 0);
    expect(tests()).toMatchObject([{ characteristic: "C5", unit: "U0005", reason: "held" }]);
  });
});

describe("a hold", () => {
  beforeEach(() => withHold(bench));
  const held = () => bench.feed(0, 8, 12, ...hold(), 8, 4, 0, 0);

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
    bench.station().arm({ characteristic: "C5", unitIndex: 10 });
    held();
    await bench.station().settled();
    const { entries } = await bench.journal.inbox(10);
    expect(entries.map((one) => one.reason)).toEqual(["check-pending"]);
    bench.station().arm(null);
    await answer("ok");
    expect(await answer("ok")).toMatchObject({ refused: "no-such-check" });
  });

  it("in which the specimen broke is low at once, and asks nobody", () => {
    bench.feed(0, 8, 12, ...hold(1), 1, 0, 0);
    expect(proofCell(5)).toMatchObject({ verdict: "low", text: "16.2", marks: ["broke-in-hold"] });
  });

  it("that was lost leaves its cell open for another pull", () => {
    bench.feed(0, 8, 12, ...hold(1), 15, ...hold(2), 8, 4, 0, 0);
    expect(tests()).toMatchObject([{ reason: "hold-lost", spent: false }]);
    expect(proofCell(5)).toBeUndefined();
    held();
    expect(tests().at(-1)).toMatchObject({ unit: "U0005", reason: "held" });
  });

  it("still waits for its answer after a restart of the station", async () => {
    held();
    await bench.reopen();
    await answer("ok");
    expect(proofCell(5)).toMatchObject({ verdict: "ok" });
  });
});

describe("a rig that goes away in mid-pull", () => {
  it("ends the test after five seconds, and its specimen is spent and skipped", () => {
    bench.feed(0, 5, 10, 15);
    bench.desk().away();
    bench.expire();
    const [test] = [...(bench.station().decided.runs.get("R1")?.loadTests.values() ?? [])];
    expect(test).toMatchObject({ outcome: "interrupted", reason: "rig-away", spent: true });
    expect(bench.strength()?.cells.get(10)).toMatchObject({
      type: "skip",
      reason: "specimen-spent",
    });
  });

  it("and comes back in time goes on with the pull, its gap noted", () => {
    bench.feed(0, 5, 10);
    bench.desk().away();
    bench.pass(2000);
    bench.feed(15, 25);
    expect(bench.isWaiting()).toBe(false);
    bench.feed(1, 0, 0);
    const [test] = [...(bench.station().decided.runs.get("R1")?.loadTests.values() ?? [])];
    expect(test).toMatchObject({ outcome: "break", peak: "25", gaps: [{}] });
  });

  it("is nothing when no test is under way", () => {
    bench.feed(0, 0.2, 0.1);
    bench.desk().away();
    bench.expire();
    expect(bench.station().decided.runs.get("R1")?.loadTests.size).toBe(0);
  });
});

describe("an armed cell", () => {
  it("is released when it is skipped", async () => {
    bench.station().arm({ characteristic: "C1", unitIndex: 3 });
    const body = { run: "R1", characteristic: "C1", unit: "U0003", unitIndex: 3, reason: "lost" };
    const common = { id: bench.source.newId(), at: bench.source.now(), v: 1, actor: "operator:1" };
    await bench.station().act(() => [{ ...common, kind: "unit.skipped", body }]);
    expect(bench.station().attention.armed).toBeNull();
  });

  it("is forgotten when its run is held", async () => {
    bench.station().arm({ characteristic: "C1", unitIndex: 3 });
    await bench.station().act(() => [bench.step("R1", "run.held")]);
    expect(bench.station().attention.armed).toBeNull();
  });
});
