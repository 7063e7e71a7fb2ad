// Which specimen hangs on the rig: the armed one, or the lowest open cell of a load test it serves.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import {
  type CharacteristicResults,
  owedCount,
  owedUnit,
  pendingChecks,
  type RunState,
  unitSerial,
} from "../runs/index.ts";
import {
  bindCell,
  type CellAddress,
  type IntakeGauge,
  type UnassignedReason,
} from "./bind-reading.ts";

/** The cell a pull belongs to, or why to none; either way by whose settings it is watched. */
export type LoadTestCell = {
  readonly characteristic: Characteristic;
  readonly unitIndex: number | null;
  readonly reason: UnassignedReason | null;
};

/**
 * Null when the run has no load test for this rig. While a specimen of a characteristic waits for
 * its check, no other one of it is taken: two would stand at the bench and be mixed up. A unit that
 * is pulled on another rig at the moment cannot hang on this one.
 */
export function bindLoadTest(
  run: RunState,
  gauge: IntakeGauge,
  armed: CellAddress | null,
): LoadTestCell | null {
  const served = [...run.results.values()].filter(
    ({ characteristic }) =>
      characteristic.loadTest !== undefined && gauge.serves.includes(characteristic.gauge),
  );
  const [first] = served;
  if (first === undefined) return null;
  const pending = pendingChecks(run);
  const waiting = new Set(pending.map((test) => test.characteristic));
  const picked = served.find((one) => one.characteristic.id === armed?.characteristic);
  // The specimen that waits for its check has been pulled: its arming is used up.
  const pulled = pending.some(
    (one) => one.unitIndex === armed?.unitIndex && one.characteristic === armed?.characteristic,
  );
  const elsewhere = new Set(
    [...run.openTests.values()].flatMap((test) => (test.gauge === gauge.id ? [] : [test.unit])),
  );
  const isElsewhere = (unitIndex: number) => elsewhere.has(unitSerial(run.plan, unitIndex));
  if (armed !== null && picked !== undefined && !pulled && !isElsewhere(armed.unitIndex)) {
    const { characteristic } = picked;
    if (waiting.has(characteristic.id)) return none(characteristic, "check-pending");
    const binding = bindCell(run, picked, armed.unitIndex);
    if (!binding.bound) return none(characteristic, binding.reason);
    return { characteristic, unitIndex: armed.unitIndex, reason: null };
  }
  const free = served.filter((one) => !waiting.has(one.characteristic.id));
  const next = nextCell(run, free, isElsewhere);
  return next ?? none(first.characteristic, waiting.size > 0 ? "check-pending" : "no-open-cell");
}

/** The first open cell among these characteristics: lowest unit first, then plan order. */
function nextCell(
  run: RunState,
  among: readonly CharacteristicResults[],
  isElsewhere: (unitIndex: number) => boolean,
): LoadTestCell | null {
  let best: (LoadTestCell & { readonly unitIndex: number }) | null = null;
  for (const { characteristic, cells, openFrom } of among) {
    for (let at = openFrom; at < owedCount(characteristic, run.target); at += 1) {
      const unitIndex = owedUnit(characteristic, at);
      if (cells.has(unitIndex) || isElsewhere(unitIndex)) continue;
      if (best === null || unitIndex < best.unitIndex)
        best = { characteristic, unitIndex, reason: null };
      break;
    }
  }
  return best;
}

function none(characteristic: Characteristic, reason: UnassignedReason): LoadTestCell {
  return { characteristic, unitIndex: null, reason };
}
