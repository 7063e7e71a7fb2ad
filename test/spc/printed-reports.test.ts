// Reports of programs that read d2 from a table of three decimals, repeated to their digits.

import { expect, it } from "vitest";
import { needs } from "../fakes/needs.ts";
import { number, type ReferenceCase, sharedCases } from "./reference/case.ts";
import { baselineOf, chartOf, panelAt } from "./reference/charted.ts";

type Printed = ReferenceCase & { readonly published?: Readonly<Record<string, unknown>> };

/** The case with tabulated constants in the place of exact ones. */
function printed(name: string) {
  const found: Printed | undefined = sharedCases().find((one) => one.case === name);
  if (found?.published === undefined) throw new Error(`no printed numbers of ${name}`);
  const { published } = found;
  return {
    tabulated: { ...found, params: { ...found.params, constants: "tabulated" } },
    exact: found,
    said: (key: string) => number(published[key]),
  };
}

needs("shared")("tabulated constants", () => {
  it("give the X-bar and R chart that qcc prints for the piston rings", () => {
    const { tabulated, exact, said } = printed("xbar-r-pistonrings");
    const chart = chartOf(tabulated, "xbar-r");
    expect(baselineOf(chart).sigma).toBeCloseTo(said("stdDev"), 8);
    expect(panelAt(chart, 0).limits[0]?.ucl).toBeCloseTo(said("xbarUcl"), 4);
    expect(panelAt(chart, 1).limits[0]?.center).toBeCloseTo(said("rCenter"), 9);
    expect(baselineOf(chartOf(exact, "xbar-r")).sigma).not.toBeCloseTo(said("stdDev"), 8);
  });

  it("give the limits that NIST prints for the flow rate, which exact ones do not", () => {
    const { tabulated, exact, said } = printed("imr-nist-flowrate");
    const [line] = panelAt(chartOf(tabulated, "i-mr"), 0).limits;
    expect(line?.ucl).toBeCloseTo(said("ucl"), 3);
    expect(line?.lcl).toBeCloseTo(said("lcl"), 3);
    const [other] = panelAt(chartOf(exact, "i-mr"), 0).limits;
    expect(other?.ucl).not.toBeCloseTo(said("ucl"), 3);
  });
});
