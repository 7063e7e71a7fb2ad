// Charts of counted things: nonconforming parts and nonconformities, with limits from each size.

import { constantsOf } from "../../constants.ts";
import { addTo, tally, totalOf } from "../../numerics/tally.ts";
import { refuse } from "../../refusals.ts";
import type { Refusal } from "../../types.ts";
import {
  BINOMIAL,
  type CountLaw,
  countLine,
  POISSON,
  refuseCounts,
  timesSize,
} from "../count-rules.ts";
import { type LaneyKind, laneyEstimate, laneyLine } from "../laney.ts";
import {
  type Baseline,
  type ChartKind,
  type ChartSettings,
  type Estimator,
  type Plotter,
  type Sample,
  widthOf,
} from "./kind.ts";
import { givenBaseline, refuseCommon } from "./known.ts";

/** Count and size of a sample; a size that is not given is 1. */
function counted(sample: Sample): { readonly count: number; readonly size: number } | null {
  const [count, size = 1] = sample;
  return count === undefined ? null : { count, size };
}

function refuseSample(law: CountLaw, sample: Sample): Refusal | null {
  if (sample.length > 2) {
    return refuse(
      "parameter-out-of-range",
      `A sample is a count and a size, not ${sample.length} numbers.`,
    );
  }
  const [count = Number.NaN, size = 1] = sample;
  const refused = refuseCounts([count], [size], law.name === "binomial");
  if (refused === null || refused.refused === "not-finite") return refused;
  return refuse(refused.refused, `${count} of ${size} is impossible.`);
}

function refuseSettings(law: CountLaw, settings: ChartSettings): Refusal | null {
  const { center } = settings;
  if (center !== undefined && !(center >= 0 && center <= law.highest)) {
    return refuse("parameter-out-of-range", `The known centre ${center} is impossible here.`);
  }
  return refuseCommon(settings);
}

function estimator(law: CountLaw, settings: ChartSettings): Estimator {
  if (settings.center !== undefined) {
    return givenBaseline({ center: settings.center, sigma: null, estimator: "given" });
  }
  const found = tally();
  const units = tally();
  let samples = 0;
  return {
    add: (sample) => {
      const one = counted(sample);
      if (one === null) return;
      samples++;
      addTo(found, one.count);
      addTo(units, one.size);
    },
    baseline: () => {
      if (samples === 0) return refuse("too-few-values", "No count came, at least 1 is needed.");
      return { center: totalOf(found) / totalOf(units), sigma: null, estimator: law.name, samples };
    },
  };
}

/** `times`: the count itself is drawn, not its proportion. */
function plotter(law: CountLaw, times: boolean, settings: ChartSettings): Plotter {
  const width = widthOf(settings);
  let size = 1;
  return {
    next: (sample, { center }) => {
      const one = counted(sample);
      size = one?.size ?? size;
      const limits = countLine(law, size, center, width);
      const error = Math.sqrt(law.variance(center) / size);
      const value = one === null ? null : one.count / one.size;
      if (!times) return [{ value, limits, error }];
      const drawn = timesSize(limits, size);
      const spread = Math.sqrt(size * law.variance(center));
      return [{ value: one?.count ?? null, limits: drawn, error: spread }];
    },
  };
}

function countKind(panel: string, law: CountLaw, times = false): ChartKind {
  return {
    panels: [panel],
    wanted: 20,
    recomputable: true,
    refuseSettings: (settings) => refuseSettings(law, settings),
    refuseSample: (sample) => refuseSample(law, sample),
    estimator: (settings) => estimator(law, settings),
    plotter: (settings) => plotter(law, times, settings),
  };
}

/** Laney's centre moves every z: the samples are kept, and looked at again for each estimate. */
function laneyEstimator(kind: LaneyKind, settings: ChartSettings): Estimator {
  const { center, sigma } = settings;
  if (center !== undefined && sigma !== undefined) {
    return givenBaseline({ center, sigma, estimator: "given" });
  }
  const counts: number[] = [];
  const sizes: number[] = [];
  const gapsBefore = new Set<number>();
  return {
    add: (sample) => {
      const one = counted(sample);
      if (one === null) {
        gapsBefore.add(counts.length);
        return;
      }
      counts.push(one.count);
      sizes.push(one.size);
    },
    baseline: (): Refusal | Baseline => {
      const constants = constantsOf(settings.constants);
      const found = laneyEstimate(kind, counts, sizes, gapsBefore, constants);
      if ("refused" in found) return found;
      const samples = counts.length;
      return { center: found.center, sigma: found.sigmaZ, estimator: "Laney", samples };
    },
  };
}

function laneyKind(panel: string, kind: LaneyKind): ChartKind {
  const law = kind === "p" ? BINOMIAL : POISSON;
  return {
    panels: [panel],
    wanted: 20,
    recomputable: true,
    refuseSettings: (settings) => {
      const both = (settings.center === undefined) === (settings.sigma === undefined);
      if (both) return refuseSettings(law, settings);
      const why = "A Laney chart takes a known centre and a known sigma of z, or neither.";
      return refuse("parameter-out-of-range", why);
    },
    refuseSample: (sample) => refuseSample(law, sample),
    estimator: (settings) => laneyEstimator(kind, settings),
    plotter: ({ nsigmas = 3 }) => {
      let size = 1;
      return {
        next: (sample, { center, sigma }) => {
          const one = counted(sample);
          size = one?.size ?? size;
          const limits = laneyLine(kind, size, center, sigma ?? 1, nsigmas);
          const error = (sigma ?? 1) * Math.sqrt(law.variance(center) / size);
          return [{ value: one === null ? null : one.count / one.size, limits, error }];
        },
      };
    },
  };
}

/** Made when asked for: a bundle holds no chart that is not drawn. */
export const countKinds = () => ({
  p: countKind("proportion", BINOMIAL),
  np: countKind("nonconforming", BINOMIAL, true),
  c: countKind("nonconformities", POISSON),
  u: countKind("rate", POISSON),
  "laney-p": laneyKind("proportion", "p"),
  "laney-u": laneyKind("rate", "u"),
});
