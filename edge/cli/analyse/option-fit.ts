// Which options concern which chart: one that would change nothing is refused, not passed over.
import type { ChartOptions } from "./charted.ts";
import { type Choice, type Unfit, usage } from "./choose-sample.ts";

const TIME_WEIGHTED = ["ewma", "cusum", "moving-average"];
const SUBGROUPED = ["xbar-r", "xbar-s", "r", "s", "median"];
const SHORT_RUNS = ["dnom", "z-mr", "short-run-xbar-r"];
const COUNTS = ["p", "np", "c", "u"];
const SUMS = ["cusum", "q-cusum", "mcusum", "mcusum-pr"];
const KNOWN = [...SUBGROUPED, ...TIME_WEIGHTED, "i-mr", "t", "acceptance", "laney-p", "laney-u"];

type Row = readonly [flag: string, given: unknown, charts: readonly string[]];

/** The first option that has nothing to do with the chart, as a sentence; null where all fit. */
export function strayOption(chart: string, options: ChartOptions, choice: Choice): Unfit | null {
  const rows: readonly Row[] = [
    ["--lambda", options.lambda, ["ewma", "mewma"]],
    ["--asymptotic", options.asymptotic, ["ewma"]],
    ["--cusum-k", options.k, SUMS],
    ["--cusum-h", options.h, [...SUMS, "mewma"]],
    ["--head-start", options.headStart, ["cusum", "q-cusum"]],
    ["--span", options.span, ["moving-average"]],
    ["--alpha", options.alpha, ["t2"]],
    ["--probability", options.probability, COUNTS],
    ["--mr-length", options.mrLength, ["i-mr", "t", ...TIME_WEIGHTED]],
    [
      "--estimator",
      options.estimator,
      [...SUBGROUPED, ...TIME_WEIGHTED, "i-mr", "t", "acceptance"],
    ],
    ["--sigma", options.sigma, KNOWN],
    ["--center", options.center, [...KNOWN.filter((one) => one !== "acceptance"), ...COUNTS, "g"]],
    ["--time", choice.time, ["trend"]],
    ["--part", choice.part, SHORT_RUNS],
    ["--nominals", choice.nominals, SHORT_RUNS],
    ["--count", choice.count, [...COUNTS, "laney-p", "laney-u"]],
    ["--sizes", choice.sizes, ["p", "np", "u", "laney-p", "laney-u"]],
  ];
  const stray = rows.find(([, given, charts]) => given !== undefined && !charts.includes(chart));
  if (stray === undefined) return null;
  const [flag, , charts] = stray;
  return usage(
    `${flag} does not concern a ${chart} chart, only ${charts.join(", ")}: leave it out.`,
  );
}
