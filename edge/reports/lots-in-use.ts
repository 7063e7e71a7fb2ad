// Which units were made from which lot: of each material the latest one that had come in and was not rejected.
import { type Cell, compareOrder, type Lot, type RunState } from "../runs/index.ts";

/** Units in a row, as the serials of the first and the last. */
export type UnitStretch = { readonly from: string; readonly to: string; readonly count: number };

/**
 * The units of each lot, by lot. A unit counts to the lots that were in use when its first result came;
 * a run with several materials has one lot of each in use at a time. A unit without a result counts to none.
 */
export function lotsInUse(run: RunState): ReadonlyMap<string, readonly UnitStretch[]> {
  const lots = [...run.lots.values()];
  const units = new Map<string, Cell[]>(lots.map(({ lot }) => [lot, []]));
  for (const cell of firstResults(run))
    for (const lot of inUseAt(run, lots, cell)) units.get(lot)?.push(cell);
  return new Map([...units].map(([lot, cells]) => [lot, stretches(cells)]));
}

/** The first result of each unit, in the order of the units. */
function firstResults(run: RunState): readonly Cell[] {
  const first = new Map<number, Cell>();
  for (const { cells } of run.results.values())
    for (const cell of cells.values()) {
      if (cell.type === "skip") continue;
      const known = first.get(cell.unitIndex);
      if (known === undefined || compareOrder(run.epochs, cell, known) < 0)
        first.set(cell.unitIndex, cell);
    }
  return [...first.values()].sort((a, b) => a.unitIndex - b.unitIndex);
}

function inUseAt(run: RunState, lots: readonly Lot[], cell: Cell): Iterable<string> {
  const latest = new Map<string, string>();
  for (const lot of lots)
    if (compareOrder(run.epochs, lot, cell) < 0 && !wasRejected(run, lot, cell))
      latest.set(lot.material, lot.lot);
  return latest.values();
}

/** By the decision in force at that time: what was decided later changes nothing of what was used. */
function wasRejected(run: RunState, { decision, earlier }: Lot, cell: Cell): boolean {
  const said = [...earlier, ...(decision === null ? [] : [decision])];
  return said.findLast((one) => compareOrder(run.epochs, one, cell) < 0)?.decision === "reject";
}

function stretches(cells: readonly Cell[]): UnitStretch[] {
  const found: { from: Cell; to: Cell }[] = [];
  for (const cell of cells) {
    const last = found.at(-1);
    if (last !== undefined && last.to.unitIndex === cell.unitIndex - 1) last.to = cell;
    else found.push({ from: cell, to: cell });
  }
  return found.map(({ from, to }) => ({
    from: from.unit,
    to: to.unit,
    count: to.unitIndex - from.unitIndex + 1,
  }));
}
