// Conversion between units is exact on decimal strings or refused; no figure is ever rounded.
import { describe, expect, it } from "vitest";
import { convertDecimal } from "../../../edge/intake/index.ts";

describe("convertDecimal", () => {
  it.each([
    ["1", "in", "mm", "25.4"],
    ["0.5", "in", "mm", "12.70"],
    ["0.00005", "in", "mm", "0.0012700"],
    ["1.23456789012345678901", "in", "mm", "31.3580244091358024408540"],
    ["5", "mil", "mm", "0.1270"],
    ["5.0", "MM", "um", "5000"],
    ["-12.345", "mm", "um", "-12345"],
    ["12345", "N", "kN", "12.345"],
    ["20.10", "kN", "N", "20100"],
    ["1.000", "lbf", "N", "4.4482216152605000"],
    ["1", "kgf", "N", "9.80665"],
    ["2", "kgf", "N", "19.61330"],
    ["100", "gf", "N", "0.98066500"],
    ["1", "ozf", "N", "0.27801385095378125"],
    ["1", "klbf", "kN", "4.4482216152605000"],
    ["1", "lb", "g", "453.59237"],
    ["1", "oz", "g", "28.349523125"],
    ["1", "lbfin", "Nm", "0.1129848290276167"],
    ["1", "lbf·ft", "Nm", "1.3558179483314004"],
    ["0.250", "kg", "g", "250"],
  ])("says %s %s is %s…, every digit of it", (text, from, to, wanted) => {
    expect(trimmed(convertDecimal(text, from, to))).toBe(trimmed(wanted));
  });

  it.each([
    ["25.4", "mm", "inch", "1"],
    ["12.70", "mm", "in", "0.5"],
    ["9.80665", "N", "kgf", "1"],
    ["453.59237", "g", "lb", "1"],
  ])("divides %s %s where the quotient ends", (text, from, to, wanted) => {
    expect(trimmed(convertDecimal(text, from, to))).toBe(wanted);
  });

  it("knows no unit by a name that every object has", () => {
    expect(convertDecimal("1", "constructor", "mm")).toBeNull();
    expect(convertDecimal("1", "mm", "toString")).toBeNull();
  });

  it("keeps the resolution when only the point moves", () => {
    expect(convertDecimal("25200", "N", "kN")).toBe("25.200");
    expect(convertDecimal("12.345", "mm", "um")).toBe("12345");
    expect(convertDecimal("0.5", "m", "mm")).toBe("500");
  });

  it("keeps the digits as sent when the unit is the same", () => {
    expect(convertDecimal("10.500", "mm", "mm")).toBe("10.500");
  });

  it("drops a plus sign, keeps a negative zero's digits, and takes a point at either end", () => {
    expect(convertDecimal("+1", "in", "mm")).toBe("25.4");
    expect(convertDecimal("+1.50", "mm", "mm")).toBe("1.50");
    expect(convertDecimal("-0.00", "in", "mm")).toBe("0.000");
    expect(convertDecimal(".5", "in", "mm")).toBe("12.70");
    expect(convertDecimal("5.", "in", "mm")).toBe("127.0");
  });

  it.each(["", "-", ".", "+.", "1e3", "1,5", " 1", "0x10", "NaN"])(
    "throws for %j, which is no decimal",
    (text) => {
      expect(() => convertDecimal(text, "in", "mm")).toThrow(RangeError);
    },
  );

  it("gives null between a length and a force, and for a quotient that does not end", () => {
    expect(convertDecimal("1", "mm", "N")).toBeNull();
    expect(convertDecimal("1", "N", "lbf")).toBeNull();
    expect(convertDecimal("1", "kg", "kgf")).toBeNull();
  });
});

/** Without the zeros that only tell the resolution. */
function trimmed(text: string | null): string | null {
  return text?.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
