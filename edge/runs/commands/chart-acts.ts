// What a person does to a chart: leave a subgroup out, begin a stage, compute limits anew, note an event.
import type { BodyOf, Draft } from "../../../sync/records/index.ts";
import {
  countedPoints,
  currentStage,
  dueSignals,
  limitsBody,
  pointSize,
  stageOf,
  stageSpan,
} from "../../charts/index.ts";
import type { CharacteristicResults, ChartPoint, RunState, Stage } from "../run-state.ts";
import { type Act, type CommandRefusal, draftedBy, isCommandRefusal, refuse } from "./refusal.ts";

/** A point of a chart of a run, by characteristic and 0-based subgroup. */
export type PointAddress = { readonly characteristic: string; readonly subgroup: number };

/** Leaves a subgroup out of limits and rules, for a cause; its values stay and count elsewhere. */
export function excludeSubgroup(
  run: RunState,
  point: PointAddress,
  said: Pick<BodyOf<"subgroup.excluded">, "cause" | "note">,
  act: Act,
): Draft[] | CommandRefusal {
  const results = chartedPoint(run, point);
  if (isCommandRefusal(results)) return results;
  if (standingExclusion(results, point.subgroup) !== undefined) {
    return refuse(
      "excluded-already",
      `Subgroup ${point.subgroup + 1} is excluded already.`,
      "Reload the page.",
    );
  }
  const body = { run: run.run, ...addressOf(point), ...said };
  return [{ ...draftedBy(act), kind: "subgroup.excluded", body }];
}

/** Takes an excluded subgroup in again. */
export function includeSubgroup(
  run: RunState,
  point: PointAddress,
  reason: string,
  act: Act,
): Draft[] | CommandRefusal {
  const results = chartedPoint(run, point);
  if (isCommandRefusal(results)) return results;
  const standing = standingExclusion(results, point.subgroup);
  if (standing === undefined) {
    return refuse(
      "not-excluded",
      `Subgroup ${point.subgroup + 1} is not excluded.`,
      "Reload the page.",
    );
  }
  const { seq: exclusion, epoch } = standing;
  const body = { run: run.run, ...addressOf(point), exclusion, epoch, reason };
  return [{ ...draftedBy(act), kind: "subgroup.included", body }];
}

/** Begins a stage at a subgroup: from it on the chart has limits of its own. */
export function beginStage(
  run: RunState,
  point: PointAddress,
  said: Pick<BodyOf<"stage.begun">, "name" | "reason">,
  act: Act,
): Draft[] | CommandRefusal {
  const results = chartedPoint(run, point);
  if (isCommandRefusal(results)) return results;
  const { first } = currentStage(results);
  if (point.subgroup <= first) {
    return refuse(
      "stage-too-early",
      `The last stage begins at subgroup ${first + 1}; the next one begins behind it.`,
      "Choose a later subgroup.",
    );
  }
  const body = { run: run.run, ...addressOf(point), ...said };
  return [{ ...draftedBy(act), kind: "stage.begun", body }];
}

/** Puts an event or a remark beside a point. */
export function noteSubgroup(
  run: RunState,
  point: PointAddress,
  said: Pick<BodyOf<"chart.noted">, "event" | "text">,
  act: Act,
): Draft[] | CommandRefusal {
  const results = chartedPoint(run, point);
  if (isCommandRefusal(results)) return results;
  const body = { run: run.run, ...addressOf(point), ...said };
  return [{ ...draftedBy(act), kind: "chart.noted", body }];
}

/** The stage that a subgroup belongs to and the last subgroup that its limits may be computed from. */
export type LimitsAsked = PointAddress & {
  readonly toSubgroup?: number | undefined;
  /** The limits that the person saw; others are not put in force. */
  readonly shown?: Pick<BodyOf<"limits.established">, "location" | "spread"> | undefined;
};

export type LimitsPreview = {
  readonly stage: Stage;
  readonly limits: BodyOf<"limits.established">;
  /** Subgroups that the limits come from. */
  readonly subgroups: number;
  /** Signals of the stage under the limits in force, and under the new ones. */
  readonly signals: { readonly before: number; readonly after: number };
};

/** What computing the limits of a stage anew would give; nothing changes. */
export function previewLimits(run: RunState, asked: LimitsAsked): LimitsPreview | CommandRefusal {
  const results = chartedPoint(run, asked);
  if (isCommandRefusal(results)) return results;
  const stage = stageOf(results, asked.subgroup);
  const counted = countedPoints(results, stage);
  const to = asked.toSubgroup ?? counted.at(-1)?.subgroup ?? 0;
  const limits = limitsBody(run.run, results, stage, to, { method: "recomputed" });
  if (limits === null) {
    return refuse(
      "limits-refused",
      "Too few subgroups, or no variation between them: no limits follow.",
      "Take subgroups in again, or wait for more.",
    );
  }
  const { from, to: end } = stageSpan(results, stage);
  const size = pointSize(results.characteristic);
  const isWhole = ({ values }: ChartPoint) => values.length === size;
  const lastOfStage = results.points[end - 1]?.subgroup ?? 0;
  const inStage = (coming: { stage: Stage; limits: typeof limits } | null) =>
    dueSignals(run.run, results, from, coming).filter((one) => one.subgroup <= lastOfStage).length;
  return {
    ...{
      stage,
      limits,
      subgroups: counted.filter((one) => isWhole(one) && one.subgroup <= to).length,
    },
    signals: { before: inStage(null), after: inStage({ stage, limits }) },
  };
}

/** Puts limits in force that were computed anew from a stage, as the preview showed them. */
export function recomputeLimits(
  run: RunState,
  asked: LimitsAsked,
  reason: string,
  act: Act,
): Draft[] | CommandRefusal {
  const preview = previewLimits(run, asked);
  if (isCommandRefusal(preview)) return preview;
  const { limits } = preview;
  if (asked.shown !== undefined && !areAlike(limits, asked.shown)) {
    return refuse(
      "limits-changed",
      "Somebody changed the chart since these limits were looked at: others follow now.",
      "Look at the new limits again.",
    );
  }
  const body = { ...limits, reason };
  return [{ ...draftedBy(act), kind: "limits.established", body }];
}

type BothLimits = NonNullable<LimitsAsked["shown"]>;

/** The same figures: both come from the same computation, so that not a digit may differ. */
function areAlike(limits: BothLimits, shown: BothLimits): boolean {
  return (["location", "spread"] as const).every((panel) => {
    const [now, then] = [limits[panel], shown[panel]];
    return now.center === then.center && now.lcl === then.lcl && now.ucl === then.ucl;
  });
}

function addressOf({ characteristic, subgroup }: PointAddress): PointAddress {
  return { characteristic, subgroup };
}

function standingExclusion({ exclusions }: CharacteristicResults, subgroup: number) {
  return exclusions.find((one) => one.subgroup === subgroup && one.included === null);
}

/** The chart that has this point, of a run whose records are still open. */
function chartedPoint(
  run: RunState,
  { characteristic, subgroup }: PointAddress,
): CharacteristicResults | CommandRefusal {
  if (run.phase === "assessed") {
    return refuse(
      "wrong-phase",
      `Run ${run.run} has been assessed; its record is closed.`,
      "Open a finding in the next run.",
    );
  }
  const results = run.results.get(characteristic);
  if (results === undefined || results.characteristic.chart === "none") {
    return refuse(
      "no-such-chart",
      `Run ${run.run} has no chart of ${characteristic}.`,
      "Reload the page.",
    );
  }
  if (!results.points.some((point) => point.subgroup === subgroup)) {
    return refuse(
      "no-such-point",
      `Subgroup ${subgroup + 1} is not on the chart.`,
      "Reload the page.",
    );
  }
  return results;
}
