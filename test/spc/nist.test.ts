// How many digits of the NIST statistical reference data sets come out right.

import { describe, expect, it } from "vitest";
import { describe as describeValues, lineFit, oneWayAnova } from "../../spc/index.ts";
import { needs } from "../fakes/needs.ts";
import { given, numbers, type ReferenceCase, sharedCases, words } from "./reference/case.ts";

const cases = sharedCases().filter((one) => one.case.startsWith("nist-"));

/** Log relative error: the number of correct digits, 16 when equal. */
function digits(got: number, want: number): number {
  if (got === want) return 16;
  return -Math.log10(want === 0 ? Math.abs(got) : Math.abs(got - want) / Math.abs(want));
}

function expected(reference: ReferenceCase, key: string): number {
  const { expected: answers } = reference;
  const value = new Map(Object.entries(answers ?? {})).get(key);
  if (typeof value !== "number") throw new Error(`${reference.case} has no ${key}`);
  return value;
}

function of(chart: string): ReferenceCase[] {
  return cases.filter((one) => one.chart === chart);
}

needs("shared")("NIST StRD, against the exact result for the stored doubles", () => {
  it.each(of("descriptive"))("$case: mean and standard deviation have 14 digits", (reference) => {
    const got = given(describeValues(numbers(reference.data.x)));
    expect(digits(got.mean, expected(reference, "mean"))).toBeGreaterThan(14);
    expect(digits(got.sd, expected(reference, "sd"))).toBeGreaterThan(14);
  });

  it.each(of("linear-regression"))("$case: slope and intercept have 12 digits", (reference) => {
    const got = given(lineFit(numbers(reference.data.x), numbers(reference.data.y)));
    expect(digits(got.slope, expected(reference, "slope"))).toBeGreaterThan(12);
    expect(digits(got.intercept, expected(reference, "intercept"))).toBeGreaterThan(12);
    expect(digits(got.residualSd, expected(reference, "residualSd"))).toBeGreaterThan(12);
  });

  it.each(of("anova-oneway"))("$case: F has 10 digits", (reference) => {
    const groups = new Map<string, number[]>();
    const labels = words(reference.data.group);
    numbers(reference.data.value).forEach((value, i) => {
      const label = labels[i] ?? "";
      groups.set(label, [...(groups.get(label) ?? []), value]);
    });
    const got = given(oneWayAnova([...groups.values()]));
    expect(digits(got.f ?? 0, expected(reference, "f"))).toBeGreaterThan(10);
  });
});

describe("large offsets", () => {
  it("cost no digits of the spread: NumAcc4's pattern, ten million and a tenth", () => {
    const values = [
      1e7,
      ...Array.from({ length: 1000 }, (_, i) => 1e7 + (i % 2 === 0 ? -1 : 1) / 8),
    ];
    const got = given(describeValues(values));
    expect(digits(got.sd, 0.125)).toBeGreaterThan(15);
    expect(got.mean).toBe(1e7);
  });

  it("cost no digits of F: values about a million million", () => {
    const groups = [0, 1, 2].map((g) => [0, 1, 2].map((k) => 1e12 + g / 4 + k / 8));
    const small = [0, 1, 2].map((g) => [0, 1, 2].map((k) => g / 4 + k / 8));
    expect(given(oneWayAnova(groups)).f).toBeCloseTo(given(oneWayAnova(small)).f ?? 0, 10);
  });
});
