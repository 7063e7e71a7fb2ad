// What is said of the capability and the distribution of the measured values of a chart.
import {
  andersonDarling,
  type Baseline,
  bestFit,
  type Capability,
  capability,
  controlChart,
  isRefusal,
  MODEL_NAMES,
  type ModelName,
  nonnormalCapability,
  type QuantileCapability,
  type Refusal,
  type SpecLimits,
  SUBGROUP_ESTIMATORS,
  shapiroWilk,
} from "../../../spc/index.ts";
import type { Drawn } from "./charted.ts";
import type { Chosen } from "./choose-sample.ts";

export type NormalityTests = {
  readonly n: number;
  /** null where the test is refused: too few values, no variation. */
  readonly andersonDarling: { readonly a2: number; readonly p: number } | null;
  readonly shapiroWilk: { readonly w: number; readonly p: number } | null;
};

/** Indices from the quantiles of a fitted distribution, and how well it fits. */
export type FittedCapability = Omit<QuantileCapability, "bothe"> & {
  readonly distribution: string;
  readonly logLik: number;
  readonly aic: number;
  readonly andersonDarling: number;
  /** Why the distribution that was chosen is to be taken with care; empty for one asked for. */
  readonly warnings: readonly string[];
};

export type CapabilityAnswer = {
  readonly indices: Capability | Refusal;
  /** Anderson-Darling; null where it is refused. */
  readonly normality: { readonly a2: number; readonly p: number } | null;
  /** No point outside and no signal on any panel of this chart, in its last stage. */
  readonly stable: boolean;
  /** By the distribution asked for; null where none was. */
  readonly fitted: FittedCapability | Refusal | null;
  /** Stage the values are of; empty where there is one. */
  readonly stage: string;
};

export type FitName = ModelName | "best";

export const FIT_NAMES: readonly FitName[] = ["best", ...MODEL_NAMES];

/** Indices of the last, or only, stage of a chart. */
export function capabilityAnswer(
  { charted, chosen }: Drawn,
  asked: { readonly spec: SpecLimits; readonly level: number; readonly fit?: FitName | undefined },
  stable: boolean,
): CapabilityAnswer {
  const last = charted.stages.at(-1);
  const samples = last === undefined ? [] : chosen.samples.slice(last.from, last.to);
  const values = samples.flat();
  const { sigma, estimator } = spreadOf(last?.baseline, samples);
  const grouped = SUBGROUP_ESTIMATORS.some((name) => name === estimator);
  const subgroups = samples.filter(({ length }) => length > 1);
  const df = estimator === "residual" ? residualDf(charted.stages) : rangesOf(samples);
  const within = grouped
    ? { subgroups, estimator }
    : {
        sigmaWithin: sigma ?? undefined,
        estimator,
        ...(estimator === "residual" || estimator.startsWith("mr-") ? { withinDf: df } : {}),
      };
  const { spec, level, fit } = asked;
  return {
    indices: capability({ values, spec, level, ...within }),
    normality: normalityTests(values).andersonDarling,
    stable,
    fitted: fit === undefined ? null : fittedCapability(values, fit, spec),
    stage: charted.stages.length > 1 ? (last?.name ?? "") : "",
  };
}

/** Charts that do not estimate the spread in the unit of the values: moving ranges do it. */
const WITHOUT_SPREAD = ["self-starting", "tolerance"];

/** What a chart says of the spread; nothing where moving ranges would have to and cannot. */
function spreadOf(
  charted: Pick<Baseline, "sigma" | "estimator"> | undefined,
  samples: Chosen["samples"],
): Pick<Baseline, "sigma" | "estimator"> {
  const none = { sigma: null, estimator: "mr-mean" };
  if (charted !== undefined && !WITHOUT_SPREAD.includes(charted.estimator)) return charted;
  const ranges = controlChart("i-mr", samples);
  return isRefusal(ranges) ? none : (ranges.stages[0]?.baseline ?? none);
}

/** Values minus two per line. */
function residualDf(stages: Drawn["charted"]["stages"]): number {
  return stages.reduce((sum, { from, to }) => sum + to - from - 2, 0);
}

/** Moving ranges between neighbours that were both measured. */
function rangesOf(samples: readonly (readonly number[])[]): number {
  return samples.filter(({ length }, i) => length > 0 && (samples[i - 1]?.length ?? 0) > 0).length;
}

export function normalityTests(values: readonly number[]): NormalityTests {
  const ad = andersonDarling(values);
  const sw = shapiroWilk(values);
  return {
    n: values.length,
    andersonDarling: isRefusal(ad) ? null : { a2: ad.a2, p: ad.p },
    shapiroWilk: isRefusal(sw) ? null : { w: sw.w, p: sw.p },
  };
}

function fittedCapability(
  values: readonly number[],
  name: FitName,
  spec: SpecLimits,
): FittedCapability | Refusal {
  const best = name === "best" ? bestFit(values) : null;
  if (best !== null && isRefusal(best)) return best;
  const distribution = best === null ? name : best.best.name;
  if (distribution === "best") return { refused: "too-few-values", why: "No distribution fits." };
  const found = nonnormalCapability(values, distribution, spec);
  if (isRefusal(found)) return found;
  const { fit, q00135, q50, q99865, pp, ppl, ppu, ppk, expected } = found;
  const { logLik, aic, ad } = fit;
  return {
    ...{ distribution, logLik, aic, andersonDarling: ad },
    warnings: best === null ? [] : best.warnings.map(({ why }) => why),
    ...{ q00135, q50, q99865, pp, ppl, ppu, ppk, expected },
  };
}
