// A typed value is a number or a refusal with its reason; nothing is guessed.
import { describe, expect, it } from "vitest";
import { isKeyedRefusal, keyedReading } from "../../gauges/keyed.ts";

function keyed(text: string, entry: "keyed" | "wedge" = "keyed") {
  return keyedReading(text, {
    gauge: "keyed",
    entry,
    unit: "mm",
    receivedAt: "2026-11-22T08:00:00.000Z",
    monotonicMs: 1,
  });
}

describe("a typed value", () => {
  it.each([
    ["12,5", "12.5", "mm"],
    ["12.50", "12.50", "mm"],
    [" -0.018 ", "-0.018", "mm"],
    ["+007.5", "7.5", "mm"],
    [".5", "0.5", "mm"],
    ["12.5 N", "12.5", "N"],
    ["3,2kN", "3.2", "kN"],
    ["１２．５", "12.5", "mm"],
    ["\u22123.1", "-3.1", "mm"],
    ["911", "911", "mm"],
  ])("%s is %s %s", (typed, text, unit) => {
    expect(keyed(typed)).toMatchObject({ text, value: Number(text), unit, status: "ok" });
  });

  it.each([
    ["", "value-empty"],
    ["1,234.5", "value-two-marks"],
    ["1.234,5", "value-two-marks"],
    ["1.2.3", "value-two-marks"],
    ["1e5", "value-exponent"],
    ["12 5", "value-not-a-number"],
    ["abc", "value-not-a-number"],
    ["-", "value-not-a-number"],
    ["--5", "value-not-a-number"],
    ["9".repeat(41), "value-too-long"],
  ])("%s is refused as %s, with a reason", (typed, code) => {
    const outcome = keyed(typed);
    expect(isKeyedRefusal(outcome) && outcome.refused).toBe(code);
    expect(isKeyedRefusal(outcome) && outcome.why).not.toBe("");
  });
});

describe("a wedged value", () => {
  it("may be a whole Mitutoyo line, whose error lines are no values", () => {
    expect(keyed("01A-000.0180", "wedge")).toMatchObject({ text: "-0.0180", entry: "wedge" });
    expect(keyed("911", "wedge")).toMatchObject({ refused: "value-error-line" });
  });
});
