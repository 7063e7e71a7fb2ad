// What a person does to cells: void a measurement, skip or reopen a cell, count an attribute, answer a signal.
import { type Draft, isAt, type RecordPlace } from "../../../sync/records/index.ts";
import type { Cell, CharacteristicResults, RunState } from "../run-state.ts";
import { owedCount, owedOrdinal, unitSerial } from "../unit-serials.ts";
import { type Act, type CommandRefusal, draftedBy, isCommandRefusal, refuse } from "./refusal.ts";

/** Takes a measurement out of the count; it stays in the journal and its cell opens again. */
export function voidMeasurement(
  run: RunState,
  place: RecordPlace,
  reason: string,
  act: Act,
): Draft[] | CommandRefusal {
  const found = cellAt(run, place);
  if (found?.cell.type !== "measurement") {
    return refuse(
      "no-such-measurement",
      `No measurement that counts is record ${place.seq} of epoch ${place.epoch} in run ${run.run}.`,
      "It may have been voided already; reload the page.",
    );
  }
  const { characteristic, cell } = found;
  const { seq: measurement, epoch } = place;
  const body = { run: run.run, characteristic, unit: cell.unit, measurement, epoch, reason };
  return [{ ...draftedBy(act), kind: "measurement.voided", body }];
}

/** Takes back a skip or a judgement; it stays in the journal and its cell opens again. */
export function reopenCell(
  run: RunState,
  place: RecordPlace,
  reason: string,
  act: Act,
): Draft[] | CommandRefusal {
  const found = cellAt(run, place);
  if (found === null || found.cell.type === "measurement") {
    return refuse(
      "no-such-cell",
      `No skip or judgement that counts is record ${place.seq} of epoch ${place.epoch} in run ${run.run}.`,
      "It may have been taken back already, or it is a measurement, which is voided; reload the page.",
    );
  }
  const { characteristic, cell } = found;
  const { unit, unitIndex } = cell;
  const { seq, epoch } = place;
  const body = { run: run.run, characteristic, unit, unitIndex, cell: seq, epoch, reason };
  return [{ ...draftedBy(act), kind: "cell.reopened", body }];
}

function cellAt(run: RunState, place: RecordPlace): { characteristic: string; cell: Cell } | null {
  for (const { characteristic, cells } of run.results.values()) {
    for (const cell of cells.values()) {
      if (isAt(cell, place)) return { characteristic: characteristic.id, cell };
    }
  }
  return null;
}

/** Leaves a cell without a value, for a reason; the hole stays visible on the chart. */
export function skipCell(
  run: RunState,
  characteristic: string,
  unitIndex: number,
  reason: string,
  act: Act,
): Draft[] | CommandRefusal {
  const found = openCell(run, characteristic, unitIndex);
  if (isCommandRefusal(found)) return found;
  const unit = unitSerial(run.plan, unitIndex);
  const body = { run: run.run, characteristic, unit, unitIndex, reason };
  return [{ ...draftedBy(act), kind: "unit.skipped", body }];
}

export type AttributeCount = {
  readonly id: string;
  readonly characteristic: string;
  readonly unitIndex: number;
  readonly nonconforming: number;
  readonly defects: Readonly<Record<string, number>>;
};

/** Notes a go/no-go result of one unit. */
export function countAttribute(
  run: RunState,
  count: AttributeCount,
  person: { operator: string | null; lot: string | null },
  act: Act,
): Draft[] | CommandRefusal {
  const found = openCell(run, count.characteristic, count.unitIndex);
  if (isCommandRefusal(found)) return found;
  if (found.characteristic.kind !== "attribute") {
    return refuse(
      "not-an-attribute",
      `${count.characteristic} is measured, not judged.`,
      "Send a value instead.",
    );
  }
  const body = {
    run: run.run,
    characteristic: count.characteristic,
    unit: unitSerial(run.plan, count.unitIndex),
    unitIndex: count.unitIndex,
    lot: person.lot,
    operator: person.operator,
    inspected: 1,
    nonconforming: count.nonconforming,
    defects: { ...count.defects },
  };
  return [{ ...draftedBy(act), id: count.id, kind: "attribute.counted", body }];
}

/** Answers a signal with the cause found and what was done. */
export function answerSignal(
  run: RunState,
  place: RecordPlace,
  answer: { cause: string; action: string; note: string },
  act: Act,
): Draft[] | CommandRefusal {
  for (const results of run.results.values()) {
    const raised = results.signals.find((one) => isAt(one, place));
    if (raised === undefined) continue;
    if (run.phase === "assessed") {
      return refuse(
        "wrong-phase",
        `Run ${run.run} has been assessed; its record is closed.`,
        "Open a finding in the next run.",
      );
    }
    if (raised.withdrawn !== null) {
      return refuse(
        "withdrawn",
        "This signal no longer stands: its points do not form it any more.",
        "Reload the page.",
      );
    }
    if (raised.answer !== null) {
      return refuse("answered", "This signal was answered already.", "Reload the page.");
    }
    const body = { run: run.run, signal: place.seq, epoch: place.epoch, ...answer };
    return [{ ...draftedBy(act), kind: "signal.acknowledged", body }];
  }
  return refuse(
    "no-such-signal",
    `Run ${run.run} has no signal ${place.seq} of epoch ${place.epoch}.`,
    "Reload the page.",
  );
}

/** The results of a characteristic whose cell of this unit is owed and open, or why not. */
export function openCell(
  run: RunState,
  characteristic: string,
  unitIndex: number,
): CharacteristicResults | CommandRefusal {
  const results = run.results.get(characteristic);
  if (results === undefined) {
    return refuse(
      "no-such-characteristic",
      `The plan has no characteristic ${characteristic}.`,
      `Use one of ${[...run.results.keys()].join(", ")}.`,
    );
  }
  const ordinal = owedOrdinal(results.characteristic, unitIndex);
  if (ordinal === null || ordinal >= owedCount(results.characteristic, run.target)) {
    return refuse(
      "not-owed",
      `Unit ${unitIndex} owes no ${characteristic}.`,
      `It is owed on every ${results.characteristic.every}. unit up to ${run.target}.`,
    );
  }
  if (results.cells.has(unitIndex)) {
    return refuse(
      "cell-filled",
      `${characteristic} of unit ${unitIndex} has a result already.`,
      "Take it back first, with a reason.",
    );
  }
  return results;
}
