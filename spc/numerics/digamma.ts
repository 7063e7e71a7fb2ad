// The derivative of ln Gamma.

/** psi(x), x > 0: recurrence to 10, then the asymptotic series (Abramowitz & Stegun 6.3.18). */
export function digamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 10) {
    shift -= 1 / y;
    y += 1;
  }
  const u = 1 / (y * y);
  const tail = u * (1 / 12 - u * (1 / 120 - u * (1 / 252 - u * (1 / 240 - u * (1 / 132)))));
  return shift + Math.log(y) - 0.5 / y - tail;
}
