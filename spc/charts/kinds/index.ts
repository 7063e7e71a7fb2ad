// Every kind of control chart by its name.

import { countKinds } from "./count-kinds.ts";
import { individualKinds } from "./individual-kinds.ts";
import type { ChartKind } from "./kind.ts";
import { multivariateKinds } from "./multivariate-kinds.ts";
import { selfStartingKinds } from "./self-starting-kinds.ts";
import { subgroupKinds } from "./subgroup-kinds.ts";
import { weightedKinds } from "./weighted-kinds.ts";

const makeKinds = () => ({
  ...subgroupKinds(),
  ...individualKinds(),
  ...weightedKinds(),
  ...countKinds(),
  ...multivariateKinds(),
  ...selfStartingKinds(),
});

export type ChartName = keyof ReturnType<typeof makeKinds>;

let made: Readonly<Record<ChartName, ChartKind>> | null = null;

function kinds(): Readonly<Record<ChartName, ChartKind>> {
  made ??= makeKinds();
  return made;
}

/** The names of all charts that have phases. */
export function chartNames(): readonly ChartName[] {
  return Object.keys(kinds()).filter(isChartName);
}

export function isChartName(name: string): name is ChartName {
  return Object.hasOwn(kinds(), name);
}

export function chartKind(name: ChartName): ChartKind {
  return kinds()[name];
}
