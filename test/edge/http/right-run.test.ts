// Commands have their effect once, on the run that was meant, and none on a run whose record is closed.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { v7 } from "uuid";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStation } from "../../../edge/station/index.ts";
import { openJournal, restoreJournal } from "../../../edge/store/index.ts";
import { caliper, readingOf } from "../../fakes/run-fixture.ts";
import { startBench } from "./station-bench.ts";

let bench: Awaited<ReturnType<typeof startBench>>;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

describe("a command for a run that is not running any more", () => {
  it.each([
    ["/api/readings", { text: "10.0", entry: "keyed" }],
    ["/api/attributes", { characteristic: "C4", nonconforming: 0, defects: {} }],
    ["/api/skips", { reason: "lost", id: undefined }],
    ["/api/arm", { id: undefined }],
  ])("%s is refused and writes no record", async (url, more) => {
    const before = bench.journal.head().seq;
    const cell = { id: randomUUID(), characteristic: "C1", unitIndex: 1, ...more };
    expect(await bench.post(url, { ...cell, run: "R0" })).toMatchObject({
      ...{ status: 409, body: { code: "other-run" } },
    });
    expect(bench.journal.head().seq).toBe(before);
    expect((await bench.post(url, { ...cell, run: "R1" })).status).toBeLessThan(300);
  });

  it("assigning a reading is refused as well, and the reading stays in the inbox", async () => {
    const stranger = { id: "x", serves: ["other"], calibrationDue: null };
    const [record] = await bench.station.take(stranger, readingOf("10.02", { gauge: "x" }));
    const cell = { run: "R0", characteristic: "C1", unitIndex: 3 };
    const answer = await bench.post(`/api/inbox/${record?.seq}/assign`, cell);
    expect(answer).toMatchObject({ status: 409, body: { code: "other-run" } });
    expect((await bench.get("/api/inbox")).body.total).toBe(1);
  });
});

it("a finding whose form was sent twice is opened once", async () => {
  const words = { title: "Burr", description: "", owner: null, due: null };
  const finding = { ...words, type: "issue", severity: "minor", characteristic: null, units: [] };
  const id = randomUUID();
  const sent = await Promise.all(
    [1, 2].map(() => bench.post("/api/runs/R1/findings", { id, ...finding })),
  );
  expect(sent.map(({ status }) => status).sort()).toEqual([200, 201]);
  expect((await bench.get("/api/runs/R1")).body.findings).toHaveLength(1);
});

it("a signal of an assessed run takes no answer any more", async () => {
  const offsets = [0, 0.004, -0.003, 0.002, -0.004];
  for (const mean of [10, 10, 10, 10, 10.05])
    for (const offset of offsets)
      await bench.station.take(caliper, readingOf((mean + offset).toFixed(3)));
  await bench.post("/api/runs/R1/phase", { step: "close", reason: null });
  const decision = { decision: "stop", conditions: [], units: "scrap", summary: "s" };
  expect((await bench.post("/api/runs/R1/assessment", decision)).status).toBe(201);
  const [signal] = (await bench.get("/api/runs/R1")).body.openSignals;
  const said = { cause: "gauge", action: "watched", note: "" };
  expect(await bench.post(`/api/signals/${signal.seq}/answer`, said)).toMatchObject({
    ...{ status: 409, body: { code: "wrong-phase" } },
  });
});

it("the operator who signed off before a restore is not back after it", async () => {
  await bench.post("/api/operator", { operator: "W-7" });
  await bench.station.take(caliper, readingOf("10.001"));
  await bench.post("/api/operator", { operator: null });
  const copy = join(bench.dir, "copy.db");
  await bench.journal.backup(copy);
  const dir = join(bench.dir, "other");
  const world = { nowIso: () => new Date().toISOString(), newId: () => v7() };
  await restoreJournal(copy, dir, { publicKey: null, ...world });
  const journal = await openJournal({ dir, station: "t-1", publicKey: null, ...world });
  const station = await openStation(journal, { newId: world.newId, now: world.nowIso });
  expect(station.shown.operator).toBeNull();
  await journal.close();
});
