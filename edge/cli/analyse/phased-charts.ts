// The charts that have phases and stages, all drawn by one function of the SPC room.
import {
  type ChartName,
  type ChartSettings,
  controlChart,
  isRefusal,
  type Refusal,
  refuseChartSettings,
} from "../../../spc/index.ts";
import type { ChartOptions, Drawn } from "./charted.ts";
import {
  type Choice,
  type Chosen,
  countedOf,
  isUnfit,
  measuredOf,
  rowsMeasured,
  saysSubgroups,
  type Unfit,
  usage,
} from "./choose-sample.ts";
import type { Table } from "./read-table.ts";

export type Draw = (table: Table, choice: Choice, options: ChartOptions) => Drawn | Refusal | Unfit;

type Choose = (table: Table, choice: Choice) => Chosen | Unfit;

/** `grouped`: always, never, or where the choice says what makes a subgroup. */
export function ofValues(
  chart: ChartName,
  grouped: "always" | "never" | "chosen",
  measured = true,
): Draw {
  const choose: Choose = (table, choice) =>
    measuredOf(
      table,
      choice,
      grouped === "always" || (grouped === "chosen" && saysSubgroups(choice)),
    );
  return (table, choice, options) => drawn(chart, choose(table, choice), options, measured);
}

export function ofCounts(chart: ChartName, needsSizes: boolean): Draw {
  return (table, choice, options) =>
    drawn(chart, countedOf(table, choice, needsSizes), options, false);
}

export function ofRows(chart: ChartName): Draw {
  return (table, choice, options) => {
    const chosen = rowsMeasured(table, choice);
    if (isUnfit(chosen)) return chosen;
    return drawn(chart, chosen, options, false, chosen.variables);
  };
}

function drawn(
  chart: ChartName,
  chosen: Chosen | Unfit,
  options: ChartOptions,
  measured: boolean,
  variables?: number,
): Drawn | Refusal | Unfit {
  if (isUnfit(chosen)) return chosen;
  const settings = { ...settingsOf(options), variables };
  const wrong = refuseChartSettings(chart, settings);
  if (wrong !== null) return usage(`${wrong.why}${remedy(chart, options)}`);
  const { phase1, given, cause = "" } = options;
  const beyond = options.exclude?.find((number) => number > chosen.samples.length);
  if (beyond !== undefined) {
    return usage(`--exclude ${beyond}: the chart has ${chosen.samples.length} points.`);
  }
  const exclude = options.exclude?.map((number) => ({ index: number - 1, cause }));
  const { samples, stages } = chosen;
  const charted = controlChart(chart, samples, settings, { phase1, exclude, stages, given });
  if (isRefusal(charted)) return charted;
  const notes = [...chosen.notes, ...singleNotes(chart, chosen)];
  return { charted: { ...charted, notes }, chosen, measured };
}

function settingsOf(options: ChartOptions): ChartSettings {
  const { nsigmas, probability: confidence, center, sigma, estimator, mrLength } = options;
  const { constants, lambda, asymptotic, k, h, headStart, span, alpha } = options;
  return {
    ...{ nsigmas, confidence, center, sigma, estimator, mrLength },
    ...{ constants, lambda, asymptotic, k, h, headStart, span, alpha },
  };
}

function remedy(chart: ChartName, { h }: ChartOptions): string {
  const multivariate = chart === "mewma" || chart === "mcusum" || chart === "mcusum-pr";
  return multivariate && h === undefined ? " Give it with --cusum-h." : "";
}

/** Subgroups of one value have a mean and no spread. */
function singleNotes(chart: ChartName, { samples }: Chosen): string[] {
  if (!["xbar-r", "xbar-s", "r", "s", "median"].includes(chart)) return [];
  const single = samples.flatMap(({ length }, i) => (length === 1 ? [i + 1] : []));
  if (single.length === 0) return [];
  const list = single.slice(0, 20).join(", ");
  const more = single.length > 20 ? ` and ${single.length - 20} more` : "";
  return [`One value, so no range and no deviation: subgroup ${list}${more}.`];
}
