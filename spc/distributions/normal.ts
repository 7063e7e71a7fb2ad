// The normal distribution, with tails that keep their digits beyond 8 sigma.

/** Coefficients of W. J. Cody, Rational Chebyshev approximations for the error function,
 * Mathematics of Computation 23 (1969) 631-637, in the form for the normal integral
 * (Cody, ACM TOMS 19 (1993) 22-32, ANORM). */
const CENTRE_TOP = [
  0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582,
  18154.981253343561249,
];
const CENTRE_BOTTOM = [
  1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956,
];
const MIDDLE_TOP = [
  1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979,
  597.27027639480026226, 2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124,
  9842.7148383839780218,
];
const MIDDLE_BOTTOM = [
  1, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
  18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
];
const TAIL_TOP = [
  0.02307344176494017303, 0.21589853405795699, 0.1274011611602473639, 0.022235277870649807,
  0.001421619193227893466, 2.9112874951168792e-5,
];
const TAIL_BOTTOM = [
  1, 1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244,
  7.29751555083966205e-5,
];

const INVERSE_SQRT_TWO_PI = 0.39894228040143267794;

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/** exp(-x^2/2) with the square split, so that the exponent keeps its digits. */
function gaussian(x: number): number {
  const head = Math.trunc(x * 16) / 16;
  return Math.exp(-head * head * 0.5) * Math.exp(-(x - head) * (x + head) * 0.5);
}

/** Upper tail for x >= 0.67448975. */
function upperTail(x: number): number {
  if (x < 5.656854249492380195) {
    return (gaussian(x) * polynomial(MIDDLE_TOP, x)) / polynomial(MIDDLE_BOTTOM, x);
  }
  const y = 1 / (x * x);
  const tail = (y * polynomial(TAIL_TOP, y)) / polynomial(TAIL_BOTTOM, y);
  return (gaussian(x) * (INVERSE_SQRT_TWO_PI - tail)) / x;
}

/** Density of the standard normal distribution. */
export function normalPdf(z: number): number {
  return INVERSE_SQRT_TWO_PI * gaussian(Math.abs(z));
}

/**
 * P(Z <= z) of the standard normal distribution, relative accuracy about 1e-15 in both tails.
 * Source: Cody (1969, 1993).
 */
export function normalCdf(z: number): number {
  const size = Math.abs(z);
  if (size <= 0.67448975) {
    const y = z * z;
    return 0.5 + (z * polynomial(CENTRE_TOP, y)) / polynomial(CENTRE_BOTTOM, y);
  }
  if (size > 40) return z < 0 ? 0 : 1;
  const tail = upperTail(size);
  return z < 0 ? tail : 1 - tail;
}

/** P(Z > z): the upper tail itself, never 1 minus the lower one. */
export function normalSurvival(z: number): number {
  return normalCdf(-z);
}

/** Coefficients of M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988) 477-484. */
const QUANTILE_CENTRE_TOP = [
  2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
  13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
];
const QUANTILE_CENTRE_BOTTOM = [
  5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
  5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1,
];
const QUANTILE_MIDDLE_TOP = [
  7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
  1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
  1.42343711074968357734,
];
const QUANTILE_MIDDLE_BOTTOM = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
  0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
];
const QUANTILE_TAIL_TOP = [
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
  0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699,
  6.6579046435011037772,
];
const QUANTILE_TAIL_BOTTOM = [
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
  7.868691311456132591e-4, 0.0148753612908506148525, 0.1369298809227358053, 0.59983220655588793769,
  1,
];

/**
 * z with P(Z <= z) = p, 0 < p < 1 (-Infinity and Infinity at 0 and 1); relative accuracy 1e-15.
 * Source: Wichura AS 241.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability must lie in [0, 1], got ${p}`);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(QUANTILE_CENTRE_TOP, r)) / polynomial(QUANTILE_CENTRE_BOTTOM, r);
  }
  const root = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const size =
    root <= 5
      ? polynomial(QUANTILE_MIDDLE_TOP, root - 1.6) / polynomial(QUANTILE_MIDDLE_BOTTOM, root - 1.6)
      : polynomial(QUANTILE_TAIL_TOP, root - 5) / polynomial(QUANTILE_TAIL_BOTTOM, root - 5);
  return q < 0 ? -size : size;
}

/** z with P(Z > z) = q: exact for small q, where 1 - q would lose digits. */
export function normalUpperQuantile(q: number): number {
  return -normalQuantile(q);
}
