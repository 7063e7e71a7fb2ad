// Scales end with few round ticks whatever they span.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roundTicks } from "../../../edge/figures/scale.ts";

describe("round ticks", () => {
  it("are few, in order and inside the span, however wide or narrow it is", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, fc.integer({ min: 1, max: 12 }), (a, b, count) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const ticks = roundTicks(low, high, count);
        expect(ticks.length).toBeLessThanOrEqual(2 * count + 2);
        const margin = (high - low) * 1e-6 || Math.abs(low) * 1e-11 + 1e-300;
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(low - margin);
          expect(tick).toBeLessThanOrEqual(high + margin);
        }
        expect(ticks).toEqual([...ticks].sort((x, y) => x - y));
      }),
      { numRuns: 2000 },
    );
  });

  it("end for the narrowest span there is", () => {
    expect(roundTicks(-5e-324, 5e-324, 5)).toEqual([-5e-324]);
    expect(roundTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });
});
