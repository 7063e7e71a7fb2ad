// Uncertainty of measuring systems against the examples printed in ISO 22514-7.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

describe("the uncertainty of linearity", () => {
  /** ISO 22514-7:2012, table A.1: ten references read four times. */
  const references = [6.19, 9.17, 1.99, 7.77, 4, 10.77, 4.78, 2.99, 6.98, 9.98];
  const rows = [
    [6.31, 6.27, 6.31, 6.28],
    [9.27, 9.21, 9.34, 9.23],
    [2.21, 2.19, 2.22, 2.2],
    [8, 7.81, 7.95, 7.84],
    [4.27, 4.15, 4.15, 4.15],
    [10.93, 10.73, 10.92, 10.89],
    [4.95, 4.87, 5, 5],
    [3.24, 3.17, 3.21, 3.21],
    [7.14, 7.07, 7.18, 7.2],
    [10.23, 10.02, 10.07, 10.17],
  ];
  const study = {
    references: rows.flatMap((row, i) => row.map(() => references[i] ?? 0)),
    values: rows.flat(),
  };

  it("has the numbers printed in ISO 22514-7 table A.3", () => {
    const got = answer(spc.linearityUncertainty(study.references, study.values));
    expect(got.intercept).toBeCloseTo(0.2358, 4);
    expect(got.slope).toBeCloseTo(0.987, 4);
    expect(got.ssError).toBeCloseTo(0.1462, 4);
    expect(Math.abs(got.ssRepeatability - 0.1235)).toBeLessThan(6e-5);
    expect(got.ssLinearity).toBeCloseTo(0.0228, 4);
    expect(Math.abs(got.uLin - 0.0533)).toBeLessThan(1.6e-4);
    expect(got.uEvr).toBeCloseTo(0.0641, 4);
    expect(got.f).toBeCloseTo(0.6918, 3);
  });

  it("makes the Q_MS of 3.7 % printed in ISO 22514-7 A.5", () => {
    const got = answer(
      spc.uncertaintyBudget({
        linearityStudy: study,
        tolerance: 9,
        resolution: 0.005,
        calibrationU: 0.005,
        calibrationK: 1,
      }),
    );
    expect(got.uMs).toBeCloseTo(0.0836, 4);
    expect(got.qMs).toBeCloseTo(3.7, 1);
    expect(Math.abs((got.cMs ?? 0) - 5.38)).toBeLessThan(0.006);
    expect(got).toMatchObject({ uBi: 0, msCapable: true, process: null });
    expect(got.toleranceMinMs).toBeCloseTo((4 * got.uMs) / 0.15, 12);
  });
});

describe("the capability behind the measurement", () => {
  it.each([
    [0.67, 10, 0.67],
    [1, 20, 1.05],
    [1, 50, 1.51],
    [1.33, 30, 1.66],
    [1.33, 40, 2.21],
    [1.67, 30, 2.53],
    [2, 20, 2.5],
    [2, 30, 4.59],
  ])("seen as %d with Q %i %% is the %d of ISO 22514-7, table 10", (seen, q, real) => {
    expect(Math.abs(answer(spc.realCapability(seen, q)) - real)).toBeLessThan(0.0051);
  });

  it("is refused where the table says na", () => {
    expect(spc.realCapability(1.67, 40)).toHaveProperty("refused", "parameter-out-of-range");
    expect(spc.realCapability(2, 50)).toHaveProperty("refused", "parameter-out-of-range");
  });
});
