// How units of a run are named and which of them owe a measurement of a characteristic.
import type { Characteristic, InspectionPlan } from "../../config/plan/inspection-plan.ts";

/** Serial of the unit with this 1-based index, by the plan's pattern: `CB-{0000}` and 7 → `CB-0007`. */
export function unitSerial(plan: InspectionPlan, unitIndex: number): string {
  const { serials } = plan;
  const found = /\{(0+)\}/.exec(serials);
  const [pattern = "", zeros = ""] = found ?? [];
  const at = found?.index ?? serials.length;
  const number = found === null ? "" : String(unitIndex).padStart(zeros.length, "0");
  return serials.slice(0, at) + number + serials.slice(at + pattern.length);
}

/** Index of a serial of the plan's pattern, or null when it does not fit the pattern. */
export function unitIndexOf(plan: InspectionPlan, serial: string): number | null {
  const at = plan.serials.search(/\{0+\}/);
  const close = plan.serials.indexOf("}", at);
  const head = plan.serials.slice(0, at);
  const tail = plan.serials.slice(close + 1);
  if (!serial.startsWith(head) || !serial.endsWith(tail)) return null;
  const digits = serial.slice(head.length, serial.length - tail.length);
  if (!/^\d{1,9}$/.test(digits)) return null;
  const unitIndex = Number(digits);
  return unitSerial(plan, unitIndex) === serial ? unitIndex : null;
}

/** How many units of a run owe this characteristic. */
export function owedCount(characteristic: Characteristic, target: number): number {
  return Math.floor(target / characteristic.every);
}

/** Unit index of the n-th (0-based) unit that owes this characteristic. */
export function owedUnit(characteristic: Characteristic, ordinal: number): number {
  return (ordinal + 1) * characteristic.every;
}

/** 0-based ordinal of a unit among those that owe the characteristic; null when it owes none. */
export function owedOrdinal(characteristic: Characteristic, unitIndex: number): number | null {
  return unitIndex >= 1 && unitIndex % characteristic.every === 0
    ? unitIndex / characteristic.every - 1
    : null;
}
