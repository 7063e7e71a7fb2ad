// The control chart constants: printed tables, limits of large n, and errors.

import { describe, expect, it } from "vitest";
import { c4, d2, d2star, d3, d4 } from "../../spc/index.ts";

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

  it("throw outside 2 to 100 values", () => {
    expect(() => d2(1)).toThrow(RangeError);
    expect(() => d3(101)).toThrow(RangeError);
    expect(() => d4(2.5)).toThrow(RangeError);
    expect(() => c4(1)).toThrow(RangeError);
  });

  it("are there at once for every size", () => {
    const start = performance.now();
    for (let n = 2; n <= 100; n++) d2(n);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
