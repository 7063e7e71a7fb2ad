// Which value a K line of a DFQ file belongs to, what stands twice, and what is told of odd descriptions.
import { describe, expect, it } from "vitest";
import type { DfqFile } from "../../../gauges/formats/dfq/dfq-file.ts";
import { dfqResult } from "../../../gauges/formats/dfq/dfq-result.ts";
import { isRefused } from "../../../gauges/formats/result-file.ts";
import { readDfq, readResultFile, writeDfq } from "../../../gauges/index.ts";

function read(...lines: string[]): DfqFile {
  const file = readDfq(lines.map((line) => `${line}\r\n`).join(""));
  if (isRefused(file)) throw new Error(`${file.line}: ${file.refused}`);
  return file;
}

function refusal(...lines: string[]): string {
  const file = readDfq(lines.map((line) => `${line}\r\n`).join(""));
  return isRefused(file) ? file.refused : "read";
}

/** One field of every value, per characteristic. */
function column(file: DfqFile, key: string) {
  const all = file.parts.flatMap((part) => part.characteristics);
  return all.map(({ values }) => values.map((value) => value[key] ?? null));
}

const two = ["K0100 2", "K1001/1 P", "K2001/1 1", "K2001/2 2"];
const value = (...fields: string[]) => fields.join("\u0014");

describe("a field that stands twice", () => {
  it("of a part, a characteristic, all of them or a value takes the last text and tells it", () => {
    const file = read(
      ...two,
      ...["K1001/1 Q", "K2110/1 1", "K2110/1 2", "K2142/0 mm", "K2142/0 in"],
      ...["K0001/1 5", "K0014/1 a", "K0014/1 b", "K0010/1 7", "K0010/1 7"],
    );
    expect(dfqResult(file).remarks).toEqual([
      'line 5: K1001/1 stands again: "Q" replaces "P"',
      'line 7: K2110/1 stands again: "2" replaces "1"',
      'line 9: K2142/0 stands again: "in" replaces "mm"',
      'line 12: K0014/1 stands again: "b" replaces "a"',
    ]);
    expect(column(file, "K0014")).toEqual([["b"], []]);
  });

  it("of a value line and a K line after it tells it, of a catalogue keeps both entries", () => {
    const file = read(
      ...[...two, "K4093/1 Miller", "K4093/2 Smith", "K4092/2 12"],
      ...[value("5", "0", "1.1.2026/10:00:00"), "K0004/1 2.1.2026/10:00:00"],
    );
    expect(file.head).toMatchObject({ K4093: "Miller", "K4093/2": "Smith", "K4092/2": "12" });
    const again = readDfq(writeDfq(file));
    expect(isRefused(again) ? again : again.head).toEqual(file.head);
    expect(file.ignored.map(({ line }) => line)).toEqual([8, 9]);
  });

  it("is told a hundred times, and how often more", () => {
    const lines = Array.from({ length: 150 }, (_, at) => `K1002/1 ${at}`);
    const { remarks } = dfqResult(read(...two, ...lines));
    expect(remarks[99]).toContain("stands again");
    expect(remarks[100]).toBe("49 more of this kind");
  });
});

describe("a K line for all characteristics", () => {
  it("after a value line reaches the values of that line, and none that has a field of its own", () => {
    const file = read(
      ...[...two, "1\u000f10", "\u000f11"],
      ...[value("2", "0", "own"), "K0014/0 s", "K0004/0 all"],
    );
    expect(column(file, "K0014")).toEqual([
      [null, "s"],
      [null, null],
    ]);
    expect(column(file, "K0004")).toEqual([
      [null, "own"],
      [null, null],
    ]);
  });

  it("takes its last text, and a line that names the value wins before and after it", () => {
    const file = read(
      ...[...two, "1\u000f10", "K0014/1 own", "K0014/0 a", "K0014/0 b"],
      ...["2\u000f20", "K0014/0 c", "K0014/2 own"],
    );
    expect(column(file, "K0014")).toEqual([
      ["own", "c"],
      ["b", "own"],
    ]);
  });

  it("that reaches no value is told", () => {
    expect(read(...two, "K0014/0 s").ignored).toEqual([
      { line: 5, reason: "K0014 belongs to no value" },
    ]);
  });
});

it("of two K lines for one value the later counts, also where the first stands before it", () => {
  const file = read(...two, "K0014/1 a", "K0001/1 5", "K0014/1 b", "K0014/1 c");
  expect(column(file, "K0014")).toEqual([["c"], []]);
  expect(file.ignored.map(({ line }) => line)).toEqual([7, 8]);
});

it("a K line with value number 0 reaches all values of its characteristic", () => {
  const file = read(...two, "1\u000f10", "2\u000f20", "K0014/1/0 s", "K0014/1/2 own");
  expect(column(file, "K0014")).toEqual([
    ["s", "own"],
    [null, null],
  ]);
});

it("values in key form may be numbered", () => {
  const file = read(...two, "K0001/1/1 1", "K0001/1/2 2", "K0001/2/1 3", "K0002/2/1 129");
  expect(column(file, "K0001")).toEqual([["1", "2"], ["3"]]);
  expect(column(file, "K0002")).toEqual([[null, null], ["129"]]);
});

it("groups may lie in groups, but not beside a hierarchy of nodes", () => {
  const groups = ["K2030/1 1", "K2030/2 2", "K2031/2 1"];
  expect(refusal(...two, ...groups)).toBe("read");
  expect(refusal(...two, ...groups, "K5111/1 1", "K5112/2 1")).toContain("hierarchy");
  expect(refusal(...two, "K2030/1 0", "K2031/1 0", "K5111/1 1")).toBe("read");
});

it("a line that begins with a number and goes on in words is no value and is told", () => {
  const file = read(...two, "10Text", "1\u000f2");
  expect(file.ignored).toEqual([{ line: 5, reason: "neither a K field nor a value" }]);
  for (const line of [
    "9.9400.9660",
    "6.001E+0000006.09.2002/12:41:27#0000",
    "1.50#123abc",
    "9.94|0|",
  ]) {
    expect(refusal(...two, line)).toContain("separators");
  }
});

it("lines may be indented", () => {
  expect(column(read("  K0100 1", "\tK2001/1 1", "  9.94"), "K0001")).toEqual([["9.94"]]);
});

it("tells limits that are no numbers and limits that leave no room", () => {
  const bad = ["K2101/1 10 mm", "K2110/2 5", "K2111/2 4"];
  expect(dfqResult(read(...two, ...bad)).remarks).toEqual([
    'K2101/1 "10 mm" is not a number: it is not read',
    "characteristic 2: its limits 5 and 4 leave no room",
  ]);
});

it("reads the letters of the Windows code page where the file is no UTF-8", () => {
  const bytes = Buffer.concat([
    Buffer.from("K0100 1\r\nK2002/1 "),
    Buffer.from([0x80, 0x20, 0xd8, 0x20, 0x96]),
    Buffer.from("\r\n1.5\r\n"),
  ]);
  const file = { glob: "*", format: "dfq", encoding: "utf-8-or-latin1" } as const;
  const found = readResultFile({ ...file, stableMs: 100, maxBytes: 9999 }, bytes);
  if (isRefused(found)) throw new Error(found.refused);
  expect(found.file.parts[0]?.characteristics[0]?.name).toBe("€ Ø –");
});
