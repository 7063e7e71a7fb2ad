// The charts of the command line by name: what each needs of a file, and an example of its use.
import { type Draw, ofCounts, ofRows, ofValues } from "./phased-charts.ts";
import { deviations, standardised, standardisedMeans } from "./short-run-charts.ts";
import { acceptance, preControl, trend } from "./tolerance-charts.ts";

export type ChartEntry = {
  readonly name: string;
  readonly what: string;
  readonly example: string;
  /** Whether values of the file are measured, so that a capability can be asked for. */
  readonly measures: boolean;
  /** Whether it has phases: --phase1, --exclude and --limits. */
  readonly phased: boolean;
  readonly draw: Draw;
};

type Row = readonly [name: string, what: string, example: string, draw: Draw];

const MEASURED: readonly Row[] = [
  [
    "xbar-r",
    "means and ranges of subgroups, sizes may differ",
    "parts.csv --chart xbar-r --size 5 --column diameter",
    ofValues("xbar-r", "always"),
  ],
  [
    "xbar-s",
    "means and standard deviations of subgroups, sizes may differ",
    "parts.csv --chart xbar-s --column diameter --subgroup hour",
    ofValues("xbar-s", "always"),
  ],
  [
    "r",
    "ranges of subgroups alone",
    "parts.csv --chart r --column x1,x2,x3",
    ofValues("r", "always"),
  ],
  [
    "s",
    "standard deviations of subgroups alone",
    "parts.csv --chart s --column x1,x2,x3",
    ofValues("s", "always"),
  ],
  [
    "median",
    "medians and ranges of subgroups",
    "parts.csv --chart median --column x1,x2,x3",
    ofValues("median", "always"),
  ],
  [
    "i-mr",
    "individual values and their moving range",
    "parts.csv --chart i-mr --column diameter --estimator mr-median --stage tool",
    ofValues("i-mr", "never"),
  ],
  [
    "ewma",
    "exponentially weighted moving average",
    "parts.csv --chart ewma --column diameter --lambda 0.2 --phase1 25",
    ofValues("ewma", "chosen"),
  ],
  [
    "cusum",
    "tabular cumulative sums, in standard errors",
    "parts.csv --chart cusum --column diameter --cusum-k 0.5 --cusum-h 5 --head-start 2.5",
    ofValues("cusum", "chosen"),
  ],
  [
    "moving-average",
    "mean of the last few points",
    "parts.csv --chart moving-average --column diameter --span 5",
    ofValues("moving-average", "chosen"),
  ],
  [
    "q",
    "self-starting: each value judged by those before it",
    "parts.csv --chart q --column diameter --rules western-electric",
    ofValues("q", "never"),
  ],
  [
    "q-cusum",
    "self-starting cumulative sums",
    "parts.csv --chart q-cusum --column diameter --cusum-h 4",
    ofValues("q-cusum", "never"),
  ],
];

const UNPHASED: readonly Row[] = [
  [
    "trend",
    "values about a line per tool life: wear, drift, forecast",
    "parts.csv --chart trend --time minute --column diameter --stage tool --usl 10.2",
    trend,
  ],
  [
    "acceptance",
    "means against limits from the tolerance (ISO 7870-3)",
    "parts.csv --chart acceptance --column diameter --size 5 --lsl 9 --usl 11 --acceptable 0.001",
    acceptance,
  ],
  [
    "pre-control",
    "zones of the tolerance, with qualification",
    "parts.csv --chart pre-control --column diameter --lsl 9.8 --usl 10.2",
    preControl,
  ],
];

const SHORT_RUNS: readonly Row[] = [
  [
    "dnom",
    "short runs: deviations from nominal and their moving range",
    "parts.csv --chart dnom --column diameter --part part --nominals nominal",
    deviations,
  ],
  [
    "z-mr",
    "short runs: values in the spread of their part number",
    "parts.csv --chart z-mr --column diameter --part part",
    standardised,
  ],
  [
    "short-run-xbar-r",
    "short runs: means and ranges in mean ranges of their part number",
    "parts.csv --chart short-run-xbar-r --column x1,x2,x3 --part part",
    standardisedMeans,
  ],
];

const COUNTED: readonly Row[] = [
  [
    "p",
    "proportion of nonconforming parts",
    "shifts.csv --chart p --count bad --sizes inspected",
    ofCounts("p", true),
  ],
  [
    "np",
    "number of nonconforming parts",
    "shifts.csv --chart np --count bad --size 200",
    ofCounts("np", true),
  ],
  [
    "c",
    "nonconformities per sample",
    "shifts.csv --chart c --count defects --probability 0.9973",
    ofCounts("c", false),
  ],
  [
    "u",
    "nonconformities per unit",
    "shifts.csv --chart u --count defects --sizes inspected",
    ofCounts("u", true),
  ],
  [
    "laney-p",
    "proportions of very large samples",
    "shifts.csv --chart laney-p --count bad --sizes inspected",
    ofCounts("laney-p", true),
  ],
  [
    "laney-u",
    "rates of very large samples",
    "shifts.csv --chart laney-u --count defects --sizes inspected",
    ofCounts("laney-u", true),
  ],
  [
    "g",
    "units between rare events",
    "events.csv --chart g --column units",
    ofValues("g", "never", false),
  ],
  [
    "t",
    "time between rare events",
    "events.csv --chart t --column hours",
    ofValues("t", "never", false),
  ],
  [
    "t2",
    "Hotelling's T2 of several characteristics",
    "parts.csv --chart t2 --column x1,x2,x3 --phase1 25 --alpha 0.005",
    ofRows("t2"),
  ],
  [
    "mewma",
    "multivariate weighted averages, limit h",
    "parts.csv --chart mewma --column x1,x2,x3 --lambda 0.1 --cusum-h 10.97",
    ofRows("mewma"),
  ],
  [
    "mcusum",
    "multivariate cumulative sums (Crosier), limit h",
    "parts.csv --chart mcusum --column x1,x2 --cusum-k 0.5 --cusum-h 5.5",
    ofRows("mcusum"),
  ],
  [
    "mcusum-pr",
    "multivariate cumulative sums (Pignatiello & Runger), limit h",
    "parts.csv --chart mcusum-pr --column x1,x2 --cusum-k 0.5 --cusum-h 4.75",
    ofRows("mcusum-pr"),
  ],
];

const entries = (rows: readonly Row[], measures: boolean, phased: boolean): ChartEntry[] =>
  rows.map(([name, what, example, draw]) => ({ name, what, example, measures, phased, draw }));

export const CHARTS: readonly ChartEntry[] = [
  ...entries(MEASURED, true, true),
  ...entries(UNPHASED, true, false),
  ...entries(SHORT_RUNS, false, false),
  ...entries(COUNTED, false, true),
];
