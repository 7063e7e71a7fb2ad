// The charts of the command line by name: what each needs of a file, and an example of its use.
import type { Refusal } from "../../../spc/index.ts";
import type { Charted, ChartOptions } from "./charted.ts";
import { countChart, laneyChart, rareEventChart } from "./charts-of-counts.ts";
import {
  cusumChart,
  ewmaChart,
  individualsChart,
  medianChart,
  movingAverageChart,
  subgroupChart,
  trendOf,
} from "./charts-of-values.ts";
import {
  type Choice,
  type Counted,
  countedOf,
  isUnfit,
  type Measured,
  measuredOf,
  numbersOf,
  type Unfit,
} from "./choose-sample.ts";
import type { Table } from "./read-table.ts";

export type ChartEntry = {
  readonly name: string;
  readonly what: string;
  readonly example: string;
  /** Whether values of the file are measured, so that a capability can be asked for. */
  readonly measures: boolean;
  readonly draw: (table: Table, choice: Choice, options: ChartOptions) => Drawn | Refusal | Unfit;
};

/** A chart and the measured values behind it, where there are any. */
export type Drawn = { readonly charted: Charted; readonly measured: Measured | null };

type ValueChart = (sample: Measured, options: ChartOptions) => Refusal | Charted;
type CountChart = (sample: Counted, options: ChartOptions) => Refusal | Charted;

/** `grouped`: always, never, or where the choice says how. */
function ofValues(grouped: "always" | "never" | "chosen", chart: ValueChart): ChartEntry["draw"] {
  return (table, choice, options) => {
    const groups =
      grouped === "always" ||
      (grouped === "chosen" &&
        (choice.subgroup !== undefined ||
          (choice.size ?? 1) > 1 ||
          (choice.column?.length ?? 1) > 1));
    const measured = measuredOf(table, choice, groups);
    if (isUnfit(measured)) return measured;
    const charted = chart(measured, options);
    return "refused" in charted ? charted : { charted, measured };
  };
}

function ofCounts(needsSizes: boolean, chart: CountChart): ChartEntry["draw"] {
  return (table, choice, options) => {
    const counted = countedOf(table, choice, needsSizes);
    if (isUnfit(counted)) return counted;
    const charted = chart(counted, options);
    return "refused" in charted ? charted : { charted, measured: null };
  };
}

const trend: ChartEntry["draw"] = (table, choice, options) => {
  const measured = measuredOf(table, choice, false);
  if (isUnfit(measured)) return measured;
  const times = choice.time === undefined ? null : numbersOf(table, choice.time);
  if (times !== null && isUnfit(times)) return times;
  const charted = trendOf(measured, options, times);
  return "refused" in charted ? charted : { charted, measured };
};

export const CHARTS: readonly ChartEntry[] = [
  {
    name: "xbar-r",
    what: "means and ranges of subgroups",
    example: "parts.csv --chart xbar-r --size 5",
    measures: true,
    draw: ofValues("always", (sample, options) => subgroupChart("r", sample, options)),
  },
  {
    name: "xbar-s",
    what: "means and standard deviations of subgroups, sizes may differ",
    example: "parts.csv --chart xbar-s --column diameter --subgroup hour",
    measures: true,
    draw: ofValues("always", (sample, options) => subgroupChart("s", sample, options)),
  },
  {
    name: "median",
    what: "medians and ranges of subgroups",
    example: "parts.csv --chart median --column x1,x2,x3",
    measures: true,
    draw: ofValues("always", medianChart),
  },
  {
    name: "i-mr",
    what: "individual values and their moving range",
    example: "parts.csv --chart i-mr --column length --estimator mr-median",
    measures: true,
    draw: ofValues("never", individualsChart),
  },
  {
    name: "ewma",
    what: "exponentially weighted moving average",
    example: "parts.csv --chart ewma --lambda 0.2 --phase1 25",
    measures: true,
    draw: ofValues("chosen", ewmaChart),
  },
  {
    name: "cusum",
    what: "tabular cumulative sums, in standard errors",
    example: "parts.csv --chart cusum --cusum-k 0.5 --cusum-h 5 --head-start 2.5",
    measures: true,
    draw: ofValues("chosen", cusumChart),
  },
  {
    name: "moving-average",
    what: "mean of the last few points",
    example: "parts.csv --chart moving-average --span 5",
    measures: true,
    draw: ofValues("chosen", movingAverageChart),
  },
  {
    name: "trend",
    what: "values about a line: tool wear, drift",
    example: "life.csv --chart trend --time parts --column diameter --usl 10.05",
    measures: true,
    draw: trend,
  },
  {
    name: "p",
    what: "proportion of nonconforming parts",
    example: "shifts.csv --chart p --count bad --sizes inspected",
    measures: false,
    draw: ofCounts(true, (sample, options) => countChart("p", sample, options)),
  },
  {
    name: "np",
    what: "number of nonconforming parts",
    example: "shifts.csv --chart np --count bad --size 200",
    measures: false,
    draw: ofCounts(true, (sample, options) => countChart("np", sample, options)),
  },
  {
    name: "c",
    what: "nonconformities per sample",
    example: "boards.csv --chart c --count defects",
    measures: false,
    draw: ofCounts(false, (sample, options) => countChart("c", sample, options)),
  },
  {
    name: "u",
    what: "nonconformities per unit",
    example: "boards.csv --chart u --count defects --sizes units",
    measures: false,
    draw: ofCounts(true, (sample, options) => countChart("u", sample, options)),
  },
  {
    name: "laney-p",
    what: "proportions of very large samples",
    example: "days.csv --chart laney-p --count bad --sizes made",
    measures: false,
    draw: ofCounts(true, (sample, options) => laneyChart("p", sample, options)),
  },
  {
    name: "laney-u",
    what: "rates of very large samples",
    example: "days.csv --chart laney-u --count defects --sizes made",
    measures: false,
    draw: ofCounts(true, (sample, options) => laneyChart("u", sample, options)),
  },
  {
    name: "g",
    what: "units between rare events",
    example: "events.csv --chart g --column units",
    measures: false,
    draw: ofValues("never", (sample, options) => rareEventChart("g", sample, options)),
  },
  {
    name: "t",
    what: "time between rare events",
    example: "events.csv --chart t --column hours",
    measures: false,
    draw: ofValues("never", (sample, options) => rareEventChart("t", sample, options)),
  },
];
