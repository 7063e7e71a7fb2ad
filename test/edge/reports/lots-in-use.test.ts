// Which units are said to come from which lot: of each material the latest one not rejected by then.
import { expect, it } from "vitest";
import { lotsInUse } from "../../../edge/reports/lots-in-use.ts";
import type { Cell, Lot, RunState } from "../../../edge/runs/index.ts";

const EPOCH = "e1";
const decision = (seq: number, said: string) => ({ epoch: EPOCH, seq, decision: said });
const lot = (seq: number, name: string, material: string, said?: Lot["decision"]): Lot =>
  ({
    ...{ epoch: EPOCH, seq, lot: name, material, decision: said ?? null, earlier: [] },
  }) as unknown as Lot;
const cell = (seq: number, unitIndex: number, type = "measurement"): Cell =>
  ({ type, epoch: EPOCH, seq, unitIndex, unit: `U${unitIndex}` }) as unknown as Cell;

/** Only what decides about lots: which came when, and which result came when. */
function runOf(lots: readonly Lot[], ...cells: readonly (readonly Cell[])[]): RunState {
  return {
    epochs: [EPOCH],
    lots: new Map(lots.map((one) => [one.lot, one])),
    results: new Map(
      cells.map((ones, k) => [
        `c${k}`,
        { cells: new Map(ones.map((one) => [one.unitIndex, one])) },
      ]),
    ),
  } as unknown as RunState;
}
const said = (run: RunState) =>
  [...lotsInUse(run)].map(
    ([name, units]) => `${name}: ${units.map(({ from, to, count }) => `${from}-${to} (${count})`)}`,
  );

it("a lot is in use until the next one of its material comes in, beside those of other materials", () => {
  const lots = [lot(1, "bar-1", "bar"), lot(2, "spring-1", "spring"), lot(5, "bar-2", "bar")];
  const run = runOf(lots, [cell(3, 1), cell(4, 2), cell(6, 3)]);
  expect(said(run)).toEqual(["bar-1: U1-U2 (2)", "spring-1: U1-U3 (3)", "bar-2: U3-U3 (1)"]);
});

it("the first result of a unit counts, not a later one after another lot came in", () => {
  const lots = [lot(1, "a", "bar"), lot(5, "b", "bar")];
  const run = runOf(lots, [cell(6, 1), cell(7, 2)], [cell(3, 1)]);
  expect(said(run)).toEqual(["a: U1-U1 (1)", "b: U2-U2 (1)"]);
});

it("a rejected lot makes no units, and one rejected afterwards has made those before", () => {
  const rejected = decision(3, "reject") as Lot["decision"];
  const run = runOf([lot(1, "a", "bar"), lot(2, "b", "bar", rejected)], [cell(4, 1), cell(5, 2)]);
  expect(said(run)).toEqual(["a: U1-U2 (2)", "b: "]);
  const later = decision(5, "reject") as Lot["decision"];
  const after = runOf([lot(1, "a", "bar"), lot(2, "b", "bar", later)], [cell(4, 1), cell(6, 2)]);
  expect(said(after)).toEqual(["a: U2-U2 (1)", "b: U1-U1 (1)"]);
});

it("a unit that was only skipped, or came before any lot, belongs to none", () => {
  const run = runOf([lot(2, "a", "bar")], [cell(1, 1), cell(3, 2, "skip"), cell(4, 4), cell(5, 5)]);
  expect(said(run)).toEqual(["a: U4-U5 (2)"]);
});
