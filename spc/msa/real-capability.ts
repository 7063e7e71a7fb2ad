// What a process is really capable of, behind the uncertainty of its measurement.

import { refuse, refusePositive } from "../refusals.ts";
import type { Refusal } from "../types.ts";

/**
 * Cp real = (1/Cp seen^2 - 2.25 Q_MP^2)^(-1/2), Q_MP in per cent of the tolerance: what the index
 * would be without the scatter of the measurement.
 * Source: ISO 22514-7:2012, 10.1, B.4 and table 10; VDA 5 (2011), 4.10 and table 6.
 * Refuses: parameter-out-of-range (index or Q not above 0, or a measurement that scatters more than
 * what was seen).
 */
export function realCapability(observed: number, qMp: number): Refusal | number {
  const refused = refusePositive("index", observed) ?? refusePositive("Q of the process", qMp);
  if (refused !== null) return refused;
  const rest = 1 / observed ** 2 - 2.25 * (qMp / 100) ** 2;
  if (rest > 0) return 1 / Math.sqrt(rest);
  return refuse(
    "parameter-out-of-range",
    `With Q ${qMp} % the measurement alone shows less than an index of ${observed}.`,
  );
}
