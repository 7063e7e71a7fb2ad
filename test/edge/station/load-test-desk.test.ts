import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
const source = countingSource();

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "proofline-desk-"));
  const { now: nowIso, newId } = source;
  journal = await openJournal({ dir, station: "t-1", publicKey: null, nowIso, newId });
  station = await openStation(journal, source);
  await station.act(() => startingDrafts(50, source));
  desk = createLoadTestDesk({ station, source, gauge: rig, sha256: () => "0".repeat(64) });
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
      "load-test.started",
      "load-test.finished",
    ]);
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
