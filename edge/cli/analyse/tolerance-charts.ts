// Charts that look at the tolerance: tool wear and its forecast, acceptance, pre-control.
import {
  acceptanceLimits,
  controlChart,
  type DriftForecast,
  driftForecast,
  isRefusal,
  PRE_CONTROL_START,
  type PreControlState,
  preControlStep,
  preControlZone,
  type Refusal,
  toolLives,
} from "../../../spc/index.ts";
import { type Charted, type ChartOptions, errorsOf, onlyStage, panel } from "./charted.ts";
import { type Chosen, isUnfit, measuredOf, numbersOf, usage } from "./choose-sample.ts";
import type { Draw } from "./phased-charts.ts";
import { shown } from "./sketch.ts";

type Life = { readonly name: string; readonly t: number[]; readonly y: number[] };

/** Values about a line of each tool life (stage); one life where no stage is named. */
export const trend: Draw = (table, choice, options) => {
  const measured = measuredOf(table, choice, false);
  if (isUnfit(measured)) return measured;
  const times = choice.time === undefined ? null : numbersOf(table, choice.time);
  if (times !== null && isUnfit(times)) return times;
  const chosen = withTimes(measured, times);
  const lives: Life[] = [];
  chosen.samples.forEach(([value = 0], i) => {
    const name = chosen.stages?.[i] ?? "";
    const time = times === null ? (chosen.rows[i] ?? i) + 1 : (times[chosen.rows[i] ?? i] ?? 0);
    const last = lives.at(-1);
    const life = last?.name === name ? last : { name, t: [], y: [] };
    if (life !== last) lives.push(life);
    life.t.push(time);
    life.y.push(value);
  });
  const chart = toolLives(lives, options.nsigmas);
  if (isRefusal(chart)) return chart;
  const { sigma, lines } = chart;
  const limits = chart.limits.flat();
  const points = lives.flatMap(({ y }) => y);
  let from = 0;
  const stages = lives.map(({ name, y }, i) => {
    const stage = onlyStage(y.length, lines[i]?.yMean ?? 0, sigma, "residual");
    const placed = { ...stage, name, from, to: from + y.length };
    from += y.length;
    return placed;
  });
  const slopes = lines.map(({ slope, seSlope }, i) => {
    const life = lives[i]?.name === "" ? "" : `Tool life ${lives[i]?.name}: `;
    return `${life}Slope ${shown(slope)}, standard error ${shown(seSlope)}.`;
  });
  const charted: Charted = {
    panels: [panel("value", points, limits, errorsOf(limits, options.nsigmas))],
    stages,
    warnings: [],
    notes: [...measured.notes, ...slopes, ...forecastNotes(lives.at(-1), options)],
  };
  return { charted, chosen, measured: true };
};

/** Without rows that lack the value or its time. */
function withTimes(chosen: Chosen, times: readonly (number | null)[] | null): Chosen {
  const kept = chosen.samples.flatMap(({ length }, i) => {
    const time = times === null ? i : times[chosen.rows[i] ?? i];
    return length === 0 || time === null || time === undefined ? [] : [i];
  });
  const pick = <T>(list: readonly T[]) => kept.flatMap((i) => list.slice(i, i + 1));
  const { samples, numbers, rows, stages } = chosen;
  return {
    ...chosen,
    samples: pick(samples),
    numbers: pick(numbers),
    rows: pick(rows),
    stages: stages === undefined ? undefined : pick(stages),
  };
}

/** When the last life comes to a specification limit, and how far the tool is off its nominal. */
function forecastNotes(life: Life | undefined, { spec }: ChartOptions): string[] {
  if (life === undefined) return [];
  const target = spec.nominal;
  const sides = [
    ["upper", spec.usl],
    ["lower", spec.lsl],
  ] as const;
  const found = sides.flatMap(([name, limit]) => {
    if (limit === undefined) return [];
    const forecast = driftForecast(life.t, life.y, { limit, target });
    return isRefusal(forecast) ? [] : [{ name, forecast }];
  });
  const notes = found.flatMap(({ name, forecast }) => reached(name, forecast));
  const offset = found[0]?.forecast.offset ?? null;
  if (offset === null) return notes;
  return [...notes, `To bring the line back to the nominal, offset the tool by ${shown(offset)}.`];
}

function reached(name: string, forecast: DriftForecast): string[] {
  const { remaining, earliest, latest, firstPart, level } = forecast;
  if (remaining === null) return [];
  const last = latest === null ? "perhaps never" : shown(latest);
  const interval = `${shown(100 * level)} %: ${shown(earliest ?? 0)} to ${last}`;
  const single =
    firstPart === null ? "" : ` A single part may be beyond it in ${shown(firstPart)}.`;
  const line = `The line meets the ${name} specification limit in ${shown(remaining)}`;
  return [`${line} (${interval}).${single}`];
}

/** Means of subgroups against limits from the tolerance, not from their own scatter. */
export const acceptance: Draw = (table, choice, options) => {
  const chosen = measuredOf(table, choice, true);
  if (isUnfit(chosen)) return chosen;
  const { spec, acceptable, risk, sigma, estimator } = options;
  if (spec.lsl === undefined && spec.usl === undefined) {
    return usage("An acceptance chart needs --lsl, --usl or both.");
  }
  const means = controlChart("xbar-r", chosen.samples, { sigma, estimator });
  if (isRefusal(means)) return means;
  const { baseline } = means.stages[0] ?? { baseline: { sigma: null, estimator: "" } };
  const within = baseline.sigma ?? 0;
  const points = means.panels[0]?.points ?? [];
  const limits: { center: number; lcl: number | null; ucl: number | null }[] = [];
  for (const { length } of chosen.samples) {
    const found = acceptanceLimits(spec, within, Math.max(1, length), acceptable, risk);
    if (isRefusal(found)) return found;
    limits.push({ center: middleOf(options, found), lcl: found.lower, ucl: found.upper });
  }
  const charted: Charted = {
    panels: [panel("mean", points, limits, null, "ACL")],
    stages: [onlyStage(points.length, limits[0]?.center ?? 0, within, baseline.estimator)],
    warnings: means.warnings,
    notes: [
      ...chosen.notes,
      `${shown(1e6 * acceptable)} ppm outside are accepted with ${shown(100 * (1 - risk))} %.`,
    ],
  };
  return { charted, chosen, measured: true };
};

/** The nominal, else the middle of the acceptable levels, else the one acceptable level. */
function middleOf(
  { spec }: ChartOptions,
  found: { readonly acceptableLower: number | null; readonly acceptableUpper: number | null },
): number {
  const { acceptableLower: low, acceptableUpper: high } = found;
  if (spec.nominal !== undefined) return spec.nominal;
  return low === null || high === null ? (low ?? high ?? 0) : (low + high) / 2;
}

const STOPS = {
  red: "outside the specification",
  "same-yellow": "two yellows on one side: adjust the mean",
  "both-yellows": "yellows on both sides: the spread is too wide",
} as const;

/** Zones of the tolerance part by part: qualifying, running, stopped and begun again. */
export const preControl: Draw = (table, choice, options) => {
  const chosen = measuredOf(table, choice, false);
  if (isUnfit(chosen)) return chosen;
  const { lsl, usl } = options.spec;
  if (lsl === undefined || usl === undefined) return usage("Pre-control needs --lsl and --usl.");
  const events: string[] = [];
  let state: PreControlState = PRE_CONTROL_START;
  let stops = 0;
  for (const [i, [value]] of chosen.samples.entries()) {
    if (value === undefined) continue;
    const zone: Refusal | ReturnType<typeof preControlZone> = preControlZone(value, options.spec);
    if (isRefusal(zone)) return zone;
    const before: PreControlState = state;
    state = preControlStep(before, zone);
    if (before.phase === "qualifying" && state.phase === "running") {
      events.push(`Qualified with value ${i + 1}: five greens in a row.`);
    }
    if (state.phase !== "stopped") continue;
    stops++;
    events.push(`Stopped at value ${i + 1}: ${STOPS[state.why]}. Qualification begins again.`);
    state = PRE_CONTROL_START;
  }
  const points = chosen.samples.map(([value]) => value ?? null);
  const center = (lsl + usl) / 2;
  const quarter = (usl - lsl) / 4;
  const lines = { center, lcl: lsl + quarter, ucl: usl - quarter };
  const zones = panel(
    "value between pre-control lines",
    points,
    points.map(() => lines),
    null,
    "PC",
  );
  const beyond = points.flatMap((x, i) => (x !== null && (x < lsl || x > usl) ? [i] : []));
  const open = state.phase === "qualifying" ? ["Not qualified at the end."] : [];
  const charted: Charted = {
    panels: [{ ...zones, outside: beyond, outsideOf: "specification" }],
    stages: [onlyStage(points.length, center, null, "tolerance")],
    warnings: [],
    notes: [...chosen.notes, ...events, ...open],
    stopped: stops > 0,
  };
  return { charted, chosen, measured: true };
};
