// The run page's answer: progress, the five outputs, every characteristic, lots and findings.

import type { RecordPlace } from "../../sync/records/index.ts";
import {
  capabilityView,
  characteristicView,
  limitsView,
  signalView,
  standingSignals,
} from "../charts/index.ts";
import type { RunView } from "../http/views.ts";
import { openSignals, outputsOf } from "./completeness.ts";
import { compareOrder } from "./record-order.ts";
import type { Cell, Finding, Lot, RunState } from "./run-state.ts";
import { owedCount, owedOrdinal } from "./unit-serials.ts";

/** Points shown in a sparkline. */
const RECENT_POINTS = 30;

export function runView(run: RunState): RunView {
  const all = [...run.results.values()];
  const { part } = run.plan;
  return {
    run: run.run,
    brand: run.brand,
    supplier: run.supplier,
    order: run.order,
    partNumber: part.number,
    partRevision: part.revision,
    partName: part.name,
    planHash: run.planHash,
    phase: run.phase,
    target: run.target,
    exitCpk: run.plan.exit.cpk,
    plannedAt: run.plannedAt,
    startedAt: run.startedAt,
    closedAt: run.closedAt,
    ...unitProgress(run),
    cellsDone: all.reduce((sum, one) => sum + one.cells.size, 0),
    cellsOwed: all.reduce((sum, one) => sum + owedCount(one.characteristic, run.target), 0),
    outputs: outputsOf(run).map((one) => ({ ...one, lacks: [...one.lacks] })),
    characteristics: all.map((one) => ({
      characteristic: characteristicView(one.characteristic),
      chart: one.characteristic.chart,
      done: one.cells.size,
      owed: owedCount(one.characteristic, run.target),
      capability: capabilityView(one),
      openSignals: openSignals(one),
      signals: standingSignals(one).length,
      limitsEstablished: one.limits !== null,
      recent: one.points.slice(-RECENT_POINTS).map((point) => point.location),
      limits: limitsView(one)?.location ?? null,
    })),
    lots: [...run.lots.values()].map(lotView),
    findings: [...run.findings.values()].map(findingView),
    openSignals: all
      .flatMap(standingSignals)
      .filter((signal) => signal.answer === null)
      .map(signalView),
    exceptions: exceptionsOf(run),
    assessment: run.assessment === null ? null : assessmentView(run.assessment),
  };
}

/** Exceptions shown at once; the report has them all. */
const MOST_EXCEPTIONS = 200;

/** Skipped cells and nonconforming judgements, newest first. */
function exceptionsOf(run: RunState): RunView["exceptions"] {
  return [...run.results.values()]
    .flatMap(({ characteristic: { balloon }, cells }) =>
      [...cells.values()].flatMap((cell): RunView["exceptions"] => {
        if (cell.type === "measurement" || !(cell.type === "skip" || isNonconforming(cell)))
          return [];
        const { type, epoch, seq, at, unit } = cell;
        const reason = cell.type === "skip" ? cell.reason : null;
        const defects = cell.type === "attribute" ? Object.keys(cell.defects) : [];
        return [{ type, epoch, seq, at, balloon, unit, reason, defects }];
      }),
    )
    .sort((a, b) => compareOrder(run.epochs, b, a))
    .slice(0, MOST_EXCEPTIONS);
}

/** Units with every owed cell filled, and those of them with a cell outside its limits. */
export function unitProgress(run: RunState): { unitsDone: number; unitsNonconforming: number } {
  let unitsDone = 0;
  let unitsNonconforming = 0;
  const all = [...run.results.values()];
  for (let unitIndex = 1; unitIndex <= run.target; unitIndex += 1) {
    const owed = all.filter((one) => owedOrdinal(one.characteristic, unitIndex) !== null);
    const cells = owed.map((one) => one.cells.get(unitIndex));
    if (cells.length > 0 && cells.every((cell) => cell !== undefined)) unitsDone += 1;
    if (cells.some((cell) => cell !== undefined && isNonconforming(cell))) unitsNonconforming += 1;
  }
  return { unitsDone, unitsNonconforming };
}

export function isNonconforming(cell: Cell): boolean {
  if (cell.type === "measurement") return cell.verdict !== "ok";
  return cell.type === "attribute" && cell.nonconforming > 0;
}

function lotView(lot: Lot): RunView["lots"][number] {
  const { certificate } = lot;
  return {
    lot: lot.lot,
    material: lot.material,
    supplier: lot.supplier,
    role: lot.role,
    heat: lot.heat,
    quantity: lot.quantity,
    certificate: certificate === null ? null : `${certificate.type} ${certificate.number}`,
    decision: lot.decision?.decision ?? null,
    reason: lot.decision?.reason ?? null,
    decided: decidedView(lot.decision),
    earlier: lot.earlier.map((one) => earlierView(one.decision, one)),
  };
}

function findingView(finding: Finding): RunView["findings"][number] {
  return {
    finding: finding.finding,
    type: finding.type,
    severity: finding.severity,
    title: finding.title,
    description: finding.description,
    characteristic: finding.characteristic,
    units: finding.units,
    owner: finding.owner,
    due: finding.due,
    disposition: finding.disposed?.disposition ?? null,
    reason: finding.disposed?.reason ?? null,
    decided: decidedView(finding.disposed),
    earlier: finding.earlier.map((one) => earlierView(one.disposition, one)),
  };
}

type Said = RecordPlace & { readonly at: string; readonly actor: string };

function decidedView(decided: Said | null): RunView["lots"][number]["decided"] {
  if (decided === null) return null;
  const { epoch, seq, at, actor } = decided;
  return { epoch, seq, at, actor };
}

/** A decision that a later one replaced. */
export function earlierView(
  decision: string,
  { reason, at, actor }: Said & { readonly reason: string },
): RunView["lots"][number]["earlier"][number] {
  return { decision, reason, at, actor };
}

function assessmentView(
  assessment: NonNullable<RunState["assessment"]>,
): NonNullable<RunView["assessment"]> {
  const { decision, conditions, units, summary, actor, at } = assessment;
  return { decision, conditions, units, summary, actor, at };
}
