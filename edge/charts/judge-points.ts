// When control limits are put in force, which signals chart points raise and which no longer stand.
import type { BodyOf } from "../../sync/records/index.ts";
import type { CharacteristicResults, RunState } from "../runs/run-state.ts";
import { currentStage, stageSpan } from "./chart-stages.ts";
import { trialLimits } from "./control-limits.ts";
import { dueSignals } from "./due-signals.ts";
import { goneSignals, isSamePattern, standingSignals } from "./standing-signals.ts";

export type Judgement = {
  /** Limits to put in force now; null when they stand already or too few subgroups are there. */
  readonly limits: BodyOf<"limits.established"> | null;
  readonly signals: readonly BodyOf<"signal.raised">[];
  /** Signals raised before that the points no longer give. */
  readonly withdrawn: readonly BodyOf<"signal.withdrawn">[];
};

const QUIET: Judgement = { limits: null, signals: [], withdrawn: [] };

/**
 * Judges the points from index `from` on, those before it being as they were. Limits of a stage are
 * computed once, from the plan's number of trial subgroups, and then kept; at that moment the trial
 * points themselves are judged too. Where a value was taken out, a subgroup left out or a stage begun,
 * signals that no longer stand are named.
 */
export function judgePoints(
  { run, target }: Pick<RunState, "run" | "target">,
  results: CharacteristicResults,
  from: number,
): Judgement {
  const { characteristic, points } = results;
  if (characteristic.chart === "none") return QUIET;
  const stage = currentStage(results);
  const limits =
    stage.limits === null && points.length > from ? trialLimits(run, results, stage) : null;
  const first = limits === null ? from : Math.min(from, stageSpan(results, stage).from);
  const due = dueSignals(run, results, first, limits === null ? null : { stage, limits });
  const standing = standingSignals(results);
  return {
    limits,
    signals: due.filter((one) => !standing.some((raised) => isSamePattern(raised, one))),
    withdrawn: goneSignals(results, target, first, due).map(({ signal, reason }) => ({
      ...{ run, characteristic: characteristic.id, signal: signal.seq, epoch: signal.epoch },
      reason,
    })),
  };
}
