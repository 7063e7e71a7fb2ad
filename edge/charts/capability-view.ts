// The capability of one characteristic as every screen, report and export prints it.
import {
  type Capability,
  capability,
  describe,
  isRefusal,
  type Refusal,
  type SpecLimits,
  subgroupSigma,
  toleranceFactorOneSided,
} from "../../spc/index.ts";
import type { CapabilityView } from "../http/views.ts";
import type { CharacteristicResults, Measurement } from "../runs/run-state.ts";
import { chartOfMeans } from "./chart-kinds.ts";
import { pointSize, wholePoints } from "./chart-points.ts";
import { excludedSubgroups, spreadAt } from "./chart-stages.ts";
import { limitsOf } from "./control-limits.ts";
import { standingSignals } from "./standing-signals.ts";

/** Coverage and confidence of the proven strength (one-sided normal tolerance limit). */
const PROVEN_STRENGTH = { coverage: 0.99, confidence: 0.95 };
/** Below this no index is given at all: its interval would say nothing. */
const FEWEST_VALUES = 10;
/** Fewer values than this and an index is given with the caution that it claims little. */
const FEW_VALUES = 30;

/** What is held is the same for every unit: its spread is the rig's. */
const PROOF_LOAD = {
  refused: "proof-load",
  why: "A load that was held says nothing of the strength's spread.",
} as const;

/** Valid measurements in production order. */
export function validMeasurements(results: CharacteristicResults): Measurement[] {
  return [...results.cells.values()]
    .filter((cell): cell is Measurement => cell.type === "measurement" && cell.validity === "valid")
    .sort((a, b) => a.unitIndex - b.unitIndex);
}

/** Indices with n, interval, estimator and stability; cautions say in words what they do not prove. */
export function capabilityView(results: CharacteristicResults): CapabilityView {
  const measured = validMeasurements(results);
  const values = measured.map((cell) => cell.value);
  const outOfSpec = measured.filter((cell) => cell.verdict !== "ok").length;
  const stable = isStable(results);
  const proof = results.characteristic.loadTest?.procedure === "ramp-hold-function";
  const computed = proof ? PROOF_LOAD : computeCapability(results, values);
  const given = "refused" in computed ? null : computed;
  const sample = describe(values);
  return {
    n: values.length,
    mean: given?.mean ?? meanOf(values),
    sigmaWithin: given?.sigmaWithin ?? null,
    sigmaOverall: given?.sigmaOverall ?? (isRefusal(sample) ? null : sample.sd),
    estimator: given?.estimator ?? null,
    cp: indexView(given?.cp),
    cpk: indexView(given?.cpk),
    pp: indexView(given?.pp),
    ppk: indexView(given?.ppk),
    stable,
    outOfSpec,
    provenStrength: proof ? null : provenStrength(results, values),
    cautions: cautionsOf(results, computed, stable),
  };
}

function computeCapability(
  results: CharacteristicResults,
  values: readonly number[],
): Capability | Refusal {
  if (values.length < FEWEST_VALUES) {
    const why = `${values.length} values are too few for an index; ${FEWEST_VALUES} are the least.`;
    return { refused: "too-few-values", why };
  }
  const { characteristic, points } = results;
  const excluded = excludedSubgroups(results);
  const within = limitsOf(
    results,
    points.filter(({ subgroup }) => !excluded.has(subgroup)),
  );
  const spec: SpecLimits = {
    lsl: characteristic.lsl,
    usl: characteristic.usl,
    nominal: characteristic.nominal,
  };
  const subgroups = points.map((point) => point.values);
  return capability({
    values,
    spec,
    ...(chartOfMeans(characteristic) !== null && subgroups.length > 0 ? { subgroups } : {}),
    ...(within === null
      ? noneLeft(results, excluded)
      : { sigmaWithin: within.sigma, estimator: within.estimator, withinDf: withinDf(results) }),
  });
}

/** Where too little is left beside the excluded subgroups there is no spread within, and no Cp. */
function noneLeft(
  { points, characteristic }: CharacteristicResults,
  excluded: ReadonlySet<number>,
) {
  if (!points.some(({ subgroup }) => excluded.has(subgroup))) return {};
  const estimators = { "xbar-r": "rbar", "xbar-s": "sbar", "i-mr": "mr-mean", none: "given" };
  return { sigmaWithin: 0, estimator: estimators[characteristic.chart] };
}

/**
 * Degrees of freedom of the within-sigma: 0.9·k·(n−1) of the k whole subgroups for R̄/d2, those of
 * the estimator itself for s̄/c4, the number of moving ranges (points − 1 without a gap) for MR̄/d2
 * (Minitab, Methods and formulas for normal capability: confidence intervals).
 */
function withinDf(results: CharacteristicResults): number {
  const size = pointSize(results.characteristic);
  const excluded = excludedSubgroups(results);
  if (size === 1)
    return results.points.filter((_, place) => spreadAt(results, place, excluded) !== null).length;
  const whole = wholePoints(results).filter(({ subgroup }) => !excluded.has(subgroup));
  if (results.characteristic.chart === "xbar-r") return 0.9 * whole.length * (size - 1);
  const estimate = subgroupSigma(
    whole.map(({ values }) => values),
    "sbar",
  );
  return isRefusal(estimate) ? whole.length * (size - 1) : estimate.df;
}

function indexView(index: Capability["cp"] | undefined): CapabilityView["cp"] {
  if (index === null || index === undefined) return null;
  const interval =
    index.interval === null
      ? null
      : { lower: index.interval.lower, upper: index.interval.upper, level: index.interval.level };
  return { value: index.value, interval };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length;
}

/**
 * Stable: limits are established and no signal stands. Null while the last stage has no limits, unless
 * a signal of an earlier one stands.
 */
export function isStable(results: CharacteristicResults): boolean | null {
  if (standingSignals(results).length > 0) return false;
  return results.limits === null ? null : true;
}

function cautionsOf(
  results: CharacteristicResults,
  given: Capability | Refusal | typeof PROOF_LOAD,
  stable: boolean | null,
): CapabilityView["cautions"] {
  // A judged characteristic has no index to be careful about.
  if (results.characteristic.kind === "attribute") return [];
  if ("refused" in given) return [{ code: given.refused, why: given.why }];
  const cautions: CapabilityView["cautions"] = [];
  if (results.limits === null && results.characteristic.chart !== "none") {
    cautions.push({
      code: "limits-not-established",
      why: "The control limits are not established yet: stability is not known.",
    });
  }
  if (stable === false) {
    cautions.push({
      code: "not-stable",
      why: `${standingSignals(results).length} signals: the process was not stable, an index predicts nothing.`,
    });
  }
  const out = excludedSubgroups(results);
  const excluded = results.points.filter(({ subgroup }) => out.has(subgroup)).length;
  if (excluded > 0) {
    cautions.push({
      code: "subgroups-excluded",
      why: `${excluded} subgroups are left out of the spread within; their values count in all else.`,
    });
  }
  if (given.n < FEW_VALUES) {
    cautions.push({
      code: "few-values",
      why: `Only ${given.n} values: read the interval, not the index.`,
    });
  }
  return cautions;
}

/** Mean − k·s for a load test with a lower limit (one-sided normal tolerance limit, 99 % / 95 %). */
function provenStrength(
  results: CharacteristicResults,
  values: readonly number[],
): CapabilityView["provenStrength"] {
  const { characteristic } = results;
  if (characteristic.kind !== "load-test" || characteristic.lsl === undefined) return null;
  const sample = describe(values);
  if (isRefusal(sample)) return null;
  const k = toleranceFactorOneSided(sample.n, PROVEN_STRENGTH.coverage, PROVEN_STRENGTH.confidence);
  if (isRefusal(k)) return null;
  return { value: sample.mean - k * sample.sd, k, ...PROVEN_STRENGTH };
}
