// The distributions against values computed with 30 digits (mpmath 1.3) from their definitions.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

const exact: readonly (readonly [string, readonly number[], number])[] = [
  ["normalCdf", [-38], 2.88542835e-316],
  ["normalCdf", [-20], 2.7536241186062337e-89],
  ["normalCdf", [-8.5], 9.479534822203318e-18],
  ["normalCdf", [-6], 9.86587645037698e-10],
  ["normalCdf", [-5.7], 5.990371401063528e-9],
  ["normalCdf", [-3], 0.0013498980316300946],
  ["normalCdf", [-1], 0.15865525393145705],
  ["normalCdf", [-0.5], 0.3085375387259869],
  ["normalCdf", [0], 0.5],
  ["normalCdf", [0.3], 0.6179114221889527],
  ["normalCdf", [0.67], 0.7485711049046899],
  ["normalCdf", [0.7], 0.758036347776927],
  ["normalCdf", [2], 0.9772498680518208],
  ["normalCdf", [5], 0.9999997133484281],
  ["normalCdf", [8], 0.9999999999999993],
  ["normalQuantile", [1e-300], -37.0470962993612],
  ["normalQuantile", [1e-20], -9.262340089798407],
  ["normalQuantile", [1e-9], -5.9978070150076865],
  ["normalQuantile", [0.00135], -2.999976992703393],
  ["normalQuantile", [0.2], -0.8416212335729142],
  ["normalQuantile", [0.5], 0.0],
  ["normalQuantile", [0.7], 0.5244005127080407],
  ["normalQuantile", [0.99865], 2.9999769927034015],
  ["normalQuantile", [0.9999999], 5.199337582290661],
  ["gammaCdf", [0.01, 0.5], 0.1124629160182849],
  ["gammaSurvival", [0.01, 0.5], 0.8875370839817152],
  ["gammaCdf", [1, 0.5], 0.8427007929497149],
  ["gammaSurvival", [1, 0.5], 0.15729920705028513],
  ["gammaCdf", [3, 2.5], 0.6937810815867216],
  ["gammaSurvival", [3, 2.5], 0.3062189184132784],
  ["gammaCdf", [100, 80], 0.9825486774837245],
  ["gammaSurvival", [100, 80], 0.01745132251627543],
  ["gammaCdf", [80, 100], 0.017108313035133115],
  ["gammaSurvival", [80, 100], 0.9828916869648668],
  ["gammaCdf", [10000.0, 10000.0], 0.5013298083399552],
  ["gammaSurvival", [10000.0, 10000.0], 0.4986701916600448],
  ["gammaCdf", [10300.0, 10000.0], 0.9985295051036143],
  ["gammaSurvival", [10300.0, 10000.0], 0.0014704948963856813],
  ["gammaCdf", [200000.0, 201000.0], 0.012759159467191397],
  ["gammaSurvival", [200000.0, 201000.0], 0.9872408405328086],
  ["gammaCdf", [50, 1], 1.0],
  ["gammaSurvival", [50, 1], 1.9287498479639178e-22],
  ["gammaCdf", [0.001, 10], 2.7532278594284627e-37],
  ["gammaSurvival", [0.001, 10], 1.0],
  ["gammaCdf", [700, 20], 1.0],
  ["gammaSurvival", [700, 20], 9.4965092573854e-268],
  ["gammaQuantile", [1e-10, 0.5], 7.853981633974484e-21],
  ["gammaQuantile", [0.025, 36], 25.21395741731523],
  ["gammaQuantile", [0.975, 36], 48.67652736908306],
  ["gammaQuantile", [0.025, 5000], 4862.359188694899],
  ["gammaQuantile", [0.999, 0.3], 4.618936042791334],
  ["gammaQuantile", [0.1, 0.05], 5.844632057286521e-21],
  ["gammaQuantile", [1e-5, 10000.0], 9579.227292165167],
  ["gammaQuantile", [0.00135, 2.3], 0.0892092493759293],
  ["betaCdf", [0.3, 2, 5], 0.5798249999999999],
  ["betaSurvival", [0.3, 2, 5], 0.420175],
  ["betaCdf", [0.9, 0.5, 0.5], 0.7951672353008665],
  ["betaSurvival", [0.9, 0.5, 0.5], 0.20483276469913342],
  ["betaCdf", [0.01, 50, 0.5], 7.998227417904822e-102],
  ["betaSurvival", [0.01, 50, 0.5], 1.0],
  ["betaCdf", [0.5, 200, 180], 0.15212954940791282],
  ["betaSurvival", [0.5, 200, 180], 0.8478704505920872],
  ["betaCdf", [0.35, 1000, 2000], 0.9729045043168849],
  ["betaSurvival", [0.35, 1000, 2000], 0.02709549568311508],
  ["betaCdf", [0.999, 30, 2], 0.9995438962809783],
  ["betaSurvival", [0.999, 30, 2], 0.0004561037190216834],
  ["betaCdf", [1e-5, 0.5, 8], 0.009935928679560271],
  ["betaSurvival", [1e-5, 0.5, 8], 0.9900640713204397],
  ["studentTSurvival", [2, 5], 0.05096973941492918],
  ["studentTSurvival", [0.1, 1], 0.4682744825694464],
  ["studentTSurvival", [40, 3], 1.7190340394579263e-5],
  ["studentTSurvival", [12, 100], 2.197543857802189e-21],
  ["studentTSurvival", [0.001, 7], 0.4996150086224994],
  ["studentTSurvival", [3, 1000000.0], 0.0013499312707108985],
  ["studentTQuantile", [0.975, 14], 2.1447866879178035],
  ["studentTQuantile", [0.95, 1], 6.313751514675038],
  ["studentTQuantile", [0.9999, 3], 22.203742273205002],
  ["studentTQuantile", [0.5000001, 10], 2.5699780335778006e-7],
  ["studentTQuantile", [0.75, 100000.0], 0.6744922035532922],
  ["studentTQuantile", [0.999999, 40], 5.553969751806131],
  ["fSurvival", [3, 4, 20], 0.04320099833421409],
  ["fSurvival", [100, 2, 30], 5.381474423291769e-14],
  ["fSurvival", [0.2, 9, 18], 0.9909484742853638],
  ["fSurvival", [1, 1000, 1000], 0.5],
  ["fUpperQuantile", [0.0027, 2, 17], 8.545565899736749],
  ["fUpperQuantile", [0.05, 8, 60], 2.0969683125159486],
  ["fUpperQuantile", [1e-6, 5, 9], 62.883313335677386],
  ["noncentralTCdf", [3, 4, 2], 0.7105394762899591],
  ["noncentralTCdf", [10, 2, 4], 0.8463993191143724],
  ["noncentralTCdf", [20, 9, 7.35], 0.9980750693895463],
  ["noncentralTCdf", [1, 30, 3], 0.023198101218031734],
  ["noncentralTCdf", [-1, 5, 1], 0.030807353260750216],
  ["noncentralTCdf", [15.1, 12, 8.4], 0.9823648049652515],
];

const functions = new Map<string, unknown>(Object.entries(spc));

function call(name: string, args: readonly number[]): number {
  const f = functions.get(name);
  if (typeof f !== "function") throw new Error(`${name} is not exported`);
  return f(...args);
}

describe("distributions", () => {
  it.each(exact)("%s of %j agrees to 10 digits", (name, args, want) => {
    const got = call(name, args);
    expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-10 * Math.abs(want) + 1e-300);
  });

  it("the normal quantile undoes the normal integral from -37 to 8 sigma", () => {
    for (let z = -37; z <= 5; z += 0.37) {
      expect(spc.normalQuantile(spc.normalCdf(z))).toBeCloseTo(z, 9);
    }
    expect(spc.normalUpperQuantile(spc.normalSurvival(8))).toBeCloseTo(8, 12);
  });

  it("gives the parts per million beyond 4.5 and 6 sigma that are quoted everywhere", () => {
    expect(1e6 * spc.normalSurvival(4.5)).toBeCloseTo(3.4, 2);
    expect(1e9 * spc.normalSurvival(6)).toBeCloseTo(0.98659, 5);
  });

  it("quantiles undo the integrals for skewed shapes", () => {
    for (const p of [1e-8, 0.00135, 0.3, 0.5, 0.9, 0.99865]) {
      expect(spc.gammaCdf(spc.gammaQuantile(p, 0.7), 0.7) / p).toBeCloseTo(1, 11);
      expect(spc.betaCdf(spc.betaQuantile(p, 0.5, 12), 0.5, 12) / p).toBeCloseTo(1, 11);
      expect(spc.fCdf(spc.fQuantile(p, 3, 7), 3, 7) / p).toBeCloseTo(1, 11);
      expect(spc.studentTCdf(spc.studentTQuantile(p, 4), 4) / p).toBeCloseTo(1, 11);
      expect(spc.noncentralTCdf(spc.noncentralTQuantile(p, 9, 7), 9, 7) / p).toBeCloseTo(1, 6);
    }
  });

  it("refuses a probability that is none with an error, which is a bug of the caller", () => {
    expect(() => spc.normalQuantile(1.2)).toThrow(RangeError);
    expect(() => spc.gammaQuantile(-0.1, 2)).toThrow(RangeError);
    expect(() => spc.betaQuantile(Number.NaN, 2, 3)).toThrow(RangeError);
  });
});
