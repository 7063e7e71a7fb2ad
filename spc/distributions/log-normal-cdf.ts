// The logarithm of the normal integral, where the integral itself would be zero.

import { normalCdf } from "./normal.ts";

/** ln P(Z <= z); below -35 by the asymptotic series (Abramowitz & Stegun 26.2.12). */
export function logNormalCdf(z: number): number {
  if (z > -35) return z > 0 ? Math.log1p(-normalCdf(-z)) : Math.log(normalCdf(z));
  const y = 1 / (z * z);
  const series = -y + 3 * y * y - 15 * y ** 3;
  return -0.5 * z * z - Math.log(-z) - 0.5 * Math.log(2 * Math.PI) + Math.log1p(series);
}
