// Register words → decimal strings: every form of number to its ends, and what is never a number.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeRegisters, orderedWords } from "../../gauges/decode/registers.ts";
import {
  floatTextFixed,
  floatTextShortest,
  integerText,
} from "../../gauges/decode/registers-text.ts";
import { onePoint, text } from "./one-point.ts";

describe("the forms of number", () => {
  it("put the point into integers without arithmetic on fractions", () => {
    expect(integerText(-12345, 2)).toBe("-123.45");
    expect(integerText(5, 3)).toBe("0.005");
    expect(integerText(0, 2)).toBe("0.00");
    expect(integerText(-0, 0)).toBe("0");
    expect(integerText(4_294_967_295, 4)).toBe("429496.7295");
  });

  it("read 16-bit and 32-bit integers up to one short of their ends", () => {
    expect(text([0x8002], { form: "int16" })).toBe("-32766");
    expect(text([0x7ffe], { form: "int16" })).toBe("32766");
    expect(text([0xffff], { form: "int16" })).toBe("-1");
    expect(text([0x8000], { form: "uint16" })).toBe("32768");
    expect(text([0x8000, 2], { form: "int32", order: "ABCD" })).toBe("-2147483646");
    expect(text([0xffff, 0xfffe], { form: "uint32", order: "ABCD" })).toBe("4294967294");
    expect(text([0xffff, 0xc1ef], { form: "int32", order: "ABCD" })).toBe("-15889");
    expect(text([0, 0x2710], { form: "int32", order: "ABCD" })).toBe("10000");
  });

  it("take the ends of an integer for a mark of the device, in every word order", () => {
    const ends = [
      ["int16", [0x7fff], "over-range"],
      ["int16", [0x8000], "under-range"],
      ["uint16", [0xffff], "over-range"],
      ["int32", [0x7fff, 0xffff], "over-range"],
      ["int32", [0x8000, 0], "under-range"],
      ["int32", [0x8000, 1], "under-range"],
      ["uint32", [0xffff, 0xffff], "over-range"],
    ] as const;
    for (const [form, words, status] of ends) {
      for (const order of ["ABCD", "CDAB", "BADC", "DCBA"] as const) {
        const sent = orderedWords(words, order);
        const [point] = decodeRegisters(sent, onePoint({ form, order }, words.length));
        const wanted = { text: null, value: null, status };
        expect(point, `${form} ${order} ${words}`).toMatchObject(wanted);
      }
    }
  });

  it("take a magnitude of 31 full bits or more for no weight, whatever its sign bit says", () => {
    const number = { form: "magnitude32", order: "ABCD", sign: { word: 2, bit: 7 } } as const;
    for (const [high, low, sign, status] of [
      [0x7fff, 0xffff, 0, "over-range"],
      [0xffff, 0xffff, 0, "over-range"],
      [0x8000, 0, 0, "over-range"],
      [0xffff, 0xffff, 0x80, "under-range"],
    ] as const) {
      const [point] = decodeRegisters([high, low, sign], onePoint(number, 3));
      expect(point).toMatchObject({ text: null, value: null, status });
    }
  });

  it("never take NaN, infinity or an impossible magnitude for a value", () => {
    for (const words of [
      [0x7fc0, 0],
      [0x7f80, 0],
      [0xff80, 0],
      [0x7f00, 0],
    ]) {
      const [point] = decodeRegisters(words, onePoint({ form: "float32", order: "ABCD" }));
      expect(point).toMatchObject({ text: null, value: null, status: "no-data" });
    }
  });

  it("print a float as the shortest decimal that reads back as the same float", () => {
    fc.assert(
      fc.property(
        fc.float({ noNaN: true, min: Math.fround(-1e12), max: Math.fround(1e12) }),
        (f) => {
          const printed = floatTextShortest(f);
          expect(printed).toMatch(/^-?\d+(\.\d*[1-9])?$/);
          expect(Math.fround(Number(printed)) === f || (f === 0 && printed === "0")).toBe(true);
        },
      ),
    );
    expect(floatTextShortest(Math.fround(1e-7))).toBe("0.0000001");
    expect(floatTextShortest(Math.fround(-2.5e10))).toBe("-25000000000");
  });

  it("print a float with the decimals of the display, rounded on its exact value", () => {
    expect(floatTextFixed(Math.fround(123.456), 2)).toBe("123.46");
    expect(floatTextFixed(-0.125, 2)).toBe("-0.13");
    expect(floatTextFixed(-0.001, 2)).toBe("0.00");
    expect(floatTextFixed(20_000, 1)).toBe("20000.0");
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), (f) => {
        expect(Math.abs(Number(floatTextFixed(f, 4)) - f)).toBeLessThanOrEqual(0.5001e-4);
      }),
    );
  });
});
