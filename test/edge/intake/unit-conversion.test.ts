import { describe, expect, it } from "vitest";
import { convertDecimal } from "../../../edge/intake/index.ts";

describe("convertDecimal", () => {
  it.each([
    ["1", "in", "mm", "25.4"],
    ["0.00005", "in", "mm", "0.001270"],
    ["-12.345", "mm", "um", "-12345.000"],
    ["12345", "N", "kN", "12.345"],
    ["20.10", "kN", "N", "20100.00"],
    ["1.000", "lbf", "N", "4.4482216152605000"],
    ["0.250", "kg", "g", "250.000"],
    ["25.4", "mm", "inch", "1.0"],
  ])("%s %s is %s… exactly", (text, from, to, wanted) => {
    const converted = convertDecimal(text, from, to);
    expect(Number(converted)).toBe(Number(wanted));
  });

  it("keeps the resolution when only the point moves", () => {
    expect(convertDecimal("25200", "N", "kN")).toBe("25.200");
    expect(convertDecimal("12.345", "mm", "um")).toBe("12345");
    expect(convertDecimal("0.5", "m", "mm")).toBe("500");
  });

  it("keeps the digits as sent when the unit is the same", () => {
    expect(convertDecimal("10.500", "mm", "mm")).toBe("10.500");
  });

  it("gives null between a length and a force, and for a quotient that does not end", () => {
    expect(convertDecimal("1", "mm", "N")).toBeNull();
    expect(convertDecimal("1", "N", "lbf")).toBeNull();
  });
});
