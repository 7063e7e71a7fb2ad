// The tables that turn a division code in a register into decimals and a unit code into a unit.

/** What the codes of one maker mean; a code that is absent gives no value. */
export type DivisionTable = {
  /** Smallest step of the display, by division code; its decimals are the decimals of the integer. */
  readonly steps: readonly string[];
  /** Unit by unit code; null where the device says "other" and commissioning must say which. */
  readonly units: readonly (string | null)[];
};

/**
 * Laumas TLB, TLU, W100 and the same design under other names: register 40014 holds the unit code
 * in its high byte and the division code in its low byte. The weights are integers without point.
 */
const laumas: DivisionTable = {
  steps: [
    ...["100", "50", "20", "10", "5", "2", "1"],
    ...["0.5", "0.2", "0.1"],
    ...["0.05", "0.02", "0.01"],
    ...["0.005", "0.002", "0.001"],
    ...["0.0005", "0.0002", "0.0001"],
  ],
  units: ["kg", "g", "t", "lb", "N", "l", "bar", "atm", "pcs", "Nm", "kgm", null],
};

/** The tables a gauge model may name. */
export const DIVISION_TABLES = { laumas } as const satisfies Record<string, DivisionTable>;

/** Decimals and unit of a division register; null for each code that is not in the table. */
export function readDivisions(
  word: number,
  table: DivisionTable,
): { decimals: number | null; unit: string | null } {
  const step = table.steps[word & 0xff];
  return {
    decimals: step === undefined ? null : (step.split(".")[1]?.length ?? 0),
    unit: table.units[word >> 8] ?? null,
  };
}
