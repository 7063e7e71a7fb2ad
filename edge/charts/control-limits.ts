// The control limits that points give, and the words in which a record puts them in force.
import { imrGapLimits, isRefusal } from "../../spc/index.ts";
import type { BodyOf } from "../../sync/records/index.ts";
import type { CharacteristicResults, ChartPoint, Stage } from "../runs/run-state.ts";
import { chartOfMeans } from "./chart-kinds.ts";
import { pointSize } from "./chart-points.ts";
import { countedPoints, excludedSubgroups } from "./chart-stages.ts";

type LimitsBody = BodyOf<"limits.established">;

/** Limits as the chart needs them, whether established or still rolling. */
export type LimitsInForce = Pick<
  LimitsBody,
  "location" | "spread" | "sigma" | "estimator" | "fromSubgroup" | "toSubgroup"
>;

/** Limits computed from these points; null when the statistics refuse (too few, no variation). */
export function limitsOf(
  results: CharacteristicResults,
  points: readonly ChartPoint[],
): LimitsInForce | null {
  const { characteristic } = results;
  const means = chartOfMeans(characteristic);
  const computed =
    means !== null
      ? means.limits(
          points
            .filter((point) => point.values.length === characteristic.subgroup)
            .map((point) => point.values),
        )
      : imrGapLimits(withGaps(results, points));
  if (isRefusal(computed)) return null;
  return {
    location: plainLimits(computed.location),
    spread: plainLimits(computed.spread),
    sigma: computed.sigma,
    estimator: computed.estimator,
    fromSubgroup: points[0]?.subgroup ?? 0,
    toSubgroup: points.at(-1)?.subgroup ?? 0,
  };
}

/**
 * Individual values with null for each unit between them that gave none or was left out, and where a
 * stage begins: no moving range crosses it.
 */
function withGaps(
  { stages }: CharacteristicResults,
  points: readonly ChartPoint[],
): (number | null)[] {
  const values: (number | null)[] = [];
  let next = points[0]?.subgroup ?? 0;
  for (const { subgroup, location } of points) {
    const begins = values.length > 0 && stages.some(({ first }) => first === subgroup);
    for (; next < subgroup; next += 1) values.push(null);
    if (begins) values.push(null);
    values.push(location);
    next = subgroup + 1;
  }
  return values;
}

function plainLimits(limits: { center: number; lcl: number; ucl: number }) {
  return { center: limits.center, lcl: limits.lcl, ucl: limits.ucl };
}

/** The trial limits of a stage, once it has the plan's number of whole subgroups; null before. */
export function trialLimits(
  run: string,
  results: CharacteristicResults,
  stage: Stage,
): LimitsBody | null {
  const points = countedPoints(results, stage);
  const size = pointSize(results.characteristic);
  const whole = points.filter((point) => point.values.length === size);
  const last = whole[results.characteristic.trialSubgroups - 1];
  if (last === undefined) return null;
  return limitsBody(run, results, stage, last.subgroup, { method: "trial" });
}

/**
 * Limits of a stage from its subgroups up to `toSubgroup`, excluded ones left out; null when the
 * statistics refuse.
 */
export function limitsBody(
  run: string,
  results: CharacteristicResults,
  stage: Stage,
  toSubgroup: number,
  why: Pick<LimitsBody, "method" | "reason">,
): LimitsBody | null {
  const { characteristic } = results;
  if (characteristic.chart === "none") return null;
  const points = countedPoints(results, stage).filter((one) => one.subgroup <= toSubgroup);
  const limits = limitsOf(results, points);
  if (limits === null) return null;
  const { fromSubgroup } = limits;
  const excluded = [...excludedSubgroups(results)]
    .filter((one) => one >= fromSubgroup && one <= limits.toSubgroup)
    .sort((a, b) => a - b);
  return {
    run,
    characteristic: characteristic.id,
    chart: characteristic.chart,
    size: pointSize(characteristic),
    ...why,
    ...(stage.first === 0 ? {} : { stage: stage.first }),
    ...(excluded.length === 0 ? {} : { excluded }),
    ...limits,
  };
}
