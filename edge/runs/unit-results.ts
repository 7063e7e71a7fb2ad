// All that stands in the cells of one unit: what a person looks up to take an earlier result back.
import { characteristicView } from "../charts/index.ts";
import type { UnitResultsView } from "../http/views.ts";
import type { Cell, RunState } from "./run-state.ts";
import { owedCount, owedOrdinal, unitIndexOf, unitSerial } from "./unit-serials.ts";

/** The results of a unit named by its serial or its number; null where the run has no such unit. */
export function unitResults(run: RunState, named: string): UnitResultsView | null {
  // The serial first: where serials are digits only, they look like numbers of units.
  const number = /^\d{1,9}$/.test(named) ? Number(named) : null;
  const unitIndex = unitIndexOf(run.plan, named) ?? number;
  if (unitIndex === null || unitIndex < 1 || unitIndex > run.target) return null;
  const owing = [...run.results.values()].filter(({ characteristic }) => {
    const ordinal = owedOrdinal(characteristic, unitIndex);
    return ordinal !== null && ordinal < owedCount(characteristic, run.target);
  });
  return {
    unit: unitSerial(run.plan, unitIndex),
    unitIndex,
    results: owing.map(({ characteristic, cells }) => ({
      characteristic: characteristicView(characteristic),
      found: foundIn(cells.get(unitIndex)),
    })),
  };
}

function foundIn(cell: Cell | undefined): UnitResultsView["results"][number]["found"] {
  if (cell === undefined) return null;
  const { type, epoch, seq, at } = cell;
  return {
    ...{ type, epoch, seq, at },
    text: cell.type === "measurement" ? cell.text : null,
    verdict: cell.type === "measurement" ? cell.verdict : null,
    nonconforming: cell.type === "attribute" ? cell.nonconforming : null,
    reason: cell.type === "skip" ? cell.reason : null,
  };
}
