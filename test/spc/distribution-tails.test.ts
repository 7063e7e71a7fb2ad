// Distributions far out and beside the common arguments, against 40-digit values (mpmath 1.3:
// gammainc, betainc, ncdf, exact sums, quad of the definition for the noncentral t).

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { trigamma } from "../../spc/numerics/digamma.ts";

const exact: readonly (readonly [string, readonly number[], number])[] = [
  ["chiSquareCdf", [0.001, 1], 0.025227120630039613],
  ["chiSquareSurvival", [0.001, 1], 0.9747728793699604],
  ["chiSquareCdf", [3.84, 1], 0.9499564787512949],
  ["chiSquareSurvival", [3.84, 1], 0.050043521248705106],
  ["chiSquareCdf", [40, 3], 0.9999999893449096],
  ["chiSquareSurvival", [40, 3], 1.0655090334255861e-8],
  ["chiSquareCdf", [150, 36], 0.9999999999999992],
  ["chiSquareSurvival", [150, 36], 7.2848650372656025e-16],
  ["chiSquareCdf", [5, 36], 2.1459967719487954e-10],
  ["chiSquareSurvival", [5, 36], 0.9999999997854003],
  ["chiSquareCdf", [1000, 999], 0.5148685107250985],
  ["chiSquareSurvival", [1000, 999], 0.48513148927490146],
  ["chiSquareCdf", [0.5, 0.7], 0.6490247029684167],
  ["chiSquareSurvival", [0.5, 0.7], 0.35097529703158326],
  ["chiSquareCdf", [64, 1], 0.9999999999999988],
  ["chiSquareSurvival", [64, 1], 1.2441921148543568e-15],
  ["chiSquareCdf", [90, 8], 0.9999999999999996],
  ["chiSquareSurvival", [90, 8], 4.650447685960545e-16],
  ["binomialCdf", [0, 10, 0.01], 0.9043820750088045],
  ["binomialSurvival", [0, 10, 0.01], 0.09561792499119551],
  ["binomialCdf", [3, 50, 0.1], 0.25029390595330764],
  ["binomialSurvival", [3, 50, 0.1], 0.7497060940466924],
  ["binomialCdf", [40, 50, 0.1], 1.0],
  ["binomialSurvival", [40, 50, 0.1], 9.942535302628161e-33],
  ["binomialCdf", [12, 500, 0.01], 0.9980995068161168],
  ["binomialSurvival", [12, 500, 0.01], 0.0019004931838831661],
  ["binomialCdf", [2, 125, 0.0001], 0.9999996851433874],
  ["binomialSurvival", [2, 125, 0.0001], 3.148566125896094e-7],
  ["binomialCdf", [499, 500, 0.99], 0.9934295169575854],
  ["binomialSurvival", [499, 500, 0.99], 0.006570483042414603],
  ["binomialCdf", [0, 1000, 0.02], 1.682967357215955e-9],
  ["binomialSurvival", [0, 1000, 0.02], 0.9999999983170327],
  ["poissonCdf", [0, 0.01], 0.9900498337491681],
  ["poissonSurvival", [0, 0.01], 0.009950166250831947],
  ["poissonCdf", [3, 8], 0.042380111991684],
  ["poissonSurvival", [3, 8], 0.957619888008316],
  ["poissonCdf", [30, 8], 0.9999999994630268],
  ["poissonSurvival", [30, 8], 5.369732955108575e-10],
  ["poissonCdf", [1, 40], 1.7418252446695514e-16],
  ["poissonSurvival", [1, 40], 0.9999999999999998],
  ["poissonCdf", [200, 150], 0.9999579411421362],
  ["poissonSurvival", [200, 150], 4.205885786379841e-5],
  ["poissonCdf", [5, 0.001], 1.0],
  ["poissonSurvival", [5, 0.001], 1.3876989333774599e-21],
  ["studentTSurvival", [8, 5], 0.00024645333028622203],
  ["studentTSurvival", [8, 30], 3.1329112378503795e-9],
  ["studentTSurvival", [8, 1000], 1.7133307411957373e-15],
  ["studentTSurvival", [8, 1000000.0], 6.22753171660126e-16],
  ["studentTSurvival", [10000.0, 2], 4.999999925000001e-9],
  ["studentTSurvival", [6, 200], 4.557560174405193e-9],
  ["studentTSurvival", [25, 10], 1.1996963800316705e-10],
  ["fSurvival", [50, 1, 60], 1.892247532050306e-9],
  ["fCdf", [50, 1, 60], 0.9999999981077524],
  ["fSurvival", [8, 30, 30], 8.116593342560693e-8],
  ["fCdf", [8, 30, 30], 0.9999999188340666],
  ["fSurvival", [0.0001, 5, 9], 0.9999999995716388],
  ["fCdf", [0.0001, 5, 9], 4.283612125489303e-10],
  ["fSurvival", [3, 2.5, 7.5], 0.10447461354194834],
  ["fCdf", [3, 2.5, 7.5], 0.8955253864580517],
  ["fSurvival", [1000.0, 4, 4], 2.992014976034952e-6],
  ["fCdf", [1000.0, 4, 4], 0.999997007985024],
  ["fSurvival", [0.02, 60, 30], 1.0],
  ["fCdf", [0.02, 60, 30], 2.4030681244630648e-32],
  ["normalCdf", [-8], 6.220960574271784e-16],
  ["normalSurvival", [-8], 0.9999999999999993],
  ["normalCdf", [-7.5], 3.1908916729108963e-14],
  ["normalSurvival", [-7.5], 0.9999999999999681],
  ["normalCdf", [-6.5], 4.016000583859118e-11],
  ["normalSurvival", [-6.5], 0.99999999995984],
  ["normalCdf", [-5.65], 8.022391850663497e-9],
  ["normalSurvival", [-5.65], 0.9999999919776081],
  ["normalCdf", [-5.66], 7.568649751997714e-9],
  ["normalSurvival", [-5.66], 0.9999999924313503],
  ["normalCdf", [-4], 3.1671241833119924e-5],
  ["normalSurvival", [-4], 0.9999683287581669],
  ["normalCdf", [-0.67448975], 0.25000000006231016],
  ["normalSurvival", [-0.67448975], 0.7499999999376898],
  ["normalCdf", [-0.6744898], 0.24999998417348182],
  ["normalSurvival", [-0.6744898], 0.7500000158265182],
  ["normalCdf", [1e-8], 0.5000000039894228],
  ["normalSurvival", [1e-8], 0.4999999960105772],
  ["normalCdf", [6], 0.9999999990134123],
  ["normalSurvival", [6], 9.86587645037698e-10],
  ["normalCdf", [8], 0.9999999999999993],
  ["normalSurvival", [8], 6.220960574271784e-16],
  ["normalQuantile", [6.220960574271786e-16], -8.0],
  ["normalQuantile", [1e-16], -8.222082216130435],
  ["normalQuantile", [1e-12], -7.034483825301132],
  ["normalQuantile", [1e-6], -4.753424308822899],
  ["normalQuantile", [0.075], -1.439531470938456],
  ["normalQuantile", [0.0749], -1.4402382675279637],
  ["normalQuantile", [0.925], 1.4395314709384561],
  ["normalQuantile", [0.500000000001], 2.5065728237018603e-12],
  ["noncentralTCdf", [0, 5, 1.5], 0.06680720126885807],
  ["noncentralTCdf", [2, 50, 6], 4.235629705010082e-5],
  ["noncentralTCdf", [30, 40, 20], 0.9984148368137034],
  ["noncentralTCdf", [-4, 8, -2], 0.0882843925030628],
  ["noncentralTCdf", [3, 1, 0.5], 0.8231218864004438],
  ["noncentralTCdf", [5, 2.5, 3], 0.7283636833381077],
  ["noncentralTCdf", [12, 199, 10], 0.9557536197814948],
  ["noncentralTCdf", [1, 30, 8], 1.8401193583956066e-12],
];

const functions = new Map<string, unknown>(Object.entries(spc));

describe("distributions in the tails", () => {
  it.each(exact)("%s of %j agrees to 10 digits", (name, args, want) => {
    const f = functions.get(name);
    if (typeof f !== "function") throw new Error(`${name} is not exported`);
    expect(Math.abs(f(...args) - want)).toBeLessThanOrEqual(1e-10 * Math.abs(want) + 1e-300);
  });

  it("have quantiles that undo them to 10 digits, from 1e-15 to 1 - 1e-15", () => {
    for (const p of [1e-15, 1e-9, 0.00135, 0.2]) {
      for (const df of [0.5, 3, 40, 1500]) {
        expect(spc.chiSquareCdf(spc.chiSquareQuantile(p, df), df) / p).toBeCloseTo(1, 10);
        const far = spc.chiSquareUpperQuantile(p, df);
        expect(spc.chiSquareSurvival(far, df) / p).toBeCloseTo(1, 10);
        expect(spc.studentTCdf(spc.studentTQuantile(p, df), df) / p).toBeCloseTo(1, 10);
        expect(spc.fSurvival(spc.fUpperQuantile(p, df, 12), df, 12) / p).toBeCloseTo(1, 10);
      }
      expect(spc.normalSurvival(spc.normalUpperQuantile(p)) / p).toBeCloseTo(1, 10);
      expect(spc.gammaSurvival(spc.gammaUpperQuantile(p, 2.5, 3), 2.5, 3) / p).toBeCloseTo(1, 10);
      expect(spc.betaSurvival(spc.betaUpperQuantile(p, 0.8, 30), 0.8, 30) / p).toBeCloseTo(1, 10);
    }
  });

  it("count whole numbers as their definition says", () => {
    for (const p of [1e-6, 0.00135, 0.5, 0.99]) {
      const k = spc.binomialQuantile(p, 200, 0.03);
      expect(spc.binomialCdf(k, 200, 0.03)).toBeGreaterThanOrEqual(p * (1 - 1e-12));
      if (k > 0) expect(spc.binomialCdf(k - 1, 200, 0.03)).toBeLessThan(p);
      const far = spc.poissonUpperQuantile(p, 7.3);
      expect(spc.poissonSurvival(far, 7.3)).toBeLessThanOrEqual(p * (1 + 1e-12));
      if (far > 0) expect(spc.poissonSurvival(far - 1, 7.3)).toBeGreaterThan(p);
    }
  });

  it("have a trigamma of pi^2/6 at 1, pi^2/2 at 1/2, and its recurrence", () => {
    expect(trigamma(1) / (Math.PI ** 2 / 6)).toBeCloseTo(1, 13);
    expect(trigamma(0.5) / (Math.PI ** 2 / 2)).toBeCloseTo(1, 13);
    expect(trigamma(3.7) - trigamma(4.7)).toBeCloseTo(1 / 3.7 ** 2, 14);
  });
});
