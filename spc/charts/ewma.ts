// The exponentially weighted moving average: small shifts, one number of memory.

import { isMeasurable, refuse, refusePositive } from "../refusals.ts";
import type { ControlLimits, Refusal } from "../types.ts";

export type EwmaParameters = {
  /** Weight of the newest point, above 0 and at most 1. */
  readonly lambda: number;
  /** Target or process mean; the average starts here. */
  readonly center: number;
  readonly nsigmas?: number | undefined;
};

/** All that is kept between two points: the average, and (1-lambda)^(2i). */
export type EwmaState = { readonly z: number; readonly decay: number };

export type EwmaPoint = EwmaState & { readonly limits: ControlLimits };

export type Ewma = {
  readonly z: readonly number[];
  /** Exact limits, which widen over the first points. */
  readonly limits: readonly ControlLimits[];
  /** Where they settle, per point (they differ only where the standard errors do). */
  readonly asymptotic: readonly ControlLimits[];
};

export function ewmaStart(parameters: EwmaParameters): EwmaState {
  return { z: parameters.center, decay: 1 };
}

/**
 * The next average z = lambda x + (1-lambda) z' and its exact limits
 * centre +- L se sqrt(lambda/(2-lambda) (1 - (1-lambda)^(2i))). `standardError` is that of x.
 * Source: S. W. Roberts, Technometrics 1 (1959) 239-250; Montgomery, 9.2; NIST/SEMATECH 6.3.2.4.
 */
export function ewmaStep(
  state: EwmaState,
  x: number,
  standardError: number,
  parameters: EwmaParameters,
): EwmaPoint {
  const { lambda, center, nsigmas = 3 } = parameters;
  // By its step, so that values that do not change leave the average where it is.
  const z = state.z + lambda * (x - state.z);
  const decay = state.decay * (1 - lambda) ** 2;
  const reach = nsigmas * standardError * Math.sqrt((lambda / (2 - lambda)) * (1 - decay));
  return { z, decay, limits: { center, lcl: center - reach, ucl: center + reach } };
}

/**
 * The chart of many points, `standardError` one number or one per point (with unequal subgroup
 * sizes the textbook limit with the current size, an approximation).
 * Refuses: parameter-out-of-range (lambda, width, negative error), not-finite.
 */
export function ewma(
  points: readonly number[],
  standardError: number | readonly number[],
  parameters: EwmaParameters,
): Refusal | Ewma {
  const { lambda, center, nsigmas = 3 } = parameters;
  if (!(lambda > 0 && lambda <= 1) || refusePositive("width", nsigmas) !== null) {
    return refuse(
      "parameter-out-of-range",
      `A weight of ${lambda} or a width of ${nsigmas} is impossible.`,
    );
  }
  const errors = points.map((_, i) =>
    typeof standardError === "number" ? standardError : (standardError[i] ?? Number.NaN),
  );
  if (![center, ...points, ...errors].every(isMeasurable)) {
    return refuse("not-finite", "A point, the centre or a standard error is not a finite number.");
  }
  if (errors.some((error) => error < 0)) {
    return refuse("parameter-out-of-range", "A standard error is negative.");
  }
  let state = ewmaStart(parameters);
  const z: number[] = [];
  const limits: ControlLimits[] = [];
  points.forEach((x, i) => {
    const point = ewmaStep(state, x, errors[i] ?? 0, parameters);
    z.push(point.z);
    limits.push(point.limits);
    state = point;
  });
  const asymptotic = errors.map((error) => {
    const reach = nsigmas * error * Math.sqrt(lambda / (2 - lambda));
    return { center, lcl: center - reach, ucl: center + reach };
  });
  return { z, limits, asymptotic };
}
