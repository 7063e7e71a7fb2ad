// One rig's desk on a real journal: samples go in, records come out; the clock is the test's.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLoadTestDesk, interruptedTests, openStation } from "../../../edge/station/index.ts";
import { openJournal } from "../../../edge/store/index.ts";
import type { Draft } from "../../../sync/records/index.ts";
import { countingSource, plan, readingOf, startingDrafts } from "../../fakes/run-fixture.ts";

export type DeskBench = Awaited<ReturnType<typeof createDeskBench>>;

export async function createDeskBench() {
  const source = countingSource();
  const dir = mkdtempSync(join(tmpdir(), "proofline-desk-"));
  const { now: nowIso, newId } = source;
  const journal = await openJournal({ dir, station: "t-1", publicKey: null, nowIso, newId });
  let station = await openStation(journal, source);
  await station.act(() => startingDrafts(50, source));
  let clockMs = 0;
  let waiting: (() => void) | null = null;
  const deskOf = (id: string) =>
    createLoadTestDesk({
      ...{ station, source, gauge: { id, serves: ["rig"], calibrationDue: null } },
      sha256: () => "0".repeat(64),
      after: (_ms, act) => {
        waiting = act;
        return () => {
          waiting = null;
        };
      },
    });
  const desks = new Map([["rig-1", deskOf("rig-1")]]);
  const desk = (id = "rig-1") => {
    const known = desks.get(id) ?? deskOf(id);
    desks.set(id, known);
    return known;
  };
  const feedOn = (gauge: string, ...forces: number[]) => {
    for (const force of forces) {
      clockMs += 50;
      const reading = readingOf(String(force), { gauge, unit: "kN", kind: "gross" });
      const { receivedAt } = reading;
      desk(gauge).feed({ gauge, receivedAt, monotonicMs: clockMs, readings: [reading] });
    }
  };
  const runOf = (run: string) => station.decided.runs.get(run);
  return {
    ...{ journal, source, desk, feedOn, runOf },
    station: () => station,
    feed: (...forces: number[]) => feedOn("rig-1", ...forces),
    pull: (peak: number) => feedOn("rig-1", 0, 5, 10, 15, peak, 1, 0, 0),
    pass(ms: number) {
      clockMs += ms;
    },
    /** Does the desk wait for its rig? */
    isWaiting: () => waiting !== null,
    expire: () => waiting?.(),
    strength: (run = "R1") => runOf(run)?.results.get("C3"),
    step: (run: string, kind: "run.held" | "run.started" | "run.resumed"): Draft => ({
      ...{ id: source.newId(), at: source.now(), v: 1, actor: "operator:1" },
      ...{ kind, body: { run, reason: "test" } },
    }),
    /** The station after a kill: what is durable, and its open tests closed. */
    async reopen() {
      await station.settled();
      station = await openStation(journal, source);
      await station.act((state, ids) => interruptedTests(state, ids, () => "0".repeat(64)));
    },
    async close() {
      await journal.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** A run with a second load test on the same rig: 16 kN held for two seconds, then a check. */
export async function withHold({ station, step }: DeskBench): Promise<void> {
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
  await station().act(() => [
    step("R1", "run.held"),
    { ...step("R2", "run.started"), kind: "run.planned", body },
    step("R2", "run.started"),
  ]);
}
