// The gamma function and the two remainders that keep gamma ratios exact at large arguments.

const HALF_LOG_TWO_PI = 0.91893853320467274178;

/** Lanczos coefficients for g = 607/128, 15 terms. Source: P. Godfrey, A note on the computation of
 * the convergent Lanczos complex gamma approximation (2001). */
const LANCZOS_G = 607 / 128;
const LANCZOS: readonly number[] = [
  0.99999999999999709182, 57.156235665862923517, -59.597960355475491248, 14.136097974741747174,
  -0.49191381609762019978, 0.33994649984811888699e-4, 0.46523628927048575665e-4,
  -0.98374475304879564677e-4, 0.15808870322491248884e-3, -0.21026444172410488319e-3,
  0.2174396181152126432e-3, -0.16431810653676389022e-3, 0.84418223983852743293e-4,
  -0.2619083840158140867e-4, 0.36899182659531622704e-5,
];

/** ln Gamma(x) for x > 0, about 15 digits. Lanczos below 15, Stirling's series above. */
export function logGamma(x: number): number {
  if (x >= 15) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingSeries(x);
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  let sum = LANCZOS[0] ?? 0;
  for (let i = 1; i < LANCZOS.length; i++) sum += (LANCZOS[i] ?? 0) / (z + i);
  const t = z + LANCZOS_G + 0.5;
  return (z + 0.5) * Math.log(t) - t + HALF_LOG_TWO_PI + Math.log(sum);
}

/** The tail of Stirling's series for ln Gamma(x), x >= 15 (Abramowitz & Stegun 6.1.41). */
function stirlingSeries(x: number): number {
  const y = 1 / (x * x);
  const head = 1 / 12 + y * (-1 / 360 + y * (1 / 1260 + y * (-1 / 1680 + y * (1 / 1188))));
  return (head + y ** 5 * (-691 / 360360 + y / 156)) / x;
}

/** ln(n!) minus Stirling's leading terms: ln Gamma(n+1) - (n+1/2) ln n + n - ln(2 pi)/2. */
export function stirlingRemainder(n: number): number {
  if (n >= 15) return stirlingSeries(n);
  return logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI;
}

/** x ln(x/m) + m - x without cancellation when x is near m. */
export function deviance(x: number, m: number): number {
  if (Math.abs(x - m) > 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let term = 2 * x * v;
  for (let j = 1; j < 1000; j++) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) return next;
    sum = next;
  }
  return sum;
}

/**
 * lambda^x e^-lambda / Gamma(x+1) for real x >= 0: the Poisson term, accurate for large arguments.
 * Source: C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000).
 */
export function poissonTerm(x: number, lambda: number): number {
  if (x === 0) return Math.exp(-lambda);
  if (lambda === 0) return 0;
  return Math.exp(-stirlingRemainder(x) - deviance(x, lambda)) / Math.sqrt(2 * Math.PI * x);
}

/**
 * Gamma(n+1)/(Gamma(x+1) Gamma(n-x+1)) p^x q^(n-x), q = 1-p, for real 0 <= x <= n: the binomial
 * term.
 * Source: Loader (2000), as above.
 */
export function binomialTerm(x: number, n: number, p: number, q: number): number {
  if (p === 0) return x === 0 ? 1 : 0;
  if (q === 0) return x === n ? 1 : 0;
  if (x === 0) return Math.exp(n * (p < 0.1 ? Math.log1p(-p) : Math.log(q)));
  if (x === n) return Math.exp(n * (q < 0.1 ? Math.log1p(-q) : Math.log(p)));
  const y = n - x;
  const exponent =
    stirlingRemainder(n) -
    stirlingRemainder(x) -
    stirlingRemainder(y) -
    deviance(x, n * p) -
    deviance(y, n * q);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * x * y));
}

/** ln of n over k, whole 0 <= k <= n. */
export function logChoose(n: number, k: number): number {
  if (k === 0 || k === n) return 0;
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
