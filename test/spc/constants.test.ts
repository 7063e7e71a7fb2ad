// The control chart constants: printed tables, limits of large n, and errors.

import { describe, expect, it } from "vitest";
import { c4, constantsOf, d2, d2star, d3, d4, normalCdf, normalSurvival } from "../../spc/index.ts";

describe("control chart constants", () => {
  it("equal the tables of AIAG SPC, appendix E, to their printed digits", () => {
    expect(d2(5).toFixed(3)).toBe("2.326");
    expect(d3(5).toFixed(3)).toBe("0.864");
    expect(c4(10).toFixed(4)).toBe("0.9727");
    expect(d4(2).toFixed(4)).toBe("0.9539");
  });

  it("have closed forms for two and three values", () => {
    expect(d2(2)).toBe(2 / Math.sqrt(Math.PI));
    expect(d2(3)).toBeCloseTo(3 / Math.sqrt(Math.PI), 13);
    expect(c4(3)).toBeCloseTo(Math.sqrt(Math.PI) / 2, 15);
  });

  it("reach a hundred values as an independent double integral does", () => {
    expect(d2(50)).toBeCloseTo(4.49814725878, 10);
    expect(d3(50)).toBeCloseTo(0.65214258843, 9);
    expect(d2(100)).toBeCloseTo(5.01518727288, 10);
    expect(d3(100)).toBeCloseTo(0.60517910949, 9);
  });

  it("give c4 without a jump where the series takes over, and for a million values", () => {
    expect(c4(199)).toBeCloseTo(0.99873817587535801, 14);
    expect(c4(200)).toBeCloseTo(0.99874451266455059, 14);
    expect(c4(1_000_000)).toBeCloseTo(1 - 1 / (4 * 999_999), 12);
  });

  it("give the d2* of AIAG MSA appendix C", () => {
    expect(d2star(2, 5).toFixed(5)).toBe("1.19105");
    expect(d2star(5, 20).toFixed(5)).toBe("2.33394");
  });

  it("stand in the printed table as they are, to its last digit", () => {
    const printed = constantsOf("tabulated");
    for (let n = 2; n <= 25; n++) {
      expect(Math.abs(printed.d2(n) - d2(n))).toBeLessThan(0.00051);
      expect(Math.abs(printed.d3(n) - d3(n))).toBeLessThan(0.00101);
      expect(Math.abs(printed.c4(n) - c4(n))).toBeLessThan(0.000051);
    }
    expect(printed.d2(2)).toBe(1.128);
    expect(printed.d2(26)).toBe(d2(26));
    expect(printed.d4(2)).toBe(0.954);
    expect(constantsOf()).toMatchObject({ name: "exact" });
    expect(() => printed.d2(1)).toThrow(RangeError);
  });

  it("follow from the distribution of the range for every size up to 100", () => {
    for (const n of [2, 3, 5, 10, 25, 60, 100]) {
      const steps = 4000;
      let mean = 0;
      for (let i = 0; i < steps; i++) {
        const x = -10 + (20 * (i + 0.5)) / steps;
        mean += (20 / steps) * (1 - normalCdf(x) ** n - normalSurvival(x) ** n);
      }
      expect(d2(n)).toBeCloseTo(mean, 9);
    }
  });

  it("throw outside 2 to 100 values", () => {
    expect(() => d2(1)).toThrow(RangeError);
    expect(() => d3(101)).toThrow(RangeError);
    expect(() => d4(2.5)).toThrow(RangeError);
    expect(() => c4(1)).toThrow(RangeError);
  });

  it("are there at once for every size", () => {
    const start = performance.now();
    for (let n = 2; n <= 100; n++) d2(n);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
