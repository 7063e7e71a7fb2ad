// The pilot-run report: the five outputs of a run, put together from the projections the screens use.

import { placeKey } from "../../sync/records/index.ts";
import { chartView } from "../charts/index.ts";
import { earlierView, type Lot, type RunState, runView } from "../runs/index.ts";
import { lotsInUse } from "./lots-in-use.ts";
import type {
  CertificateValue,
  GaugeUsed,
  IncomingLot,
  InProcess,
  PilotRunReport,
  ReportHeader,
  ReportOptions,
} from "./report-document.ts";
import { attributeCheck, dimensionalRow, strengthTest } from "./results-rows.ts";
import { runYield } from "./run-yield.ts";

/**
 * Assembles the report of a run: the same run and options give the same document, equal after a
 * round trip through JSON. An unfinished run gives a report that says what is missing.
 */
export function assembleReport(run: RunState, options: ReportOptions): PilotRunReport {
  const all = [...run.results.values()];
  const ofKind = (kind: string) => all.filter((one) => one.characteristic.kind === kind);
  const view = runView(run);
  const units = lotsInUse(run);
  return {
    format: "proofline-report/1",
    stated: options,
    header: headerOf(run, options),
    incoming: [...run.lots.values()].map((lot) => incomingLot(lot, units.get(lot.lot) ?? [])),
    inProcess: all.flatMap((one) => inProcess(run, one.characteristic.id)),
    dimensional: ofKind("variable").map((one) => dimensionalRow(run, one)),
    strength: ofKind("load-test").map((one) => strengthTest(run, one)),
    attributes: ofKind("attribute").map((one) => attributeCheck(run, one)),
    assessment: {
      outputs: view.outputs,
      ...runYield(run),
      findings: view.findings,
      openSignals: view.openSignals,
      decision: view.assessment,
    },
  };
}

function headerOf(run: RunState, options: ReportOptions): ReportHeader {
  const cells = [...run.results.values()].flatMap((one) => [...one.cells.values()]);
  const operators = cells.flatMap((cell) => (cell.type === "skip" ? [] : (cell.operator ?? [])));
  const { part } = run.plan;
  return {
    number: numberOf(run, options),
    run: run.run,
    brand: run.brand,
    supplier: run.supplier,
    order: run.order,
    part: { number: part.number, revision: part.revision, name: part.name },
    material: part.material ?? null,
    lots: [...run.lots.keys()],
    target: run.target,
    unitsDone: runYield(run).unitsDone,
    epochs: run.epochs,
    planHash: run.planHash,
    plannedAt: run.plannedAt,
    startedAt: run.startedAt,
    closedAt: run.closedAt,
    phase: run.phase,
    operators: [...new Set(operators)].sort(),
    gauges: gaugesUsed(run, options),
    result: run.assessment?.decision ?? null,
  };
}

/** Run and newest record; behind a restore its epoch too, for there every seq comes again. */
function numberOf(run: RunState, { head }: ReportOptions): string {
  const number = `${run.run}/${head.seq}`;
  return run.epochs.length > 1 ? `${number}-${head.epoch.slice(-6)}` : number;
}

type GaugeTally = {
  readonly balloons: Set<string>;
  /** Ids of the models the readings name: one, unless the gauge was replaced. */
  readonly models: Set<string>;
  /** Due dates of the gauge when it measured: more than one where it was calibrated meanwhile. */
  readonly due: Set<string>;
  readings: number;
  keyed: number;
};

function newTally(): GaugeTally {
  return { balloons: new Set(), models: new Set(), due: new Set(), readings: 0, keyed: 0 };
}

function gaugesUsed(run: RunState, options: ReportOptions): GaugeUsed[] {
  const used = new Map<string, GaugeTally>();
  for (const { characteristic, cells } of run.results.values()) {
    for (const cell of cells.values()) {
      if (cell.type !== "measurement") continue;
      const entry = used.get(cell.gauge) ?? newTally();
      entry.balloons.add(characteristic.balloon);
      entry.models.add(cell.model);
      entry.readings += 1;
      if (cell.entry === "keyed") entry.keyed += 1;
      if (cell.calibrationDue !== null) entry.due.add(cell.calibrationDue);
      used.set(cell.gauge, entry);
    }
  }
  return [...used].map(([gauge, { balloons, models, readings, keyed, due }]) => {
    const stated = options.gauges?.find((one) => one.id === gauge);
    const recorded = due.size === 0 ? null : [...due].sort().join(", ");
    return {
      gauge,
      balloons: [...balloons],
      readings,
      keyed,
      model: stated?.model ?? [...models].sort().join(", "),
      calibrationDue: recorded ?? stated?.calibrationDue ?? null,
      ...confirmationOf(gauge, models, options),
    };
  });
}

/** Who confirmed the gauge, where that was with a model its values in this run were read by. */
function confirmationOf(
  gauge: string,
  models: ReadonlySet<string>,
  { confirmed = [] }: ReportOptions,
): Pick<GaugeUsed, "confirmed"> {
  const found = confirmed.find((one) => one.gauge === gauge && models.has(one.model));
  return found === undefined ? {} : { confirmed: { by: found.by, at: found.at } };
}

function incomingLot(lot: Lot, units: IncomingLot["units"]): IncomingLot {
  const { certificate, decision } = lot;
  return {
    lot: lot.lot,
    material: lot.material,
    supplier: lot.supplier,
    role: lot.role,
    heat: lot.heat,
    quantity: lot.quantity,
    receivedAt: lot.at,
    certificate:
      certificate === null
        ? null
        : {
            type: certificate.type,
            number: certificate.number,
            values: certificate.values.map((one) => ({ ...one, inside: insideOf(one) })),
          },
    decision: decision?.decision ?? null,
    reason: decision?.reason ?? null,
    decidedBy: decision?.actor ?? null,
    units,
    earlier: lot.earlier.map((one) => earlierView(one.decision, one)),
  };
}

/** Whether a certified value keeps its limits; null where a figure is missing or is no number. */
function insideOf(one: Omit<CertificateValue, "inside">): boolean | null {
  const value = Number(one.value);
  const low = one.min === null ? Number.NEGATIVE_INFINITY : Number(one.min);
  const high = one.max === null ? Number.POSITIVE_INFINITY : Number(one.max);
  if (one.value.trim() === "" || (one.min === null && one.max === null)) return null;
  if (Number.isNaN(value) || Number.isNaN(low) || Number.isNaN(high)) return null;
  return value >= low && value <= high;
}

function inProcess(run: RunState, characteristic: string): InProcess[] {
  const view = chartView(run, characteristic);
  if (view === null || view.chart === "none") return [];
  const raised = run.results.get(characteristic)?.signals ?? [];
  const answeredBy = new Map(raised.map((one) => [placeKey(one), one.answer?.actor ?? null]));
  const signals = view.signals.map((one) => ({
    ...one,
    answeredBy: answeredBy.get(placeKey(one)) ?? null,
  }));
  return [{ view, signals }];
}
