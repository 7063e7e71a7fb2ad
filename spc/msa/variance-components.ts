// From variance components to everything a gauge study prints of them.

export type ComponentName =
  | "repeatability"
  | "operator"
  | "interaction"
  | "part"
  | "reproducibility"
  | "grr"
  | "total";

export type Components = Readonly<Record<ComponentName, number>>;

export type ComponentTable = {
  readonly varianceComponents: Components;
  readonly stdDev: Components;
  /** k times the standard deviation. */
  readonly studyVariation: Components;
  /** Per cent of the total variance; these add to 100. */
  readonly pctContribution: Components;
  /** Per cent of the total standard deviation; these do not add to 100. */
  readonly pctStudyVariation: Components;
  /** Study variation in per cent of the tolerance; null when none is given. */
  readonly pctTolerance: Components | null;
  /** Standard deviation in per cent of the process's; null when none is given. */
  readonly pctProcess: Components | null;
  /** sqrt(2) sd(part) / sd(grr); null when the gauge shows no variation. */
  readonly ndcRaw: number | null;
  /** Number of distinct categories: ndcRaw cut to a whole number, at least 1. */
  readonly ndc: number | null;
};

/**
 * The table of a gauge study from its four estimated components (already not negative); the parts of
 * a study seldom scatter as the process does, so that its own standard deviation may be given.
 * Source: AIAG MSA 4th edition, chapter III section B (ANOVA method; ndc = 1.41 PV/GRR, cut).
 */
export function componentTable(
  estimated: Readonly<Record<"repeatability" | "operator" | "interaction" | "part", number>>,
  k: number,
  tolerance: number | undefined,
  processSigma?: number | undefined,
): ComponentTable {
  const reproducibility = estimated.operator + estimated.interaction;
  const grr = estimated.repeatability + reproducibility;
  const variances = { ...estimated, reproducibility, grr, total: grr + estimated.part };
  const stdDev = each(variances, Math.sqrt);
  const studyVariation = each(stdDev, (sd) => k * sd);
  const ndcRaw = grr > 0 ? (Math.SQRT2 * stdDev.part) / stdDev.grr : null;
  return {
    varianceComponents: variances,
    stdDev,
    studyVariation,
    pctContribution: each(variances, (variance) => (100 * variance) / variances.total),
    pctStudyVariation: each(stdDev, (sd) => (100 * sd) / stdDev.total),
    pctTolerance:
      tolerance === undefined ? null : each(studyVariation, (width) => (100 * width) / tolerance),
    pctProcess: processSigma === undefined ? null : each(stdDev, (sd) => (100 * sd) / processSigma),
    ndcRaw,
    ndc: ndcRaw === null ? null : Math.max(1, Math.floor(ndcRaw)),
  };
}

function each(components: Components, f: (value: number) => number): Components {
  return {
    repeatability: f(components.repeatability),
    operator: f(components.operator),
    interaction: f(components.interaction),
    part: f(components.part),
    reproducibility: f(components.reproducibility),
    grr: f(components.grr),
    total: f(components.total),
  };
}
