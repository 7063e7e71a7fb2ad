// Small dense linear algebra: what multivariate charts and run lengths need, and no more.

export type Matrix = readonly (readonly number[])[];

/**
 * Solution of A x = b by Gaussian elimination with partial pivoting; null when A is singular to the
 * last bits. Source: Golub & Van Loan, Matrix Computations, 3.4.
 */
export function solve(matrix: Matrix, right: readonly number[]): number[] | null {
  const n = right.length;
  const a = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) {
      if (Math.abs(a[i]?.[column] ?? 0) > Math.abs(a[pivot]?.[column] ?? 0)) pivot = i;
    }
    const top = a[pivot];
    const swapped = a[column];
    if (top === undefined || swapped === undefined || !((top[column] ?? 0) !== 0)) return null;
    a[pivot] = swapped;
    a[column] = top;
    for (let i = column + 1; i < n; i++) {
      const row = a[i] ?? [];
      const factor = (row[column] ?? 0) / (top[column] ?? 1);
      if (factor === 0) continue;
      for (let j = column; j <= n; j++) row[j] = (row[j] ?? 0) - factor * (top[j] ?? 0);
    }
  }
  const x: number[] = new Array(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    const row = a[i] ?? [];
    let sum = row[n] ?? 0;
    for (let j = i + 1; j < n; j++) sum -= (row[j] ?? 0) * (x[j] ?? 0);
    x[i] = sum / (row[i] ?? 1);
  }
  return x.every(Number.isFinite) ? x : null;
}

/**
 * Lower Cholesky factor of a covariance matrix; null when it is not positive definite beyond
 * rounding (a pivot below 1e-13 of its variance). Source: Golub & Van Loan, 4.2.
 */
export function cholesky(covariance: Matrix): number[][] | null {
  const p = covariance.length;
  const factor: number[][] = Array.from({ length: p }, () => new Array(p).fill(0));
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = covariance[i]?.[j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (factor[i]?.[k] ?? 0) * (factor[j]?.[k] ?? 0);
      const row = factor[i];
      if (row === undefined) return null;
      if (i === j) {
        if (!(sum > 1e-13 * (covariance[i]?.[i] ?? 0))) return null;
        row[j] = Math.sqrt(sum);
      } else {
        row[j] = sum / (factor[j]?.[j] ?? 1);
      }
    }
  }
  return factor;
}

/** The inverse of S from its Cholesky factor L: S^-1 = L^-T L^-1. */
export function inverseOf(factor: Matrix): number[][] {
  const n = factor.length;
  const lower: number[][] = Array.from({ length: n }, () => new Array(n).fill(0));
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      const row = factor[i] ?? [];
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= (row[k] ?? 0) * (lower[k]?.[j] ?? 0);
      const to = lower[i];
      if (to !== undefined) to[j] = sum / (row[i] ?? 1);
    }
  }
  const whole: number[][] = Array.from({ length: n }, () => new Array(n).fill(0));
  for (const row of lower) {
    for (let i = 0; i < n; i++) {
      const left = row[i] ?? 0;
      const to = whole[i];
      if (left === 0 || to === undefined) continue;
      for (let j = 0; j < n; j++) to[j] = (to[j] ?? 0) + left * (row[j] ?? 0);
    }
  }
  return whole;
}

/** d' S^-1 d from the Cholesky factor of S: the squared length of the forward solution. */
export function quadraticForm(factor: Matrix, difference: readonly number[]): number {
  const y: number[] = [];
  let total = 0;
  difference.forEach((d, i) => {
    let sum = d;
    for (let k = 0; k < i; k++) sum -= (factor[i]?.[k] ?? 0) * (y[k] ?? 0);
    const value = sum / (factor[i]?.[i] ?? 1);
    y.push(value);
    total += value * value;
  });
  return total;
}

/** Determinant by elimination with partial pivoting; 0 for a singular matrix. */
export function determinant(matrix: Matrix): number {
  const a = matrix.map((row) => [...row]);
  let product = 1;
  for (let column = 0; column < a.length; column++) {
    let pivot = column;
    for (let i = column + 1; i < a.length; i++) {
      if (Math.abs(a[i]?.[column] ?? 0) > Math.abs(a[pivot]?.[column] ?? 0)) pivot = i;
    }
    const top = a[pivot] ?? [];
    const head = top[column] ?? 0;
    if (head === 0) return 0;
    if (pivot !== column) {
      a[pivot] = a[column] ?? [];
      a[column] = top;
      product = -product;
    }
    product *= head;
    for (let i = column + 1; i < a.length; i++) {
      const row = a[i] ?? [];
      const factor = (row[column] ?? 0) / head;
      for (let j = column; j < a.length; j++) row[j] = (row[j] ?? 0) - factor * (top[j] ?? 0);
    }
  }
  return product;
}
