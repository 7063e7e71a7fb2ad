// Charts of counted things: parts, nonconformities, and what lies between rare events.
import {
  gLimits,
  isRefusal,
  type LaneyKind,
  laneyEstimate,
  laneyLimits,
  npLimits,
  pLimits,
  proportionCenter,
  type Refusal,
  rateCenter,
  tLimits,
  uLimits,
} from "../../../spc/index.ts";
import { type Charted, type ChartOptions, estimating, panel } from "./charted.ts";
import type { Counted, Measured } from "./choose-sample.ts";

type Estimated = { readonly counts: number[]; readonly sizes: number[] };

function phaseOf(sample: Counted, options: ChartOptions): Estimated {
  const use = estimating(
    sample.counts.map((_, i) => i + 1),
    options,
  );
  return {
    counts: sample.counts.filter((_, i) => use[i]),
    sizes: sample.sizes.filter((_, i) => use[i]),
  };
}

/** p, np, c and u: limits from each sample's own size. */
export function countChart(
  kind: "p" | "np" | "c" | "u",
  sample: Counted,
  options: ChartOptions,
): Refusal | Charted {
  const phase = phaseOf(sample, options);
  const proportion = kind === "p" || kind === "np";
  const center =
    options.center ?? (proportion ? proportionCenter : rateCenter)(phase.counts, phase.sizes);
  if (typeof center !== "number") return center;
  const { nsigmas } = options;
  const limits = { p: pLimits, np: npLimits, c: uLimits, u: uLimits }[kind](sample.sizes, center, {
    nsigmas,
  });
  if (isRefusal(limits)) return limits;
  const points =
    kind === "np" ? sample.counts : sample.counts.map((x, i) => x / (sample.sizes[i] ?? 1));
  const errors = sample.sizes.map((n) => {
    if (kind === "np") return Math.sqrt(n * center * (1 - center));
    return Math.sqrt((proportion ? center * (1 - center) : center) / n);
  });
  const names = { p: "proportion", np: "nonconforming", c: "nonconformities", u: "rate" };
  return {
    numbers: sample.counts.map((_, i) => i + 1),
    notes: [],
    center,
    sigma: null,
    estimator: proportion ? "binomial" : "Poisson",
    panels: [panel(names[kind], points, limits, errors)],
  };
}

export function laneyChart(
  kind: LaneyKind,
  sample: Counted,
  options: ChartOptions,
): Refusal | Charted {
  const phase = phaseOf(sample, options);
  const estimate = laneyEstimate(kind, phase.counts, phase.sizes);
  if (isRefusal(estimate)) return estimate;
  const { center, sigmaZ } = estimate;
  const limits = laneyLimits(kind, sample.sizes, center, sigmaZ, options.nsigmas);
  if (isRefusal(limits)) return limits;
  const points = sample.counts.map((x, i) => x / (sample.sizes[i] ?? 1));
  return {
    numbers: sample.counts.map((_, i) => i + 1),
    notes: [`Variation between samples is ${sigmaZ} times the one within (sigma Z).`],
    center,
    sigma: null,
    estimator: "Laney",
    panels: [panel(kind === "p" ? "proportion" : "rate", points, limits)],
  };
}

/** g: units between events; t: time between them. One row per event. */
export function rareEventChart(
  kind: "g" | "t",
  sample: Measured,
  options: ChartOptions,
): Refusal | Charted {
  const kept = sample.values.flatMap((value, i) => (value === null ? [] : [{ value, at: i + 1 }]));
  const numbers = kept.map(({ at }) => at);
  const points = kept.map(({ value }) => value);
  const use = estimating(numbers, options);
  const limits = (kind === "g" ? gLimits : tLimits)(
    points.filter((_, i) => use[i]),
    options.nsigmas,
  );
  if (isRefusal(limits)) return limits;
  return {
    numbers,
    notes: sample.notes,
    center: limits.center,
    sigma: null,
    estimator: kind === "g" ? "geometric" : "Nelson's power",
    panels: [
      panel(
        kind === "g" ? "units between events" : "time between events",
        points,
        points.map(() => limits),
      ),
    ],
  };
}
