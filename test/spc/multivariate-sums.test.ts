// Multivariate cumulative sums against MSQC 1.0.2 for R, and against printed run lengths.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { normalSource } from "./chance.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

const rows = [
  ...[
    [10, 20.7, 13.6],
    [10.5, 19.9, 18.1],
    [9.7, 20, 16.1],
    [9.8, 20.2, 19.1],
  ],
  ...[
    [11.7, 21.5, 19.8],
    [11, 20.9, 10.3],
    [8.7, 18.8, 16.9],
    [9.5, 19.3, 15.3],
  ],
  ...[
    [10.1, 19.4, 16.2],
    [9.5, 19.6, 13.6],
    [12.5, 22.3, 17],
    [12.2, 22, 17.5],
    [12.3, 21.6, 18],
  ],
];
const mean = [10, 20, 15];
const cov = [
  [1.0, 0.9, 0.6],
  [0.9, 0.95, 0.5],
  [0.6, 0.5, 9],
];

/** What mult.chart(type = "mcusum" and "mcusum2", k = 0.5) of MSQC prints for these rows. */
const MSQC = {
  crosier: [
    ...[1.4149118562530596, 0.28429146860587867, 0.47502525100391119, 1.76911516706354321],
    ...[2.73020899406630102, 1.95703162665420072, 0.99480092715937152, 0.5852459546909401],
    ...[1.68267755852777823, 1.02129453314407703, 1.84814839144368492, 3.51400864969947113],
    5.59261221795630448,
  ],
  "pignatiello-runger": [
    ...[1.4149118562530596, 0, 0.4078392949363161, 1.6484720073109953, 2.31457643487234987],
    ...[1.09654261377756246, 0.44966043617595508, 0, 1.37449772521983005, 0.75729322260079135],
    ...[1.12914762205225738, 2.59257246587406787, 4.73593634814714282],
  ],
};

/** Mean run length of simulated charts of two independent characteristics, and its error. */
function runLength(scheme: spc.McusumScheme, h: number, shift: number, runs: number) {
  const next = normalSource(31);
  const factor = [
    [1, 0],
    [0, 1],
  ];
  const lengths = Array.from({ length: runs }, () => {
    let state = spc.mcusumStart(2);
    for (let length = 1; ; length++) {
      const step = spc.mcusumStep(state, [next() + shift, next()], factor, { scheme, k: 0.5 });
      if (step.y > h) return length;
      state = step;
    }
  });
  return { arl: spc.meanOf(lengths), error: spc.sampleSd(lengths) / Math.sqrt(runs) };
}

describe("multivariate cumulative sums", () => {
  it.each(spc.MCUSUM_SCHEMES)("of %s are those of MSQC", (scheme) => {
    const { y } = answer(spc.mcusum(rows, mean, cov, { scheme, k: 0.5 }));
    MSQC[scheme].forEach((wanted, i) => {
      expect(y[i]).toBeCloseTo(wanted, 9);
    });
  });

  it("run as long as Pignatiello and Runger print for h = 4.75: 203, and 9.28 after one sigma", () => {
    const control = runLength("pignatiello-runger", 4.75, 0, 1500);
    expect(Math.abs(control.arl - 203)).toBeLessThan(4 * control.error);
    const shifted = runLength("pignatiello-runger", 4.75, 1, 3000);
    expect(Math.abs(shifted.arl - 9.28)).toBeLessThan(4 * shifted.error);
  });

  it("run about 200 rows in control with Crosier's h = 5.50", () => {
    const { arl, error } = runLength("crosier", 5.5, 0, 1500);
    expect(Math.abs(arl - 200)).toBeLessThan(4 * error);
  });

  it("of one characteristic that only rises are its upper CUSUM", () => {
    const values = Array.from({ length: 12 }, (_, i) => 5 + 2 * (0.6 + (i % 3) / 5));
    const one = values.map((x) => [x]);
    const { y } = answer(spc.mcusum(one, [5], [[4]], { scheme: "crosier", k: 0.5 }));
    const { states } = answer(spc.cusum(values, 5, 2, { k: 0.5, h: 5 }));
    states.forEach(({ cPlus }, i) => {
      expect(y[i]).toBeCloseTo(cPlus, 12);
    });
  });

  it("do not depend on the unit of a characteristic", () => {
    const scale = [25.4, 1, 0.1];
    const scaled = rows.map((row) => row.map((x, j) => x * (scale[j] ?? 1)));
    const scaledCov = cov.map((row, i) => row.map((x, j) => x * (scale[i] ?? 1) * (scale[j] ?? 1)));
    const scaledMean = mean.map((x, j) => x * (scale[j] ?? 1));
    for (const scheme of spc.MCUSUM_SCHEMES) {
      const one = answer(spc.mcusum(rows, mean, cov, { scheme, k: 0.5 }));
      const other = answer(spc.mcusum(scaled, scaledMean, scaledCov, { scheme, k: 0.5 }));
      one.y.forEach((y, i) => {
        expect(other.y[i]).toBeCloseTo(y, 9);
      });
    }
  });

  it("refuse a singular covariance and a negative allowance", () => {
    const flat = [
      [1, 1],
      [1, 1],
    ];
    const parameters = { scheme: "crosier", k: 0.5 } as const;
    expect(spc.mcusum([[1, 2]], [0, 0], flat, parameters)).toHaveProperty(
      "refused",
      "no-variation",
    );
    expect(spc.mcusum(rows, mean, cov, { ...parameters, k: -1 })).toHaveProperty("refused");
  });
});
