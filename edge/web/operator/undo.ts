// Which result "undo last" takes back: the newest of the run, by its records and by the station's view.
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { QualityRecord } from "../../../sync/records/index.ts";
import type { TaskView } from "../../http/views.ts";
import type { Operator } from "./operator.ts";
import { isSame, takenBack, type Undoable, undoableOf } from "./result.ts";

/** Follows the station's view; a record is newer than a view that was asked for before it. */
export function createUndo(task: ReadonlySignal<TaskView | null>): {
  readonly newest: ReadonlySignal<Undoable | null>;
  readonly take: (record: QualityRecord) => void;
} {
  const newest = signal<Undoable | null>(null);
  effect(() => {
    const view = task.value?.task ?? null;
    const last = view?.lastCell ?? null;
    const known = newest.peek();
    const goesOn = known !== null && known.run === view?.run;
    if (goesOn && (last === null || (last.epoch === known.epoch && last.seq < known.seq))) return;
    newest.value = view === null || last === null ? null : { run: view.run, ...last };
  });
  function take(record: QualityRecord): void {
    const gone = takenBack(record);
    const known = newest.peek();
    if (gone !== null && known !== null && isSame(known, gone)) newest.value = null;
    const brought = undoableOf(record);
    if (brought !== null) newest.value = brought;
  }
  return { newest, take };
}

/** Takes a result back; it stays in the record with the reason. */
export async function undo(operator: Operator, undone: Undoable, reason: string): Promise<void> {
  const { type, seq, epoch } = undone;
  const path = type === "measurement" ? "measurements" : "cells";
  const verb = type === "measurement" ? "void" : "reopen";
  const answer = await operator.command(`/api/${path}/${seq}/${verb}`, { reason, epoch });
  if (answer.ok) operator.notice.value = { kind: "undone", undone };
}
