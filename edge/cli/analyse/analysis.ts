// What is said of a file: chart, signals, capability. Pure: a table and a request in, an answer out.
import {
  andersonDarling,
  type Capability,
  capability,
  isRefusal,
  type Refusal,
  type RuleSetName,
  ruleSignals,
  type SetSignal,
  SUBGROUP_ESTIMATORS,
} from "../../../spc/index.ts";
import { CHARTS, type ChartEntry, type Drawn } from "./catalogue.ts";
import type { Charted, ChartOptions, Panel } from "./charted.ts";
import { type Choice, isUnfit, type Measured, type Unfit, usage } from "./choose-sample.ts";
import type { Table } from "./read-table.ts";

export type Request = {
  readonly chart: string;
  readonly choice: Choice;
  readonly options: ChartOptions;
  readonly rules?: RuleSetName | undefined;
  readonly only?: readonly number[] | undefined;
  readonly k?: Readonly<Record<number, number>> | undefined;
  readonly capability: boolean;
  readonly cause?: string | undefined;
};

export type PanelSignals = { readonly panel: string; readonly signals: readonly SetSignal[] };

export type Normality = Pick<{ a2: number; p: number }, "a2" | "p">;

export type CapabilityAnswer = {
  readonly indices: Capability | Refusal;
  /** Anderson-Darling; null where it is refused. */
  readonly normality: Normality | null;
  /** No point outside and no signal on any panel of this chart. */
  readonly stable: boolean;
};

export type Analysis = {
  readonly chart: string;
  readonly charted: Charted;
  readonly missing: number;
  readonly values: number | null;
  readonly rules: RuleSetName | null;
  readonly signals: readonly PanelSignals[];
  readonly capability: CapabilityAnswer | null;
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
  const { charted, measured } = drawn;
  const stable =
    signals.every((one) => one.signals.length === 0) &&
    charted.panels.every((panel) => panel.outside.length === 0);
  return {
    chart: entry.name,
    charted,
    missing: measured?.missing ?? 0,
    values: measured === null ? null : valuesOf(measured).length,
    rules: request.rules ?? null,
    signals,
    capability:
      request.capability && measured !== null
        ? capabilityOf(drawn, measured, request, stable)
        : null,
    notes: [...charted.notes, ...exclusionNotes(request)],
  };
}

function mismatch(entry: ChartEntry, request: Request): Unfit | null {
  if (request.capability && !entry.measures) {
    return usage(`A ${entry.name} chart counts: it has no capability of measured values.`);
  }
  const { lsl, usl } = request.options.spec;
  if (request.capability && lsl === undefined && usl === undefined) {
    return usage("A capability needs --lsl, --usl or both.");
  }
  const excluded = request.options.exclude ?? [];
  if (excluded.length > 0 && (request.cause ?? "").trim() === "") {
    return usage("Points are left out of the limits for a reason: give it with --cause.");
  }
  return null;
}

function exclusionNotes(request: Request): string[] {
  const excluded = request.options.exclude ?? [];
  if (excluded.length === 0) return [];
  return [`Not used for the limits: ${excluded.join(", ")} (${request.cause ?? ""}).`];
}

function signalsOf(charted: Charted, request: Request): Refusal | PanelSignals[] {
  const { rules, options } = request;
  if (rules === undefined) return [];
  const answers: PanelSignals[] = [];
  for (const panel of charted.panels) {
    if (panel.errors === null) continue;
    const { points, center } = levelled(panel);
    const k: Record<number, number> = { 1: options.nsigmas, ...request.k };
    const signals = ruleSignals(rules, points, center, panel.errors, { only: request.only, k });
    if (isRefusal(signals)) return signals;
    answers.push({ panel: panel.name, signals });
  }
  return answers;
}

/** Points as they are about one centre; as differences where the centre moves. */
function levelled(panel: Panel): { readonly points: number[]; readonly center: number } {
  const center = panel.limits[0]?.center ?? 0;
  const level = panel.limits.every((limit) => limit.center === center);
  const points = panel.points.map((point, i) => {
    if (point === null) return Number.NaN;
    return level ? point : point - (panel.limits[i]?.center ?? Number.NaN);
  });
  return { points, center: level ? center : 0 };
}

function valuesOf(measured: Measured): number[] {
  return measured.values.filter((value) => value !== null);
}

function capabilityOf(
  { charted }: Drawn,
  measured: Measured,
  request: Request,
  stable: boolean,
): CapabilityAnswer {
  const values = valuesOf(measured);
  const { spec } = request.options;
  const subgroups = measured.subgroups.filter((group) => group.length > 1);
  const grouped = SUBGROUP_ESTIMATORS.some((name) => name === charted.estimator);
  const within = grouped
    ? { subgroups, estimator: charted.estimator }
    : { sigmaWithin: charted.sigma ?? undefined, estimator: charted.estimator, ...dfOf(charted) };
  const normality = andersonDarling(values);
  return {
    indices: capability({ values, spec, ...within }),
    normality: isRefusal(normality) ? null : { a2: normality.a2, p: normality.p },
    stable,
  };
}

/** Degrees of freedom of a sigma that is not of subgroups: moving ranges, or n - 2 of a line. */
function dfOf(charted: Charted): { readonly withinDf?: number } {
  if (charted.estimator === "residual") return { withinDf: charted.numbers.length - 2 };
  if (!charted.estimator.startsWith("mr-")) return {};
  const adjacent = charted.numbers.filter((number, i) => {
    const before = charted.panels[0]?.points[i - 1];
    const here = charted.panels[0]?.points[i];
    return number - 1 === charted.numbers[i - 1] && before != null && here != null;
  });
  return { withinDf: adjacent.length };
}
