// Whether a gauge resolves a tolerance: at least ten of its steps should fit into it.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import { convertDecimal } from "./unit-conversion.ts";

/** Steps of a gauge that should fit into a tolerance (AIAG MSA, 4th edition: the rule of ten). */
const STEPS_WANTED = 10;

export type Resolution = {
  readonly tolerance: string;
  readonly step: string;
  readonly unit: string;
  readonly ratio: number;
  readonly coarse: boolean;
};

/** The step a decimal text was sent with: "12.30" → "0.01", "7" → "1". */
export function stepOf(text: string): string {
  const decimals = text.split(".")[1]?.length ?? 0;
  return decimals === 0 ? "1" : `0.${"1".padStart(decimals, "0")}`;
}

/**
 * Compares a gauge's step with the tolerance of a characteristic with two limits. Null where it has
 * only one limit, or where the units cannot be compared.
 */
export function resolutionOf(
  characteristic: Characteristic,
  step: string,
  unit: string,
): Resolution | null {
  const { lsl, usl, decimals } = characteristic;
  if (lsl === undefined || usl === undefined || characteristic.unit === undefined) return null;
  const converted = convertDecimal(step, unit, characteristic.unit);
  if (converted === null || Number(converted) <= 0) return null;
  const width = usl - lsl;
  // The last bit of a difference of two limits must not turn ten steps into nine.
  const ratio = Math.floor(width / Number(converted) + 1e-9);
  return {
    tolerance: width.toFixed(decimals),
    step: converted,
    unit: characteristic.unit,
    ratio,
    coarse: ratio < STEPS_WANTED,
  };
}
