// Limits that grow with every subgroup are those of a full recompute, to the last bit.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

const reading = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const ragged = fc.array(fc.array(reading, { minLength: 2, maxLength: 7 }), {
  minLength: 2,
  maxLength: 40,
});

describe("running limits", () => {
  it.each(["r", "s"] as const)("of an X-bar and %s chart are those of all subgroups", (kind) => {
    fc.assert(
      fc.property(ragged, (subgroups) => {
        let state = spc.runningStart(kind);
        subgroups.forEach((values, i) => {
          const next = spc.runningStep(state, values);
          if (spc.isRefusal(next)) throw new Error(next.why);
          state = next;
          if (i === 0) return;
          const sofar = subgroups.slice(0, i + 1);
          const whole = kind === "r" ? spc.xbarRLimits(sofar) : spc.xbarSLimits(sofar);
          expect(spc.runningLimits(state)).toStrictEqual(whole);
        });
      }),
    );
  });

  it("keep no more after a thousand subgroups than after one", () => {
    const grow = (count: number) => {
      let state = spc.runningStart("r");
      for (let i = 0; i < count; i++) {
        const next = spc.runningStep(state, [i % 3, i % 5, i % 7]);
        if (!spc.isRefusal(next)) state = next;
      }
      return JSON.stringify(state).length;
    };
    expect(grow(1000)).toBeLessThan(grow(1) + 80);
  });

  it("refuse a single value and keep their state", () => {
    const state = spc.runningStart("r");
    expect(spc.runningStep(state, [1])).toHaveProperty("refused", "subgroup-too-small");
    expect(spc.runningLimits(state)).toHaveProperty("refused", "too-few-subgroups");
  });
});
