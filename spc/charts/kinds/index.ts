// Every kind of control chart by its name.

import { countKinds } from "./count-kinds.ts";
import { individualKinds } from "./individual-kinds.ts";
import type { ChartKind } from "./kind.ts";
import { multivariateKinds } from "./multivariate-kinds.ts";
import { selfStartingKinds } from "./self-starting-kinds.ts";
import { subgroupKinds } from "./subgroup-kinds.ts";
import { weightedKinds } from "./weighted-kinds.ts";

const KINDS = {
  ...subgroupKinds,
  ...individualKinds,
  ...weightedKinds,
  ...countKinds,
  ...multivariateKinds,
  ...selfStartingKinds,
} as const;

export type ChartName = keyof typeof KINDS;

export const CHART_NAMES: readonly ChartName[] = Object.keys(KINDS).filter(isChartName);

export function isChartName(name: string): name is ChartName {
  return Object.hasOwn(KINDS, name);
}

export function chartKind(name: ChartName): ChartKind {
  return KINDS[name];
}
