// Charts of few parts of many part numbers: each about its own nominal, in its own spread.
import {
  d2,
  d3,
  deviationChart,
  isRefusal,
  type ShortRunValue,
  standardisedChart,
  standardisedSubgroups,
} from "../../../spc/index.ts";
import { type Charted, onlyStage, panel } from "./charted.ts";
import {
  type Choice,
  type Chosen,
  isUnfit,
  labelsOf,
  measuredOf,
  numbersOf,
  type Unfit,
  usage,
} from "./choose-sample.ts";
import type { Draw } from "./phased-charts.ts";
import type { Table } from "./read-table.ts";

type Run = Chosen & { readonly parts: string[]; readonly nominals: (number | null)[] | null };

function runOf(table: Table, choice: Choice, grouped: boolean): Run | Unfit {
  const chosen = measuredOf(table, choice, grouped);
  if (isUnfit(chosen)) return chosen;
  const parts = labelsOf(table, choice.part, "part number");
  if (parts !== undefined && isUnfit(parts)) return parts;
  const nominals = choice.nominals === undefined ? null : numbersOf(table, choice.nominals);
  if (nominals !== null && isUnfit(nominals)) return nominals;
  return { ...chosen, parts: parts ?? [], nominals };
}

/** Values with their part numbers; gaps are left out, for a range is taken within a part number. */
function valuesOf(run: Run): ShortRunValue[] {
  return run.samples.flatMap(([value], i) => {
    const row = run.rows[i] ?? i;
    const nominal = run.nominals?.[row] ?? undefined;
    return value === undefined ? [] : [{ part: run.parts[row] ?? "", value, nominal }];
  });
}

function keptOf(run: Run): Chosen {
  const kept = run.samples.flatMap(({ length }, i) => (length === 0 ? [] : [i]));
  const pick = <T>(list: readonly T[]) => kept.flatMap((i) => list.slice(i, i + 1));
  return { ...run, samples: pick(run.samples), numbers: pick(run.numbers), rows: pick(run.rows) };
}

/** Deviations from nominal on one individuals chart. */
export const deviations: Draw = (table, choice) => {
  if (choice.nominals === undefined) {
    return usage("Name the column of the nominals with --nominals.");
  }
  const run = runOf(table, choice, false);
  if (isUnfit(run)) return run;
  const chart = deviationChart(valuesOf(run));
  if (isRefusal(chart)) return chart;
  const { deviations: points, limits } = chart;
  const all = <T>(one: T) => points.map(() => one);
  const ranges = points.map((x, i) => (i === 0 ? null : Math.abs(x - (points[i - 1] ?? x))));
  const { sigma, estimator, location, spread } = limits;
  const charted: Charted = {
    panels: [
      panel("deviation from nominal", points, all(location), all(sigma)),
      panel("moving range", ranges, all(spread)),
    ],
    stages: [onlyStage(points.length, location.center, sigma, estimator)],
    warnings: [],
    notes: run.notes,
  };
  return { charted, chosen: keptOf(run), measured: false };
};

/** Values in the spread of their own part number. */
export const standardised: Draw = (table, choice) => {
  if (choice.part === undefined) return usage("Name the column of the part numbers with --part.");
  const run = runOf(table, choice, false);
  if (isUnfit(run)) return run;
  const chart = standardisedChart(valuesOf(run));
  if (isRefusal(chart)) return chart;
  const all = <T>(one: T) => chart.z.map(() => one);
  const range = { center: d2(2), lcl: 0, ucl: d2(2) + 3 * d3(2) };
  const charted: Charted = {
    panels: [
      panel("z of the part number", chart.z, all({ center: 0, lcl: -3, ucl: 3 }), all(1)),
      panel("moving range of z", chart.movingRanges, all(range)),
    ],
    stages: [onlyStage(chart.z.length, 0, 1, "mr-mean by part number")],
    warnings: [],
    notes: [...run.notes, `${chart.byPart.size} part numbers.`],
  };
  return { charted, chosen: keptOf(run), measured: false };
};

/** Means and ranges of subgroups in mean ranges of their part number. */
export const standardisedMeans: Draw = (table, choice) => {
  if (choice.part === undefined) return usage("Name the column of the part numbers with --part.");
  const run = runOf(table, choice, true);
  if (isUnfit(run)) return run;
  const kept = keptOf(run);
  const chart = standardisedSubgroups(
    kept.samples.map((values, i) => {
      const row = kept.rows[i] ?? i;
      return { part: run.parts[row] ?? "", values, nominal: run.nominals?.[row] ?? undefined };
    }),
  );
  if (isRefusal(chart)) return chart;
  const errors = chart.meanLimits.map(({ ucl }) => ucl / 3);
  const charted: Charted = {
    panels: [
      panel("mean in mean ranges", chart.means, chart.meanLimits, errors),
      panel("range in mean ranges", chart.ranges, chart.rangeLimits),
    ],
    stages: [onlyStage(chart.means.length, 0, 1, "rbar by part number")],
    warnings: [],
    notes: [...run.notes, `${chart.byPart.size} part numbers.`],
  };
  return { charted, chosen: kept, measured: false };
};
