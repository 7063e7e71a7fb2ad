// How the largest value of a function is found where no equation leads to it.

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Place of the maximum of `f` in [low, high], where it has one peak; by golden section, to about
 * the square root of the last bit, as flat as a maximum is. Values that are no number count as
 * lowest. Source: J. Kiefer, Proceedings of the American Mathematical Society 4 (1953) 502-506.
 */
export function maximise(f: (x: number) => number, low: number, high: number): number {
  let a = low;
  let b = high;
  let left = b - GOLDEN * (b - a);
  let right = a + GOLDEN * (b - a);
  let atLeft = value(f, left);
  let atRight = value(f, right);
  const tolerance = 1e-10 * (Math.abs(low) + Math.abs(high));
  for (let step = 0; step < 200 && b - a > tolerance; step++) {
    if (atLeft > atRight) {
      b = right;
      right = left;
      atRight = atLeft;
      left = b - GOLDEN * (b - a);
      atLeft = value(f, left);
    } else {
      a = left;
      left = right;
      atLeft = atRight;
      right = a + GOLDEN * (b - a);
      atRight = value(f, right);
    }
  }
  return (a + b) / 2;
}

function value(f: (x: number) => number, x: number): number {
  const y = f(x);
  return Number.isNaN(y) ? Number.NEGATIVE_INFINITY : y;
}

export type PlanePoint = readonly [number, number];
type Corner = { readonly at: PlanePoint; readonly value: number };

/**
 * A local maximum of `f` over two variables, climbed from `start` by a triangle of size `step`;
 * started once more where it came to rest. Never leaves the hill it starts on by intent: likelihoods
 * with a spike elsewhere need just that.
 * Source: J. A. Nelder & R. Mead, The Computer Journal 7 (1965) 308-313.
 */
export function maximisePlane(
  f: (x: number, y: number) => number,
  start: PlanePoint,
  step: number,
): PlanePoint {
  const first = climb(f, start, step);
  return climb(f, first, step / 10);
}

function climb(f: (x: number, y: number) => number, start: PlanePoint, step: number): PlanePoint {
  const corner = (at: PlanePoint): Corner => ({ at, value: value(() => f(at[0], at[1]), 0) });
  const [x, y] = start;
  let corners = [corner(start), corner([x + step, y]), corner([x, y + step])];
  for (let turn = 0; turn < 400; turn++) {
    corners = [...corners].sort((a, b) => b.value - a.value);
    const [best, good, worst] = corners;
    if (best === undefined || good === undefined || worst === undefined) break;
    const size = Math.hypot(best.at[0] - worst.at[0], best.at[1] - worst.at[1]);
    if (size < 1e-9 * (1 + Math.abs(best.at[0]) + Math.abs(best.at[1]))) break;
    const next = moved(corner, best, good, worst);
    corners =
      next === null
        ? [best, corner(between(best.at, good.at, 0.5)), corner(between(best.at, worst.at, 0.5))]
        : [best, good, next];
  }
  return [...corners].sort((a, b) => b.value - a.value)[0]?.at ?? start;
}

/** The corner that replaces the worst one: reflected, stretched or drawn in; null to shrink all. */
function moved(
  corner: (at: PlanePoint) => Corner,
  best: Corner,
  good: Corner,
  worst: Corner,
): Corner | null {
  const middle = between(best.at, good.at, 0.5);
  const reflected = corner(between(worst.at, middle, 2));
  if (reflected.value > best.value) {
    const stretched = corner(between(worst.at, middle, 3));
    return stretched.value > reflected.value ? stretched : reflected;
  }
  if (reflected.value > good.value) return reflected;
  const inward = corner(between(worst.at, middle, reflected.value > worst.value ? 1.5 : 0.5));
  return inward.value > Math.max(worst.value, reflected.value) ? inward : null;
}

function between(a: PlanePoint, b: PlanePoint, share: number): PlanePoint {
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}
