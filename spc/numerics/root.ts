// How an equation in one unknown is solved: a bracket that never opens again.

/**
 * Root of `f` in [low, high], where f changes sign; relative accuracy near the last bit.
 * Chandrupatla's bracketing method: inverse quadratic interpolation where it is safe, bisection
 * where it is not. Source: T. R. Chandrupatla, Advances in Engineering Software 28 (1997) 145-149.
 * Throws a RangeError when the ends do not bracket a root: that is a bug of the caller.
 */
export function findRoot(f: (x: number) => number, low: number, high: number): number {
  let a = low;
  let b = high;
  let fa = f(a);
  let fb = f(b);
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(fa * fb < 0) && Math.sign(fa) === Math.sign(fb)) {
    throw new RangeError(`no sign change between ${low} and ${high}`);
  }
  let share = 0.5;
  for (let step = 0; step < 300; step++) {
    const x = a + share * (b - a);
    const fx = f(x);
    let c: number;
    let fc: number;
    if (Math.sign(fx) === Math.sign(fa)) {
      c = a;
      fc = fa;
    } else {
      c = b;
      fc = fb;
      b = a;
      fb = fa;
    }
    a = x;
    fa = fx;
    const best = Math.abs(fa) < Math.abs(fb) ? a : b;
    const tolerance = 2 * Number.EPSILON * Math.abs(best) + 1e-300;
    const closeness = tolerance / Math.abs(b - a);
    if (closeness > 0.5 || fa === 0 || fb === 0) return best;
    const xi = (a - b) / (c - b);
    const phi = (fa - fb) / (fc - fb);
    const safe = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi;
    const guess = safe
      ? (fa / (fb - fa)) * (fc / (fb - fc)) +
        (((c - a) / (b - a)) * fa * fb) / ((fc - fa) * (fc - fb))
      : 0.5;
    share = Math.min(1 - closeness, Math.max(closeness, guess));
  }
  return Math.abs(fa) < Math.abs(fb) ? a : b;
}

/**
 * Where the increasing function `f` crosses zero on (0, infinity), from a positive start.
 * The bracket is widened faster and faster; a root below 1e-300 is 0, one above 1e300 infinite.
 */
export function findPositiveRoot(f: (x: number) => number, start: number): number {
  let low = start;
  let high = start;
  let factor = 1.5;
  while (f(low) > 0 && low > 1e-300) {
    high = low;
    low /= factor;
    factor *= factor < 1e10 ? 1.5 : 1;
  }
  factor = 1.5;
  while (f(high) < 0 && high < 1e300) {
    low = high;
    high *= factor;
    factor *= factor < 1e10 ? 1.5 : 1;
  }
  if (low <= 1e-300 && f(low) > 0) return 0;
  if (high >= 1e300 && f(high) < 0) return Number.POSITIVE_INFINITY;
  return low === high ? low : findRoot(f, low, high);
}

/** Root of the increasing function `f` on the whole line; the bracket grows from `start`. */
export function findRootAround(f: (x: number) => number, start: number, width: number): number {
  let low = start;
  let high = start;
  let reach = width;
  while (f(low) > 0 && reach < 1e300) {
    high = low;
    low -= reach;
    reach *= 2;
  }
  reach = width;
  while (f(high) < 0 && reach < 1e300) {
    low = high;
    high += reach;
    reach *= 2;
  }
  return low === high ? low : findRoot(f, low, high);
}
