// The check after a hold over HTTP: it waits in the task, is answered once, and decides the cell.
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLoadTestDesk } from "../../../edge/station/index.ts";
import type { Draft } from "../../../sync/records/index.ts";
import { countingSource, plan, readingOf } from "../../fakes/run-fixture.ts";
import { startBench } from "./station-bench.ts";

let bench: Awaited<ReturnType<typeof startBench>>;
const source = { ...countingSource(), newId: () => randomUUID() };
const step = (run: string, kind: "run.held" | "run.started"): Draft => ({
  ...{ id: source.newId(), at: source.now(), v: 1, actor: "operator:1" },
  ...{ kind, body: { run, reason: "test" } },
});

beforeEach(async () => {
  bench = await startBench();
  const strength = plan.characteristic.find((one) => one.id === "C3");
  if (strength === undefined) throw new Error("no C3");
  const proof: typeof strength = {
    ...strength,
    ...{ id: "C5", balloon: "5", name: { en: "Proof load" }, chart: "none", lsl: 16, every: 5 },
    loadTest: {
      ...{ procedure: "ramp-hold-function", startAt: 4, breakDrop: 0.5, maxSeconds: 60 },
      ...{ hold: { force: 16, seconds: 1 }, function: { en: "The gate latches." } },
    },
  };
  const body = {
    ...{ run: "R2", brand: "B", supplier: "S", order: null, target: 50 },
    ...{ planHash: "0".repeat(64), plan: { ...plan, characteristic: [proof] } },
  };
  await bench.station.act(() => [
    step("R1", "run.held"),
    { ...step("R2", "run.started"), kind: "run.planned", body },
    step("R2", "run.started"),
  ]);
  const gauge = { id: "rig-1", serves: ["rig"], calibrationDue: null };
  const sha256 = () => "0".repeat(64);
  const after = () => () => undefined;
  const desk = createLoadTestDesk({ station: bench.station, source, gauge, sha256, after });
  const held = Array.from({ length: 24 }, () => 16.2);
  for (const [k, force] of [0, 8, 12, ...held, 8, 4, 0, 0].entries()) {
    const reading = readingOf(String(force), { gauge: "rig-1", unit: "kN", kind: "gross" });
    const { receivedAt } = reading;
    desk.feed({ gauge: "rig-1", receivedAt, monotonicMs: 50 * k, readings: [reading] });
  }
  await bench.station.settled();
});
afterEach(() => bench.close());

const pending = async () => (await bench.get("/api/task")).body.task.checks;

describe("the check after a hold", () => {
  it("waits in the task with its question and its least force", async () => {
    expect(await pending()).toMatchObject([
      {
        ...{ characteristic: "C5", unit: "U0005", minimum: "16.2", uom: "kN" },
        question: { en: "The gate latches." },
      },
    ]);
  });

  it("is answered once; sent again it changes nothing", async () => {
    const [{ test }] = await pending();
    const answer = { id: randomUUID(), test, function: "ok", note: "" };
    expect((await bench.post("/api/load-tests/check", answer)).status).toBe(201);
    expect(await pending()).toEqual([]);
    const { seq } = bench.journal.head();
    const [measured] = (await bench.journal.read(seq - 1, 2)).filter(
      (record) => record.kind === "measurement.taken",
    );
    expect(measured).toMatchObject({ body: { value: "16.2", verdict: "ok", unit: "U0005" } });
    expect(await bench.post("/api/load-tests/check", answer)).toMatchObject({ status: 200 });
    const another = { ...answer, id: randomUUID(), function: "not-ok" };
    const refused = await bench.post("/api/load-tests/check", another);
    expect(refused.status).toBe(404);
    expect(refused.body.code).toBe("no-such-check");
    expect(bench.journal.head().seq).toBe(seq);
  });

  it("takes nothing but OK and NOT OK", async () => {
    const [{ test }] = await pending();
    const answer = { id: randomUUID(), test, function: "perhaps", note: "" };
    expect((await bench.post("/api/load-tests/check", answer)).status).toBe(400);
  });
});

describe("stopping a test", () => {
  it("is refused where none is under way", async () => {
    const answer = await bench.post("/api/gauges/rig-9/abort-test", {});
    expect(answer.status).toBe(404);
    expect(answer.body.code).toBe("no-such-test");
  });
});
