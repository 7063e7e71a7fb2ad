// What is said of a file: chart, signals, capability. A table and a request in, an answer out.
import {
  type FalseCalls,
  falseCalls,
  isRefusal,
  type Refusal,
  type RuleSetName,
  ruleScanner,
  ruleSignals,
  type SetSignal,
} from "../../../spc/index.ts";
import {
  type CapabilityAnswer,
  capabilityAnswer,
  type FitName,
  type NormalityTests,
  normalityTests,
} from "./capability-answer.ts";
import { CHARTS, type ChartEntry } from "./catalogue.ts";
import type { Charted, ChartOptions, Drawn, Panel } from "./charted.ts";
import { type Choice, type Chosen, isUnfit, type Unfit, usage } from "./choose-sample.ts";
import { strayOption } from "./option-fit.ts";
import type { Table } from "./read-table.ts";

export type Request = {
  readonly chart: string;
  readonly choice: Choice;
  readonly options: ChartOptions;
  readonly rules?: RuleSetName | undefined;
  readonly only?: readonly number[] | undefined;
  readonly k?: Readonly<Record<number, number>> | undefined;
  readonly pointsPerWeek?: number | undefined;
  readonly capability: boolean;
  readonly level?: number | undefined;
  readonly fit?: FitName | undefined;
  readonly normality?: boolean | undefined;
};

export type PanelSignals = { readonly panel: string; readonly signals: readonly SetSignal[] };

export type Analysis = {
  readonly chart: string;
  readonly charted: Charted;
  readonly chosen: Chosen;
  /** Measured values; null where counts are charted. */
  readonly values: number | null;
  readonly rules: RuleSetName | null;
  readonly signals: readonly PanelSignals[];
  /** How often these rules call although nothing happened; null without rules. */
  readonly falseCalls: FalseCalls | null;
  readonly capability: CapabilityAnswer | null;
  readonly normality: NormalityTests | null;
  readonly notes: readonly string[];
};

/** The analysis of a table; a refusal of the statistics, or an `Unfit` that says what is wrong. */
export function analyse(table: Table, request: Request): Analysis | Refusal | Unfit {
  const entry = CHARTS.find(({ name }) => name === request.chart);
  if (entry === undefined) {
    const names = CHARTS.map(({ name }) => name).join(", ");
    return usage(`There is no chart "${request.chart}"; there is ${names}.`);
  }
  const wrong = mismatch(entry, request);
  if (wrong !== null) return wrong;
  const drawn = entry.draw(table, request.choice, request.options);
  if (isRefusal(drawn) || isUnfit(drawn)) return drawn;
  const signals = signalsOf(drawn.charted, request);
  if (isRefusal(signals)) return signals;
  const { charted, chosen, measured } = drawn;
  const { capability, normality, rules, only, k, pointsPerWeek } = request;
  const calls =
    rules === undefined
      ? null
      : falseCalls(rules, { only, k: countsOf(request, k) }, pointsPerWeek);
  const values = chosen.samples.flat();
  return {
    chart: entry.name,
    charted,
    chosen,
    values: measured ? values.length : null,
    rules: rules ?? null,
    signals,
    falseCalls: calls === null || isRefusal(calls) ? null : calls,
    capability: capability && measured ? capabilityOf(drawn, request, signals) : null,
    normality: normality === true && measured ? normalityTests(values) : null,
    notes: [...charted.warnings, ...charted.notes, ...exclusionNotes(request)],
  };
}

function mismatch(entry: ChartEntry, request: Request): Unfit | null {
  const { options, rules, only, k } = request;
  const asksValues = request.capability || request.normality === true;
  if (asksValues && !entry.measures) {
    return usage(`A ${entry.name} chart has no values of one scale: leave out the capability.`);
  }
  const { lsl, usl } = options.spec;
  if (request.capability && lsl === undefined && usl === undefined) {
    return usage("A capability needs --lsl, --usl or both.");
  }
  if (lsl !== undefined && usl !== undefined && lsl >= usl) {
    return usage(`--lsl ${lsl} is not below --usl ${usl}.`);
  }
  if (request.fit !== undefined && !request.capability) {
    return usage("--fit is for a capability: add --capability with --lsl, --usl or both.");
  }
  const excluded = options.exclude ?? [];
  if (excluded.length > 0 && (options.cause ?? "").trim() === "") {
    return usage("Points are left out of the limits for a reason: give it with --cause.");
  }
  const phased = excluded.length > 0 || options.phase1 !== undefined || options.given !== undefined;
  if (phased && !entry.phased) {
    return usage(`A ${entry.name} chart takes no --phase1, --exclude and --limits.`);
  }
  const stray = strayOption(entry.name, options, request.choice);
  if (stray !== null) return stray;
  if (rules === undefined && (only !== undefined || request.pointsPerWeek !== undefined)) {
    return usage("--only and --points-per-week go with --rules: name a set of rules.");
  }
  const scanner = rules === undefined ? null : ruleScanner(rules, { only, k });
  return scanner !== null && isRefusal(scanner) ? usage(scanner.why) : null;
}

function exclusionNotes({ options }: Request): string[] {
  const excluded = options.exclude ?? [];
  if (excluded.length === 0) return [];
  return [`Not used for the limits: ${excluded.join(", ")} (${options.cause ?? ""}).`];
}

/** The limit of the first rule is the drawn one unless another is asked for. */
function countsOf({ options }: Request, k: Request["k"]): Record<number, number> {
  return { 1: options.nsigmas, ...k };
}

/** Patterns on every panel with zones, stage by stage: a new stage begins new patterns. */
function signalsOf(charted: Charted, request: Request): Refusal | PanelSignals[] {
  const { rules, only } = request;
  if (rules === undefined) return [];
  const answers: PanelSignals[] = [];
  for (const panel of charted.panels) {
    if (panel.errors === null) continue;
    const found: SetSignal[] = [];
    for (const { from, to } of charted.stages) {
      const own = slices(panel, panel.errors, from, to);
      const k = countsOf(request, request.k);
      const signals = ruleSignals(rules, own.points, own.centers, own.errors, { only, k });
      if (isRefusal(signals)) return signals;
      for (const one of signals) {
        found.push({ ...one, index: one.index + from, points: one.points.map((i) => i + from) });
      }
    }
    answers.push({ panel: panel.name, signals: found });
  }
  return answers;
}

function slices(panel: Panel, errors: readonly number[], from: number, to: number) {
  return {
    points: panel.points.slice(from, to).map((point) => point ?? Number.NaN),
    centers: panel.limits.slice(from, to).map(({ center }) => center),
    errors: errors.slice(from, to),
  };
}

function capabilityOf(
  drawn: Drawn,
  request: Request,
  signals: readonly PanelSignals[],
): CapabilityAnswer {
  const { options, fit, level = 0.95 } = request;
  const from = drawn.charted.stages.at(-1)?.from ?? 0;
  const stable =
    drawn.charted.stopped !== true &&
    signals.every((one) => one.signals.every(({ index }) => index < from)) &&
    drawn.charted.panels.every(({ outside }) => outside.every((index) => index < from));
  return capabilityAnswer(drawn, { spec: options.spec, level, fit }, stable);
}
