// Variance components of any layout, balanced or not: restricted maximum likelihood.

import { centredSums } from "../moments.ts";
import { cholesky, inverseOf, type Matrix, solve } from "../numerics/linear-system.ts";

/** One random effect: which of its levels each reading belongs to, from 0. */
export type RandomEffect = { readonly levels: readonly number[]; readonly count: number };

export type RemlAnswer = {
  /** Variance of each effect in their order, then of the rest. */
  readonly variances: readonly number[];
  /** Asymptotic standard errors; null for a variance at 0. */
  readonly standardErrors: readonly (number | null)[];
  readonly mean: number;
  /** Restricted log-likelihood with all its constants. */
  readonly logLik: number;
};

const TURNS = 200;

type State = {
  /** V^-1 - V^-1 1 (1' V^-1 1)^-1 1' V^-1 */
  readonly projector: Matrix;
  readonly residual: readonly number[];
  readonly mean: number;
  readonly logLik: number;
};

/**
 * REML of y = mean + sum of random effects + rest, by Fisher scoring with variances kept at or above
 * 0. n^3 per turn: for studies up to some hundred readings. Null when it does not settle, or the
 * readings do not vary.
 * Source: H. D. Patterson & R. Thompson, Biometrika 58 (1971) 545-554; Searle, Casella & McCulloch,
 * Variance Components (1992), 6.6.
 */
export function reml(
  values: readonly number[],
  effects: readonly RandomEffect[],
): RemlAnswer | null {
  const { n, mean, squares } = centredSums(values);
  const scale = squares / (n - 1);
  if (!(scale > 0)) return null;
  const y = values.map((value) => (value - mean) / Math.sqrt(scale));
  let variances = new Array<number>(effects.length + 1).fill(1 / (effects.length + 1));
  let state = stateAt(y, effects, variances);
  for (let turn = 0; turn < TURNS && state !== null; turn++) {
    const { score, information } = slopes(state, effects);
    const free = variances.flatMap((v, i) => (v > 0 || (score[i] ?? 0) > 0 ? [i] : []));
    const step = solve(
      free.map((i) => free.map((j) => information[i]?.[j] ?? 0)),
      free.map((i) => score[i] ?? 0),
    );
    if (step === null) return null;
    const next = climbed(y, effects, variances, free, step, state.logLik);
    if (next === null) break;
    const moved = Math.max(...next.variances.map((v, i) => Math.abs(v - (variances[i] ?? 0))));
    variances = next.variances;
    state = next.state;
    if (moved < 1e-12) break;
  }
  if (state === null) return null;
  const { information } = slopes(state, effects);
  const inside = variances.flatMap((v, i) => (v > 0 ? [i] : []));
  const chosen = cholesky(inside.map((i) => inside.map((j) => information[i]?.[j] ?? 0)));
  const covariance = chosen === null ? null : inverseOf(chosen);
  return {
    variances: variances.map((v) => v * scale),
    standardErrors: variances.map((_, i) => {
      const at = inside.indexOf(i);
      return at < 0 || covariance === null ? null : Math.sqrt(covariance[at]?.[at] ?? 0) * scale;
    }),
    mean: mean + state.mean * Math.sqrt(scale),
    logLik: state.logLik - ((n - 1) / 2) * (Math.log(scale) + Math.log(2 * Math.PI)),
  };
}

/** The longest part of the step, variances cut at 0, that does not lower the likelihood. */
function climbed(
  y: readonly number[],
  effects: readonly RandomEffect[],
  variances: readonly number[],
  free: readonly number[],
  step: readonly number[],
  logLik: number,
) {
  for (let share = 1; share > 1e-10; share /= 2) {
    const trial = [...variances];
    free.forEach((i, at) => {
      trial[i] = Math.max(0, (variances[i] ?? 0) + share * (step[at] ?? 0));
    });
    const state = (trial[effects.length] ?? 0) > 1e-14 ? stateAt(y, effects, trial) : null;
    if (state !== null && state.logLik >= logLik - 1e-13 * Math.abs(logLik)) {
      return { variances: trial, state };
    }
  }
  return null;
}

function stateAt(
  y: readonly number[],
  effects: readonly RandomEffect[],
  variances: readonly number[],
): State | null {
  const rest = variances[effects.length] ?? 0;
  const v = y.map((_, a) =>
    y.map((_, b) => {
      let sum = a === b ? rest : 0;
      effects.forEach(({ levels }, i) => {
        if (levels[a] === levels[b]) sum += variances[i] ?? 0;
      });
      return sum;
    }),
  );
  const factor = cholesky(v);
  if (factor === null) return null;
  const whole = inverseOf(factor);
  const rows = whole.map((row) => row.reduce((sum, one) => sum + one, 0));
  const weight = rows.reduce((sum, one) => sum + one, 0);
  if (!(weight > 0)) return null;
  const mean = rows.reduce((sum, row, i) => sum + row * (y[i] ?? 0), 0) / weight;
  const projector = whole.map((row, a) =>
    row.map((one, b) => one - ((rows[a] ?? 0) * (rows[b] ?? 0)) / weight),
  );
  const residual = projector.map((row) => row.reduce((sum, one, b) => sum + one * (y[b] ?? 0), 0));
  const fit = residual.reduce((sum, one, i) => sum + one * (y[i] ?? 0), 0);
  const logDeterminant = 2 * factor.reduce((sum, row, i) => sum + Math.log(row[i] ?? 1), 0);
  const logLik = -0.5 * (logDeterminant + Math.log(weight) + fit);
  return Number.isFinite(logLik) ? { projector, residual, mean, logLik } : null;
}

/** First derivative of the restricted likelihood by each variance, and expected information. */
function slopes({ projector, residual }: State, effects: readonly RandomEffect[]) {
  // Columns of the projector summed over the levels of each effect; the rest has its own levels.
  const summed = effects.map((effect) => projector.map((row) => overLevels(row, effect)));
  const columns: readonly Matrix[] = [...summed, projector];
  const trace = (i: number) => {
    const levels = effects[i]?.levels;
    return (columns[i] ?? []).reduce((sum, row, a) => sum + (row[levels?.[a] ?? a] ?? 0), 0);
  };
  const score = columns.map((_, i) => {
    const effect = effects[i];
    const parts = effect === undefined ? residual : overLevels(residual, effect);
    return 0.5 * (parts.reduce((sum, one) => sum + one * one, 0) - trace(i));
  });
  const information = columns.map((_, i) =>
    columns.map((column) => {
      const effect = effects[i];
      return 0.5 * (effect === undefined ? squares(column) : squares(rowsSummed(column, effect)));
    }),
  );
  return { score, information };
}

function overLevels(row: readonly number[], { levels, count }: RandomEffect): number[] {
  const sums = new Array<number>(count).fill(0);
  row.forEach((one, a) => {
    const level = levels[a] ?? 0;
    sums[level] = (sums[level] ?? 0) + one;
  });
  return sums;
}

/** The rows of a matrix summed over the levels of an effect. */
function rowsSummed(matrix: Matrix, { levels, count }: RandomEffect): number[][] {
  const width = matrix[0]?.length ?? 0;
  const sums = Array.from({ length: count }, () => new Array<number>(width).fill(0));
  matrix.forEach((row, a) => {
    const sum = sums[levels[a] ?? 0] ?? [];
    for (let j = 0; j < width; j++) sum[j] = (sum[j] ?? 0) + (row[j] ?? 0);
  });
  return sums;
}

function squares(matrix: Matrix): number {
  return matrix.reduce((sum, row) => sum + row.reduce((part, one) => part + one * one, 0), 0);
}
