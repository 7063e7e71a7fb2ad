// The first and second derivative of ln Gamma.

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

/** psi'(x), x > 0: recurrence to 15, then the asymptotic series (Abramowitz & Stegun 6.4.12). */
export function trigamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 15) {
    shift += 1 / (y * y);
    y += 1;
  }
  const u = 1 / (y * y);
  const tail = u * (1 / 6 - u * (1 / 30 - u * (1 / 42 - u * (1 / 30 - u * (5 / 66)))));
  return shift + 1 / y + u / 2 + tail / y;
}
