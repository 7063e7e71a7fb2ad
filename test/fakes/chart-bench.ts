// A running station whose first chart is filled and worked on, with the log of all that was kept.
import { expect } from "vitest";
import { chartView } from "../../edge/charts/index.ts";
import { decideDrafts, takeReading } from "../../edge/intake/index.ts";
import { type Act, type CommandRefusal, isCommandRefusal } from "../../edge/runs/index.ts";
import type { Draft } from "../../sync/records/index.ts";
import { caliper, EPOCH, foldableOf, readingOf, runningStation } from "./run-fixture.ts";

/** Deviations of one whole subgroup from its mean. */
const offsets = [0, 0.004, -0.003, 0.002, -0.004];

export type ChartBench = ReturnType<typeof chartBench>;

export function chartBench(target = 100) {
  const { state, source, log } = runningStation(target);
  const act: Act = { actor: "operator:Q-3", at: source.now(), newId: source.newId };
  const run = () => state.runs.get("R1") ?? expect.fail("no run");
  const results = () => run().results.get("C1") ?? expect.fail("no C1");
  const keep = (drafts: readonly Draft[], first: number) => log.push(...foldableOf(drafts, first));
  const take = (value: number) => {
    const first = state.expectedSeq;
    keep(takeReading(state, caliper, readingOf(value.toFixed(3)), source), first);
    return { epoch: EPOCH, seq: first };
  };
  return {
    ...{ state, source, log, act, run, results, take },
    view: () => chartView(run(), "C1") ?? expect.fail("no chart"),
    /** Takes whole subgroups about a mean. */
    subgroups: (count: number, mean = 10) => {
      for (let k = 0; k < count; k += 1) for (const one of offsets) take(mean + one);
    },
    /** "done", or the code of the refusal. */
    command: (drafts: Draft[] | CommandRefusal) => {
      if (isCommandRefusal(drafts)) return drafts.refused;
      const first = state.expectedSeq;
      keep(decideDrafts(state, drafts, source), first);
      return "done";
    },
  };
}
