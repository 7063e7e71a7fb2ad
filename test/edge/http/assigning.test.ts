import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { caliper, readingOf } from "../../fakes/run-fixture.ts";
import { startBench } from "./station-bench.ts";

let bench: Awaited<ReturnType<typeof startBench>>;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const stranger = { id: "x", serves: ["other"], calibrationDue: null };
const strange = async (text = "10.02", more: object = {}) => {
  const [record] = await bench.station.take(stranger, readingOf(text, { gauge: "x", ...more }));
  return record?.seq ?? 0;
};
const cellsOf = (characteristic: string) => [
  ...(bench.station.decided.runs.get("R1")?.results.get(characteristic)?.cells.keys() ?? []),
];

describe("assigning a reading", () => {
  it("has one effect though two people do it in the same moment", async () => {
    const seq = await strange();
    const answers = await Promise.all([
      bench.post(`/api/inbox/${seq}/assign`, { characteristic: "C1", unitIndex: 3 }),
      bench.post(`/api/inbox/${seq}/assign`, { characteristic: "C1", unitIndex: 4 }),
      bench.post(`/api/inbox/${seq}/dismiss`, { reason: "trial press" }),
    ]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409, 409]);
    expect(cellsOf("C1").length).toBeLessThanOrEqual(1);
  });

  it("that the cell cannot take is refused and writes no record", async () => {
    const seq = await strange("10.02", { unit: "kN" });
    const before = bench.journal.head().seq;
    const cell = { characteristic: "C1", unitIndex: 3 };
    expect(await bench.post(`/api/inbox/${seq}/assign`, cell)).toMatchObject({
      status: 409,
      body: { code: "unit-mismatch" },
    });
    expect(bench.journal.head().seq).toBe(before);
  });
});

describe("a typed value", () => {
  it("for a judged characteristic is refused and writes no record", async () => {
    const before = bench.journal.head().seq;
    const typed = { id: randomUUID(), text: "1", entry: "keyed", characteristic: "C4" };
    expect(await bench.post("/api/readings", { ...typed, unitIndex: 1 })).toMatchObject({
      status: 409,
      body: { code: "not-a-measurement" },
    });
    expect(bench.journal.head().seq).toBe(before);
  });
});

describe("skipping a cell", () => {
  it("that completes a subgroup judges it: limits come into force and a signal is raised", async () => {
    const skip = (unitIndex: number) =>
      bench.post("/api/skips", { characteristic: "C1", unitIndex, reason: "damaged" });
    const take = (value: number) => bench.station.take(caliper, readingOf(value.toFixed(3)));
    for (let subgroup = 0; subgroup < 3; subgroup += 1)
      for (const offset of [0, 0.004, -0.003, 0.002, -0.004]) await take(10 + offset);
    for (const offset of [0.001, 0.004, -0.003, 0.002]) await take(10 + offset);
    await skip(20);
    for (const offset of [0, 0.004, -0.003, 0.002, -0.004]) await take(10 + offset);
    for (const offset of [0.05, 0.051, 0.049, 0.05]) await take(10 + offset);
    await skip(30);
    const results = bench.station.shown.runs.get("R1")?.results.get("C1");
    expect(results?.limits).not.toBeNull();
    expect(results?.signals).toMatchObject([{ rule: "we-1", side: "above", subgroup: 5 }]);
  });
});
