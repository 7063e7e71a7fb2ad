// The registers of a virtual rig in the Laumas layout: 40007 status … 40014 divisions and unit.
import { DIVISION_TABLES } from "../decode/registers-divisions.ts";
import type { RigLoad } from "./rig-load.ts";

/** PDU address of 40007, and how many registers follow from there. */
export const FIRST_REGISTER = 6;
export const REGISTER_COUNT = 8;

export type RigScale = {
  /** Division code: 6 = steps of 1, 9 = 0.1, 12 = 0.01, … */
  readonly divisionCode: number;
  /** Unit code: 0 kg, 4 N, 11 other. */
  readonly unitCode: number;
};

/** The eight registers for a load; forces are rounded to the division, as the device does it. */
export function rigRegisters(load: RigLoad, scale: RigScale, errorBits: number): number[] {
  const step = DIVISION_TABLES.laumas.steps[scale.divisionCode];
  if (step === undefined) throw new RangeError(`no division code ${scale.divisionCode}`);
  const decimals = step.split(".")[1]?.length ?? 0;
  const stepUnits = Math.round(Number(step) * 10 ** decimals);
  const units = (force: number) => Math.round(Math.abs(force) / Number(step)) * stepUnits;
  const [gross, peak] = [units(load.force), units(load.peak)];
  const negative = load.force < 0 ? 0x0180 : 0;
  const peakNegative = load.peak < 0 ? 0x0200 : 0;
  const rest = (load.stable ? 0x0800 : 0) | (gross === 0 ? 0x1000 : 0);
  return [
    errorBits | negative | peakNegative | rest,
    ...[gross, gross, peak].flatMap((value) => [value >>> 16, value & 0xffff]),
    (scale.unitCode << 8) | scale.divisionCode,
  ];
}
