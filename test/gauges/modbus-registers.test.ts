import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeRegisters, needsWordOrder, orderedWords } from "../../gauges/decode/registers.ts";
import { modbusCrc, readCapturedAnswer } from "../../gauges/decode/registers-frame.ts";
import { integerText } from "../../gauges/decode/registers-text.ts";
import { isModbusModel, loadModels, type ModbusModel } from "../../gauges/index.ts";
import { needs, sharedFolder } from "../fakes/needs.ts";
import { onePoint, text } from "./one-point.ts";

const folder = fileURLToPath(new URL("../../gauges/models/", import.meta.url));
const { models, errors } = loadModels(folder);

function modbusModels(): ModbusModel[] {
  return [...models.values()].filter(isModbusModel);
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.split(" "), (pair) => Number.parseInt(pair, 16));
}

describe("every Modbus model", () => {
  it("loads", () => {
    expect(
      errors.filter(({ file }) => /laumas|generic-float|hbm-wtx|load-transmitter/.test(file)),
    ).toEqual([]);
    expect(modbusModels().map(({ id }) => id)).toContain("laumas-tlb");
    expect(modbusModels().map(({ id }) => id)).toContain("generic-float");
  });

  it("gives for its example blocks what the file says", () => {
    let checked = 0;
    for (const model of modbusModels()) {
      for (const example of model.example) {
        if (example.registers === undefined) continue;
        const points = decodeRegisters(example.registers, model, { wordOrder: example.order });
        const gives = Array.isArray(example.gives) ? example.gives : [example.gives];
        expect(points.length, model.id).toBe(gives.length);
        gives.forEach((wanted, index) => {
          const point = points[index];
          const seen = {
            ...(point?.text == null ? {} : { value: point.text }),
            ...(point?.unit == null ? {} : { unit: point.unit }),
            channel: point?.channel,
            ...(point?.kind == null ? {} : { kind: point.kind }),
            status: point?.status,
          };
          expect(seen, `${model.id} example ${JSON.stringify(example.registers)}`).toEqual(wanted);
          checked++;
        });
      }
    }
    expect(checked).toBeGreaterThan(20);
  });

  it("never gives a number with an error status", () => {
    for (const model of modbusModels()) {
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: 0, max: 0xffff }), {
            minLength: model.block.count,
            maxLength: model.block.count,
          }),
          (words) => {
            for (const point of decodeRegisters(words, model, { wordOrder: "ABCD" })) {
              const hasValue = point.status === "ok" || point.status === "unstable";
              expect(point.value !== null).toBe(hasValue);
              expect(point.text !== null).toBe(hasValue);
              if (point.text !== null) {
                expect(point.text).toMatch(/^-?\d+(\.\d+)?$/);
                expect(point.value).toBe(Number(point.text));
              }
            }
          },
        ),
      );
    }
  });
});

describe("the word orders", () => {
  const float = [
    ["ABCD", 0x42f6, 0xe979],
    ["CDAB", 0xe979, 0x42f6],
    ["BADC", 0xf642, 0x79e9],
    ["DCBA", 0x79e9, 0xf642],
  ] as const;
  const int = [
    ["ABCD", 0xffed, 0x2979],
    ["CDAB", 0x2979, 0xffed],
    ["BADC", 0xedff, 0x7929],
    ["DCBA", 0x7929, 0xedff],
  ] as const;

  it("read 123.456 and -1234567 in all four", () => {
    for (const [order, first, second] of float) {
      expect(text([first, second], { form: "float32", order })).toBe("123.456");
    }
    for (const [order, first, second] of int) {
      expect(text([first, second], { form: "int32", order })).toBe("-1234567");
    }
  });

  it("undo themselves", () => {
    for (const order of ["ABCD", "CDAB", "BADC", "DCBA"] as const) {
      expect(orderedWords(orderedWords([0x1234, 0xabcd], order), order)).toEqual([0x1234, 0xabcd]);
    }
  });

  it("must be chosen where the model says verify", () => {
    const map = onePoint({ form: "float32", order: "verify" });
    expect(needsWordOrder(map)).toBe(true);
    expect(() => decodeRegisters([0x42f6, 0xe979], map)).toThrow(RangeError);
    expect(decodeRegisters([0xe979, 0x42f6], map, { wordOrder: "CDAB" })[0]?.text).toBe("123.456");
  });
});

describe("captured answers", () => {
  it("are read out of RTU frames by their CRC", () => {
    const frame = bytes("01 03 10 08 80 00 00 30 39 00 00 2E E0 00 00 30 39 00 03 0F 75");
    const answer = readCapturedAnswer(frame, 8);
    expect(answer).toMatchObject({ unitId: 1 });
    const laumas = models.get("laumas-tlb");
    if (laumas === undefined || !isModbusModel(laumas) || !("registers" in answer)) {
      throw new Error("the Laumas model or its answer is missing");
    }
    expect(decodeRegisters(answer.registers, laumas).map((point) => point.text)).toEqual([
      "-12345",
      "12000",
      "12345",
    ]);
    expect(readCapturedAnswer(bytes("01 03 04 FF FF C1 EF EA 0B"), 2)).toEqual({
      registers: [0xffff, 0xc1ef],
      unitId: 1,
    });
    expect(readCapturedAnswer(bytes("01 03 04 42 F6 E9 79 80 0B"), 2)).toMatchObject({
      registers: [0x42f6, 0xe979],
    });
    expect(readCapturedAnswer(bytes("01 03 04 E9 79 42 F6 AF 50"), 2)).toMatchObject({
      registers: [0xe979, 0x42f6],
    });
    expect(modbusCrc(bytes("01 03 00 06 00 08 A4 0D"))).toBe(0);
  });

  it("are read out of TCP frames and bare blocks", () => {
    expect(readCapturedAnswer(bytes("00 01 00 00 00 07 01 03 04 42 F6 E9 79"), 2)).toEqual({
      registers: [0x42f6, 0xe979],
      unitId: 1,
    });
    expect(readCapturedAnswer(bytes("42 F6 E9 79"), 2)).toEqual({
      registers: [0x42f6, 0xe979],
      unitId: null,
    });
  });

  it("give the exception a device answered", () => {
    expect(readCapturedAnswer(bytes("01 83 02 C0 F1"), 8)).toEqual({ exception: 2, unitId: 1 });
    expect(readCapturedAnswer(bytes("00 01 00 00 00 03 01 83 06"), 8)).toEqual({
      exception: 6,
      unitId: 1,
    });
  });

  it("are refused when damaged, cut or of another length", () => {
    const frame = bytes("01 03 10 08 80 00 00 30 39 00 00 2E E0 00 00 30 39 00 03 0F 75");
    frame[4] = 1;
    expect(readCapturedAnswer(frame, 8)).toMatchObject({ fault: "frame-unknown" });
    expect(readCapturedAnswer(frame.subarray(0, 9), 8)).toMatchObject({
      fault: "frame-incomplete",
    });
    expect(readCapturedAnswer(bytes("01 03 04 42 F6 E9 79 80 0B"), 8)).toMatchObject({
      fault: "frame-unknown",
    });
  });
});

needs("shared")("the reference vectors", () => {
  it("agree on the status word of the load transmitter", () => {
    const path = join(sharedFolder, "reference/gauges/vectors/frames.json");
    const vectors: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (!Array.isArray(vectors)) throw new Error("the vectors are not a list");
    const status = vectors.filter((vector) => vector.family === "scale-docs-status");
    expect(status.length).toBeGreaterThan(0);
    const model = models.get("load-transmitter");
    if (model === undefined || !isModbusModel(model)) throw new Error("no load-transmitter model");
    for (const { registers, expect: wanted } of status) {
      const words = [...registers, ...Array.from({ length: 72 }, () => 0), 12345, 0, 1];
      const [gross] = decodeRegisters(words, model);
      const error = wanted.overflow || wanted.overload;
      expect(gross?.status).toBe(error ? "over-range" : wanted.unstable ? "unstable" : "ok");
      expect(gross?.text).toBe(integerText(12345, wanted.decimals));
    }
  });
});
