// How a definite integral is taken: Gauss-Legendre nodes computed once per order, and panels of
// them.

export type Quadrature = { readonly nodes: readonly number[]; readonly weights: readonly number[] };

const known = new Map<number, Quadrature>();

/**
 * Nodes and weights of the Gauss-Legendre rule of `order` points on [-1, 1].
 * Newton's method on the Legendre polynomial from the Chebyshev-like start
 * cos(pi (i - 1/4)/(n + 1/2)). Source: Davis & Rabinowitz, Methods of Numerical Integration, 2.7.
 */
export function gaussLegendre(order: number): Quadrature {
  const cached = known.get(order);
  if (cached !== undefined) return cached;
  const nodes: number[] = new Array(order).fill(0);
  const weights: number[] = new Array(order).fill(0);
  for (let i = 0; i < Math.ceil(order / 2); i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (order + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let previous = 1;
      let current = x;
      for (let k = 2; k <= order; k++) {
        const next = ((2 * k - 1) * x * current - (k - 1) * previous) / k;
        previous = current;
        current = next;
      }
      slope = (order * (x * current - previous)) / (x * x - 1);
      const move = current / slope;
      x -= move;
      if (Math.abs(move) < 1e-16) break;
    }
    const weight = 2 / ((1 - x * x) * slope * slope);
    nodes[i] = -x;
    nodes[order - 1 - i] = x;
    weights[i] = weight;
    weights[order - 1 - i] = weight;
  }
  const rule = { nodes, weights };
  known.set(order, rule);
  return rule;
}

export type Node = { readonly x: number; readonly weight: number };

/** Nodes and weights on [from, to] in `panels` equal panels of 20 Gauss-Legendre points each. */
export function panelNodes(from: number, to: number, panels: number): Node[] {
  const { nodes, weights } = gaussLegendre(20);
  const half = (to - from) / panels / 2;
  return Array.from({ length: panels }, (_, panel) => from + (2 * panel + 1) * half).flatMap(
    (middle) =>
      nodes.map((node, i) => ({ x: middle + half * node, weight: half * (weights[i] ?? 0) })),
  );
}

/** Integral of `f` over [from, to] in `panels` equal panels of 20 Gauss-Legendre points each. */
export function integrate(
  f: (x: number) => number,
  from: number,
  to: number,
  panels: number,
): number {
  return panelNodes(from, to, panels).reduce((sum, { x, weight }) => sum + weight * f(x), 0);
}
