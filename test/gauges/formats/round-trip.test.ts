// What is written is read again: any parts, characteristics, values, texts and separators.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DfqFile, Fields } from "../../../gauges/formats/dfq/dfq-file.ts";
import { readQif } from "../../../gauges/formats/qif/read-qif.ts";
import { isRefused, type ResultFile } from "../../../gauges/formats/result-file.ts";
import { readDfq, writeDfq, writeQif } from "../../../gauges/index.ts";

/** Texts with everything that separates, quotes or opens something somewhere. */
const text = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
    fc.string({
      unit: fc.constantFrom(..."<>&\"'#/;,.\t K0Ø长 ½\\]]>$%=\u00a0😀"),
      minLength: 1,
      maxLength: 12,
    }),
  )
  .map((one) => one.replace(/[\u0000-\u001f\ufffd-\uffff]/gu, " ").trim())
  .filter((one) => one !== "");

const decimal = fc
  .tuple(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, decimals]) => (digits / 10 ** decimals).toFixed(decimals));

const fieldsOf = (keys: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...keys), text, { maxKeys: keys.length });

const measured: fc.Arbitrary<Fields> = fc
  .tuple(
    fc.oneof(decimal, fc.constantFrom("2.5E+0001", "-1.25e-3", "7,50")),
    fieldsOf(["K0004", "K0005", "K0006", "K0007", "K0008", "K0010", "K0012", "K0014", "K0053"]),
    fc.constantFrom("0", "129", "290"),
  )
  .map(([K0001, more, K0002]) => ({ K0001, K0002, ...more }));

const counted: fc.Arbitrary<Fields> = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 9 }), fieldsOf(["K0014"]))
  .map(([n, errors, more]) => ({
    K0020: String(n * 1000),
    K0021: String(errors),
    K0002: "0",
    ...more,
  }));

const dfqFile: fc.Arbitrary<DfqFile> = fc
  .array(
    fc.record({
      fields: fieldsOf(["K1001", "K1002", "K1004", "K1086"]),
      characteristics: fc.array(
        fc.boolean().chain((attribute) =>
          fc.record({
            fields: fieldsOf(["K2001", "K2002", "K2101", "K2110", "K2142", "K8500"]).map(
              (fields): Fields => ({ ...fields, K2002: "c", ...(attribute ? { K2004: "1" } : {}) }),
            ),
            values: fc.array(attribute ? counted : measured, { maxLength: 5 }),
          }),
        ),
        { maxLength: 4 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .chain((parts) =>
    fc.record({ parts: fc.constant(parts), head: fieldsOf(["K0101", "K4062", "K4092"]) }),
  )
  .map(({ parts, head }) => {
    let index = 0;
    return {
      head,
      parts: parts.map((part, at) => ({
        index: at + 1,
        fields: { ...part.fields, K1001: `part ${at + 1}` },
        characteristics: part.characteristics.map((one) => {
          index += 1;
          return { index, ...one };
        }),
      })),
      nodes: [],
      ignored: [],
    };
  });

describe("a DFQ file", () => {
  it("is read back with every field of every part, characteristic and value", () => {
    fc.assert(
      fc.property(dfqFile, (file) => {
        const read = readDfq(writeDfq(file));
        if (isRefused(read)) throw new Error(`line ${read.line}: ${read.refused}`);
        expect(read.parts).toEqual(file.parts);
        const { K0100, ...head } = read.head;
        expect(head).toEqual(file.head);
        expect(Number(K0100)).toBe(file.parts.flatMap((part) => part.characteristics).length);
      }),
      { numRuns: 300 },
    );
  });

  it("takes control characters in texts for blanks, and nothing else changes", () => {
    const file: DfqFile = {
      head: {},
      parts: [
        {
          index: 1,
          fields: { K1001: "a\u0014b\u000fc\r\nd" },
          characteristics: [
            { index: 1, fields: { K2002: "x" }, values: [{ K0001: "1", K0006: "#7\u0014" }] },
          ],
        },
      ],
      nodes: [],
      ignored: [],
    };
    const read = readDfq(writeDfq(file));
    expect(read).toMatchObject({
      parts: [{ fields: { K1001: "a b c  d" }, characteristics: [{ values: [{ K0006: "#7" }] }] }],
    });
  });
});

const limits = fc.oneof(
  fc.record({
    lower: fc.option(decimal),
    upper: fc.option(decimal),
    zone: fc.constant(null),
    stem: fc.constantFrom("Diameter", "Length", "UserDefinedLinear"),
  }),
  fc.integer({ min: 1, max: 9999 }).map((digits) => {
    const zone = (digits / 1000).toFixed(3);
    return { lower: "0", upper: zone, zone, stem: "Flatness" };
  }),
  fc.integer({ min: 1, max: 9999 }).map((digits) => {
    const zone = (digits / 1000).toFixed(3);
    return { lower: null, upper: null, zone, stem: "PointProfile" };
  }),
);

const qifFile: fc.Arbitrary<ResultFile> = fc
  .record({
    name: text,
    serials: fc.uniqueArray(text, { maxLength: 4 }),
    characteristics: fc.array(
      fc.record({
        name: text,
        limits,
        nominal: fc.option(decimal),
        values: fc.array(
          fc.record({
            text: fc.option(decimal, { freq: 8 }),
            verdict: fc.option(fc.constantFrom("PASS", "FAIL", "BASIC_OR_TED")),
            measuredAt: fc.option(fc.constant("2024-03-01T10:00:00.1234567+02:00")),
          }),
          { maxLength: 4 },
        ),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ name, serials, characteristics }) => ({
    format: "qif",
    head: {},
    counts: {},
    remarks: [],
    parts: [
      {
        name,
        pieces: [],
        curve: null,
        characteristics: characteristics
          .filter(({ values }) => values.length > 0)
          .map(({ limits: { stem, ...own }, values, ...one }) => ({
            ...one,
            ...own,
            type: `${stem}CharacteristicMeasurement`,
            unit: "mm",
            values: values.map((value, at) => ({
              ...value,
              value: value.text === null ? null : Number(value.text),
              status: value.text === null ? ("no-data" as const) : ("ok" as const),
              serial: serials[at] ?? null,
              marks: [],
              counted: null,
              source: "",
            })),
          })),
      },
    ],
  }));

/** What a value says, without the place it was read from; no value keeps the sign of a zero. */
function said(file: ResultFile) {
  return file.parts.map(({ name, characteristics }) => ({
    name,
    characteristics: characteristics.map((one) => ({
      ...one,
      values: one.values.map(({ source, value, ...rest }) => ({
        ...rest,
        value: (value ?? 0) + 0,
      })),
    })),
  }));
}

describe("a QIF file", () => {
  it("is read back with every characteristic, limit, value, serial, time and judgement", () => {
    fc.assert(
      fc.property(qifFile, (file) => {
        const written = writeQif(file);
        if (typeof written !== "string") throw new Error(written.refused);
        const read = readQif(written);
        if (isRefused(read)) throw new Error(`line ${read.line}: ${read.refused}`);
        expect(said(read)).toEqual(said(file));
      }),
      { numRuns: 300 },
    );
  });
});
