// What came out of the run: units that conform, at first go or at all, and what the others failed on.
import {
  type Cell,
  type CharacteristicResults,
  compareOrder,
  isNonconforming,
  owedOrdinal,
  type RunState,
  type TakenOut,
} from "../runs/index.ts";
import type { Assessment, Correction } from "./report-document.ts";

type Yield = Pick<
  Assessment,
  "unitsDone" | "unitsConforming" | "firstPass" | "pareto" | "corrections" | "skips"
>;

/** Counts units of the run; a unit is done when each of its owed cells is filled or skipped. */
export function runYield(run: RunState): Yield {
  const all = [...run.results.values()];
  const corrected = new Set(all.flatMap(takenOutUnits));
  let unitsDone = 0;
  let unitsConforming = 0;
  let firstPass = 0;
  for (let unitIndex = 1; unitIndex <= run.target; unitIndex += 1) {
    const owed = all.filter((one) => owedOrdinal(one.characteristic, unitIndex) !== null);
    const cells = owed.map((one) => one.cells.get(unitIndex));
    if (cells.length === 0 || cells.some((cell) => cell === undefined)) continue;
    unitsDone += 1;
    const conforms = cells.every((cell) => cell !== undefined && conformsFully(cell));
    if (conforms) unitsConforming += 1;
    if (conforms && !corrected.has(unitIndex)) firstPass += 1;
  }
  return {
    unitsDone,
    unitsConforming,
    firstPass,
    pareto: paretoOf(run),
    corrections: correctionsOf(run),
    skips: skipsOf(run),
  };
}

/** Units measured or judged more than once; a skip taken back is no result that was repeated. */
function takenOutUnits({ voided, reopened }: CharacteristicResults): number[] {
  const judged = reopened.filter((cell) => cell.type === "attribute");
  return [...voided, ...judged].map((cell) => cell.unitIndex);
}

function conformsFully(cell: Cell): boolean {
  return cell.type !== "skip" && !isNonconforming(cell);
}

/** Failures by characteristic and kind, most frequent first. */
function paretoOf(run: RunState): Assessment["pareto"] {
  const rows: { balloon: string; code: string; count: number }[] = [];
  for (const { characteristic, cells } of run.results.values()) {
    const counts = new Map<string, number>();
    const add = (code: string, count: number) => counts.set(code, (counts.get(code) ?? 0) + count);
    for (const cell of cells.values()) {
      if (cell.type === "measurement" && cell.verdict !== "ok") add(cell.verdict, 1);
      if (cell.type !== "attribute" || cell.nonconforming === 0) continue;
      const defects = Object.entries(cell.defects);
      for (const [code, count] of defects) add(code, count);
      if (defects.length === 0) add("nonconforming", cell.nonconforming);
    }
    for (const [code, count] of counts) {
      rows.push({ balloon: characteristic.balloon, code, count });
    }
  }
  return rows.sort((a, b) => b.count - a.count);
}

/** Results that were taken out, in the order in which they had been recorded. */
function correctionsOf(run: RunState): Correction[] {
  return [...run.results.values()]
    .flatMap(({ characteristic: { balloon }, voided, reopened }): Correction[] => [
      ...voided.map((cell) => correctionOf(cell, balloon, cell.voided)),
      ...reopened.map((cell) => correctionOf(cell, balloon, cell.reopened)),
    ])
    .sort((a, b) => compareOrder(run.epochs, a, b));
}

function correctionOf(cell: Cell, balloon: string, takenOut: TakenOut): Correction {
  const { epoch, seq, unit, type } = cell;
  const { reason, actor: by, at } = takenOut;
  return { epoch, seq, unit, balloon, type, ...shownOf(cell), reason, by, at };
}

/** Value and verdict of a measurement; of a skip its reason, of a judgement how it was. */
function shownOf(cell: Cell): { text: string; verdict: string } {
  if (cell.type === "measurement") return { text: cell.text, verdict: cell.verdict };
  if (cell.type === "skip") return { text: cell.reason, verdict: "skipped" };
  return { text: "", verdict: cell.nonconforming > 0 ? "nonconforming" : "ok" };
}

function skipsOf(run: RunState): Assessment["skips"] {
  return [...run.results.values()].flatMap(({ characteristic, cells }) =>
    [...cells.values()].flatMap((cell) =>
      cell.type === "skip"
        ? [{ unit: cell.unit, balloon: characteristic.balloon, reason: cell.reason }]
        : [],
    ),
  );
}
