// The AQDEF reader against real exports and the origin's own rules; the writer against the reader.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type DfqFile,
  isRefusal,
  limitsOf,
  plainDecimal,
} from "../../../gauges/formats/dfq/dfq-file.ts";
import { dfqReadings } from "../../../gauges/formats/dfq/dfq-readings.ts";
import { readDfq } from "../../../gauges/formats/dfq/read-dfq.ts";
import { writeDfq } from "../../../gauges/formats/dfq/write-dfq.ts";
import { sharedFolder } from "../../fakes/needs.ts";

const samples = existsSync(sharedFolder) ? join(sharedFolder, "reference/gauges") : null;
const describeSamples = describe.skipIf(samples === null);

function load(name: string): DfqFile {
  const outcome = readDfq(readFileSync(join(samples ?? "", name), "utf8"));
  if (isRefusal(outcome)) throw new Error(`${name}: ${outcome.refused} (line ${outcome.line})`);
  return outcome;
}

function inline(name: string): DfqFile {
  return load(`dfq/aqdef-tools-inline/dfqWith${name}.dfq`);
}

function characteristics(file: DfqFile) {
  return file.parts.flatMap((part) => part.characteristics);
}

/** Values of one field, per characteristic. */
function column(file: DfqFile, key: string): (string | undefined)[][] {
  return characteristics(file).map(({ values }) => values.map((value) => value[key]));
}

type Counts = { K0100?: number; valueGroups?: number; K0001keyForm?: number };
const counts: Record<string, Counts> =
  samples !== null && existsSync(join(samples, "EXPECTED-COUNTS.json"))
    ? JSON.parse(readFileSync(join(samples, "EXPECTED-COUNTS.json"), "utf8"))
    : {};
const refusedByOrigin = ["ValueIndexPlacedOnCharacteristicKKey", "EmptyValueIndex"];
const readable = Object.entries(counts).filter(
  ([name]) => name.startsWith("dfq/") && !refusedByOrigin.some((each) => name.includes(each)),
);

describeSamples("the sample files", () => {
  it.each(readable)("%s gives as many values as counted", (name, expected) => {
    const file = load(name);
    const values = characteristics(file).reduce((sum, each) => sum + each.values.length, 0);
    expect(values).toBe((expected.valueGroups ?? 0) + (expected.K0001keyForm ?? 0));
  });

  it.each(readable)("%s is the same after writing and reading", (name) => {
    const file = load(name);
    const again = readDfq(writeDfq(file));
    if (isRefusal(again)) throw new Error(again.refused);
    expect(again.parts).toEqual(file.parts);
    expect(again.nodes).toEqual(file.nodes);
  });

  it.each(refusedByOrigin)("dfqWith%s is refused in words", (name) => {
    const path = join(samples ?? "", `dfq/aqdef-tools-inline/dfqWith${name}.dfq`);
    const outcome = readDfq(readFileSync(path, "utf8"));
    expect(isRefusal(outcome) ? outcome.refused : "").toMatch(/K0014|K2002/u);
  });

  it("reads exponents, batch marks and operators of a database export", () => {
    const file = load("dfq/testmeasures.dfq");
    const first = dfqReadings(file)[0];
    expect(first).toMatchObject({ text: "249.960000000000", unit: "cm", status: "ok" });
    expect(characteristics(file)[0]?.values[0]).toMatchObject({ K0008: "49" });
  });
});

describeSamples("K lines after values", () => {
  it("go to the last value", () => {
    expect(column(inline("AdditionalDataForLastValue"), "K0014")[0]).toEqual([
      undefined,
      "partId2",
    ]);
  });

  it("go to the numbered value of every characteristic", () => {
    const file = inline("AdditionalDataForValueWithIndexAndAllCharacteristics");
    expect(column(file, "K0014")).toEqual([
      ["partId1", undefined],
      ["partId1", undefined],
    ]);
  });

  it("with /0 go to the value set just written, not to later ones", () => {
    expect(column(inline("KeyAppliedToSingleValueSet"), "K0014")).toEqual([
      ["identifier", undefined],
    ]);
    const several = inline("MultipleKeysAppliedToAllValues");
    expect(column(several, "K0010")).toEqual([
      ["153", "154"],
      ["153", "154"],
    ]);
    expect(column(several, "K0001")).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
  });
});

describeSamples("parts and characteristics", () => {
  it("share a title given for all of them, across parts", () => {
    const file = inline("KeyAppliedToAllCharacteristicsOnOneOfMultipleParts");
    expect(characteristics(file).map(({ fields }) => fields.K2002)).toEqual(
      Array(4).fill("common title"),
    );
    expect(file.parts.map(({ characteristics: own }) => own.length)).toEqual([2, 2]);
  });

  it("take two values each, after each part or at the end", () => {
    for (const name of ["TwoPartsWithBinaryValuesAtTheEnd", "TwoPartsWithValuesAfterEachPart"]) {
      expect(column(inline(name), "K0001")).toEqual([
        ["1", "1.1"],
        ["2", "2.1"],
      ]);
    }
  });

  it("count errors where they are attributes", () => {
    const file = inline("AttributeCharacteristicWithBinaryValues");
    expect(column(file, "K0001")[0]).toEqual(["1", "1.1"]);
    expect(column(file, "K0020")[1]).toEqual(["1000", "1000"]);
    expect(column(file, "K0021")[1]).toEqual(["0", "1"]);
    expect(dfqReadings(file)[1]).toEqual({
      detail: "characteristic 2 counts errors (n = 1, errors = 0)",
    });
  });

  it("are separated in a value line even where K0100 counts one only", () => {
    expect(column(inline("CharacteristicSeparatorInBinaryLine"), "K0001")).toEqual([["1"], ["2"]]);
    expect(column(inline("SingleValueWithoutAnySeparatorInBinaryLine"), "K0001")).toEqual([
      ["10.6"],
    ]);
  });

  it("keep the nodes of an empty hierarchy", () => {
    const nodes = inline("EmptySimpleAndNormalHierarchy").nodes;
    expect(nodes.filter(({ key }) => key.startsWith("K511"))).toHaveLength(3);
  });
});

const head = "K0100 2\r\nK1001/1 P\r\nK2001/1 1\r\nK2001/2 2\r\n";

describe("a damaged file", () => {
  it.each([
    ["stripped separators", "57.96205.7.2006/10:48:7\r\n", "separators"],
    ["more values than characteristics", "1\u000f2\u000f3\r\n", "3 values"],
    ["a value that is no number", "1,2,3\u00140\u000f2\r\n", "not a number"],
    ["an end inside a value line", "1\u00140\u000f2\u00140\r\n1\u00140\u000f2", "ends inside"],
    ["a number for a value that isn't there", "1\r\nK0014/1/5 x\r\n", "names value 5 of 1"],
    ["a value without its characteristic", "K0001/7 1\r\n", "not described"],
  ])("is refused for %s, with its line", (_, rest, words) => {
    const outcome = readDfq(head + rest);
    expect(isRefusal(outcome) ? outcome.refused : "read").toContain(words);
    expect(isRefusal(outcome) && outcome.line).toBeGreaterThan(0);
  });

  it("is refused when nothing of it is AQDEF", () => {
    expect(isRefusal(readDfq("hello\r\nworld\r\n"))).toBe(true);
    expect(isRefusal(readDfq(""))).toBe(true);
    expect(isRefusal(readDfq("K1001/1 P\u0000\r\n"))).toBe(true);
  });
});

describe("values that are no measurement", () => {
  it("carry no number, but their code", () => {
    const file = readDfq(`${head}9\u0014255\u000f8\u0014290\r\n7\u0014129\u000f6\u00140\r\n`);
    if (isRefusal(file)) throw new Error(file.refused);
    expect(dfqReadings(file)).toMatchObject([
      { status: "no-data", text: null, marks: ["code:255"] },
      { status: "over-range", value: null },
      { status: "cancelled", text: null, marks: ["code:129"] },
      { status: "ok", text: "6", value: 6 },
    ]);
  });
});

describe("DFQ numbers", () => {
  it.each([
    ["2.49960000000000E+0002", "249.960000000000"],
    ["1,25", "1.25"],
    ["-5.0e-3", "-0.0050"],
    ["1E3", "1000"],
    [".5", "0.5"],
  ])("%s is %s", (written, plain) => {
    expect(plainDecimal(written)).toBe(plain);
  });

  it.each(["", "1.2.3", "#", "1e99", "12 mm", "NaN"])("%s is none", (written) => {
    expect(plainDecimal(written)).toBeNull();
  });
});

describe("limits", () => {
  it("are built from nominal and allowances where absolute ones are missing", () => {
    const fields = { K2101: "10", K2112: "-0.5", K2113: "0.5", K2111: "10.25" };
    expect(limitsOf({ index: 1, fields, values: [] })).toEqual({
      nominal: 10,
      lower: 9.5,
      upper: 10.25,
    });
  });
});

it("reads lines that end with CR alone, and refuses line ends of two kinds", () => {
  const text = "K0100 1\rK2001/1 12\r9.94\r9.95\r";
  const outcome = readDfq(text);
  if (isRefusal(outcome)) throw new Error(outcome.refused);
  expect(column(outcome, "K0001")).toEqual([["9.94", "9.95"]]);
  expect(readDfq(`${text}\n9.96\r\n`)).toMatchObject({ line: 1 });
});

it("says that a value line holds less than is described, as one without its 0x0F does", () => {
  const outcome = readDfq("K0100 2\r\nK2001/1 1\r\nK2001/2 2\r\n9.94\u00140\u00141.5\u00140\r\n");
  if (isRefusal(outcome)) throw new Error(outcome.refused);
  expect(outcome.ignored).toEqual([
    { line: 4, reason: "1 of 2 characteristics have a value in this and perhaps further lines" },
  ]);
});

it("refuses a file whose line ends are lost", () => {
  expect(readDfq("K0100 1K2001/1 12K0001/1 9.94")).toMatchObject({ line: 1 });
});

it("names the line of a value in key form that is no number", () => {
  expect(readDfq("K0100 1\r\nK2001/1 1\r\nK0001/1 1.5\r\nK0001/1 abc\r\n")).toEqual({
    refused: 'characteristic 1: "abc" is not a number',
    line: 4,
  });
});
