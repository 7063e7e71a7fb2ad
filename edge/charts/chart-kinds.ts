// The charts of means: what their spread is, and which limits belong to it.

import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import {
  describe,
  isRefusal,
  type Refusal,
  xbarRLimits,
  xbarRPointLimits,
  xbarSLimits,
  xbarSPointLimits,
} from "../../spc/index.ts";

type PointLimits = Exclude<ReturnType<typeof xbarRPointLimits>, Refusal>;
type Limits = Exclude<ReturnType<typeof xbarRLimits | typeof xbarSLimits>, Refusal>;

export type ChartOfMeans = {
  /** Spread of the values of a subgroup; null for a single one. */
  readonly spread: (values: readonly number[]) => number | null;
  readonly limits: (subgroups: readonly (readonly number[])[]) => Limits | Refusal;
  /** Limits of subgroups of these sizes, from centre and sigma. */
  readonly pointLimits: (
    sizes: readonly number[],
    center: number,
    sigma: number,
  ) => PointLimits | Refusal;
};

const chartsOfMeans: Readonly<Record<"xbar-r" | "xbar-s", ChartOfMeans>> = {
  "xbar-r": {
    spread: (values) => (values.length < 2 ? null : Math.max(...values) - Math.min(...values)),
    limits: xbarRLimits,
    pointLimits: xbarRPointLimits,
  },
  "xbar-s": {
    spread: (values) => {
      const sample = describe(values);
      return isRefusal(sample) ? null : sample.sd;
    },
    limits: xbarSLimits,
    pointLimits: xbarSPointLimits,
  },
};

/** The chart of means that the plan asks for; null for individuals and where none is drawn. */
export function chartOfMeans({ chart }: Characteristic): ChartOfMeans | null {
  return chart === "xbar-r" || chart === "xbar-s" ? chartsOfMeans[chart] : null;
}
