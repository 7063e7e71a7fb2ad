// What the operator does now: the armed cell, its subgroup, the list with progress, the last result.
import { characteristicView, limitsView, pointSize } from "../charts/index.ts";
import type { MeasurementView, TaskView } from "../http/views.ts";
import {
  type Cell,
  type CharacteristicResults,
  compareOrder,
  type LoadTest,
  type Measurement,
  openSignals,
  owedCount,
  owedOrdinal,
  owedUnit,
  pendingChecks,
  type RunState,
  unitSerial,
  unprovenPulls,
} from "../runs/index.ts";
import { type CellAddress, nextOpenCell } from "./bind-reading.ts";
import { runningRun, type StationState } from "./station-state.ts";
import { currentLot } from "./take-reading.ts";

/** Points in the mini chart under the value. */
const RECENT_POINTS = 25;

/** What the station remembers between readings without keeping it in the journal. */
export type Attention = {
  /** Cell a person picked; the next reading that fits goes there. */
  readonly armed: CellAddress | null;
  /** Kind of gauge in use: its next open cell is shown. */
  readonly gaugeKind: string | null;
};

type Armed = NonNullable<NonNullable<TaskView["task"]>["armed"]>;

export function taskView(state: StationState, attention: Attention): TaskView {
  const run = runningRun(state);
  if (run === null) return { task: null };
  const armed = armedCell(run, attention);
  return {
    task: {
      run: run.run,
      partNumber: run.plan.part.number,
      partName: run.plan.part.name,
      lot: currentLot(run),
      target: run.target,
      armed: armed === null ? null : armedView(run, armed.results, armed.unitIndex),
      list: [...run.results.values()].map((one) => ({
        characteristic: characteristicView(one.characteristic),
        done: one.cells.size,
        total: owedCount(one.characteristic, run.target),
        openSignals: openSignals(one),
      })),
      last: lastMeasurement(run),
      checks: checksOf(run),
      unproven: unprovenPulls(run).map(unprovenView),
      lastCell: lastCell(run),
    },
  };
}

function armedCell(
  run: RunState,
  attention: Attention,
): { results: CharacteristicResults; unitIndex: number } | null {
  const { armed, gaugeKind } = attention;
  const picked = armed === null ? undefined : run.results.get(armed.characteristic);
  if (armed !== null && picked !== undefined)
    return { results: picked, unitIndex: armed.unitIndex };
  const all = [...run.results.values()];
  const ofGauge = all.filter((one) => one.characteristic.gauge === gaugeKind);
  return nextOpenCell(run, ofGauge) ?? nextOpenCell(run, all);
}

function armedView(run: RunState, results: CharacteristicResults, unitIndex: number): Armed {
  const { characteristic } = results;
  const size = pointSize(characteristic);
  const ordinal = owedOrdinal(characteristic, unitIndex) ?? 0;
  const subgroup = Math.floor(ordinal / size);
  const first = subgroup * size;
  const last = Math.min(first + size, owedCount(characteristic, run.target));
  const cells: Armed["cells"] = [];
  for (let at = first; at < last; at += 1)
    cells.push(cellView(run, results, owedUnit(characteristic, at)));
  return {
    characteristic: characteristicView(characteristic),
    unit: unitSerial(run.plan, unitIndex),
    unitIndex,
    cells,
    subgroup: subgroup + 1,
    recent: results.points.slice(-RECENT_POINTS).map((point) => point.location),
    limits: limitsView(results)?.location ?? null,
  };
}

function cellView(
  run: RunState,
  results: CharacteristicResults,
  unitIndex: number,
): Armed["cells"][number] {
  const cell = results.cells.get(unitIndex);
  return {
    unit: unitSerial(run.plan, unitIndex),
    unitIndex,
    measurement:
      cell?.type === "measurement" ? measurementView(results.characteristic.id, cell) : null,
    skipped: cell?.type === "skip" ? cell.reason : null,
    nonconforming: cell?.type === "attribute" ? cell.nonconforming : null,
    filled: cell === undefined ? null : { epoch: cell.epoch, seq: cell.seq, at: cell.at },
  };
}

export function measurementView(characteristic: string, cell: Measurement): MeasurementView {
  const { epoch, seq, at, unit, unitIndex, text, verdict, validity, gauge, entry } = cell;
  return {
    epoch,
    seq,
    at,
    characteristic,
    unit,
    unitIndex,
    text,
    verdict,
    validity,
    marks: [...cell.marks],
    gauge,
    entry,
  };
}

type Check = NonNullable<TaskView["task"]>["checks"][number];

function checksOf(run: RunState): Check[] {
  return pendingChecks(run).map((test) => {
    const { characteristic } = run.results.get(test.characteristic ?? "") ?? {};
    return {
      test: test.id,
      characteristic: test.characteristic ?? "",
      unit: test.unit ?? "",
      minimum: test.hold?.minimum ?? "",
      uom: test.uom,
      heldMs: test.hold?.heldMs ?? 0,
      question: characteristic?.loadTest?.function ?? null,
    };
  });
}

function unprovenView(test: LoadTest): NonNullable<TaskView["task"]>["unproven"][number] {
  const { id, characteristic, unit, at, outcome, reason, spent, peak, uom } = test;
  return {
    ...{ test: id, characteristic: characteristic ?? "", unit: unit ?? "", at, peak, uom },
    ...{ reason: reason ?? outcome, spent: spent ?? false },
  };
}

/** The newest measurement of the run that counts, over all characteristics. */
function lastMeasurement(run: RunState): MeasurementView | null {
  const newest = newestOf(run, (results) => results.latest);
  return newest === null ? null : measurementView(newest.characteristic, newest.cell);
}

/** The newest result of the run that counts, of any kind. */
function lastCell(run: RunState): NonNullable<TaskView["task"]>["lastCell"] {
  const newest = newestOf(run, (results) => results.newest);
  if (newest === null) return null;
  const { characteristic, cell } = newest;
  const { type, epoch, seq, at, unit, unitIndex } = cell;
  const text = cell.type === "measurement" ? cell.text : null;
  return { type, epoch, seq, at, characteristic, unit, unitIndex, text };
}

function newestOf<Some extends Cell>(
  run: RunState,
  of: (results: CharacteristicResults) => Some | null,
): { readonly characteristic: string; readonly cell: Some } | null {
  let newest: { readonly characteristic: string; readonly cell: Some } | null = null;
  for (const results of run.results.values()) {
    const cell = of(results);
    if (cell === null) continue;
    if (newest === null || compareOrder(run.epochs, cell, newest.cell) > 0)
      newest = { characteristic: results.characteristic.id, cell };
  }
  return newest;
}
