// `proofline analyse` as a user calls it: files with gaps, choices, refusals, exit codes.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { CHARTS } from "../../../edge/cli/analyse/catalogue.ts";
import { readTable, type Table, type Written } from "../../../edge/cli/analyse/read-table.ts";
import { sketch } from "../../../edge/cli/analyse/sketch.ts";

const main = fileURLToPath(new URL("../../../dist/edge/main.js", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "proofline-analyse-"));
afterAll(() => rmSync(dir, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

const analyse = (...args: string[]) =>
  spawnSync(process.execPath, [main, "analyse", ...args], { encoding: "utf8" });

const ragged = file(
  "ragged.csv",
  "hour,diameter\n1,10.01\n1,10.02\n1,\n1,9.99\n2,10.00\n2,NA\n2,10.03\n3,9.98\n3,10.02\n3,10.05\n4,10.00\n",
);

function table(text: string, format: "csv" | "json", written: Written = {}): Table {
  const read = readTable(text, format, written);
  if ("unreadable" in read) throw new Error(read.unreadable);
  return read;
}

describe("proofline analyse", () => {
  it("makes ragged subgroups of a column, with missing values left out and said", () => {
    const got = analyse(ragged, "--chart", "xbar-s", "--subgroup", "hour", "--json");
    expect(got.stderr).toBe("");
    expect(got.status).toBe(0);
    const answer = JSON.parse(got.stdout);
    expect(answer).toMatchObject({ chart: "xbar-s", values: 9, missing: 2, numbers: [1, 2, 3, 4] });
    expect(answer.notes).toContain("One value, so no range and no deviation: subgroup 4.");
    expect(answer.panels[1].points[3]).toBeNull();
    expect(answer.panels[0].points[1]).toBeCloseTo(10.015, 12);
  });

  it("draws the chart and says the indices with their intervals in words", () => {
    const limits = ["--lsl", "9.9", "--usl", "10.1"];
    const got = analyse(
      ragged,
      "--chart",
      "i-mr",
      "--column",
      "diameter",
      "--capability",
      ...limits,
    );
    expect(got.status).toBe(0);
    expect(got.stdout).toMatch(/UCL [\d.]+ │/);
    expect(got.stdout).toMatch(/Ppk +[\d.]+ +\(95 %: [-\d.]+ to [\d.]+\)/);
  });

  it("takes the counts and sizes of an attribute chart from their columns", () => {
    const path = file("shifts.csv", "bad;inspected\n3;200\n;210\n5;190\n2;\n4;205\n");
    const got = analyse(
      path,
      "--chart",
      "p",
      "--count",
      "bad",
      "--sizes",
      "inspected",
      "--json",
      "--delimiter",
      "semicolon",
    );
    expect(got.stderr).toBe("");
    const answer = JSON.parse(got.stdout);
    expect(answer.panels[0].points).toEqual([0.015, null, 5 / 190, null, 4 / 205]);
    expect(answer.center).toBeCloseTo(12 / 595, 14);
  });

  it("reads values from standard input", () => {
    const got = spawnSync(process.execPath, [main, "analyse", "-", "--chart", "i-mr"], {
      input: "[1, 2, null, 4, 5, 4]",
      encoding: "utf8",
    });
    expect(got.status).toBe(0);
    expect(got.stdout).toContain("5 values, 1 missing");
  });

  it.each([
    ["an unknown chart", 2, "There is no chart", () => [ragged, "--chart", "pie"]],
    ["no chart", 2, "required option", () => [ragged]],
    [
      "a column that is not there",
      2,
      "no column",
      () => [ragged, "--chart", "i-mr", "--column", "x"],
    ],
    ["several columns and none named", 2, "--column", () => [ragged, "--chart", "i-mr"]],
    [
      "an exclusion without a cause",
      2,
      "--cause",
      () => [ragged, "--chart", "i-mr", "--column", "diameter", "--exclude", "3"],
    ],
    [
      "a rule the set does not have",
      2,
      "numbered 1 to 4",
      () =>
        [ragged, "--chart", "i-mr", "--column", "diameter"].concat([
          "--rules",
          "western-electric",
          "--only",
          "7",
        ]),
    ],
    ["a file that is not there", 1, "can't be read", () => [join(dir, "no.csv"), "--chart", "c"]],
    [
      "text where a number belongs",
      1,
      'Line 3, column "x": "about 2" is no number.',
      () => [file("text.csv", "x\n1\nabout 2\n3\n"), "--chart", "i-mr", "--column", "x"],
    ],
    ["too few values", 1, "too-few-values", () => [file("one.json", "[1]"), "--chart", "i-mr"]],
    [
      "a capability without variation",
      1,
      "no-variation",
      () => [file("flat.json", "[1,1,1,1]"), "--chart", "i-mr", "--capability", "--usl", "2"],
    ],
  ] as const)("says %s on stderr and ends with %i", (_, status, words, args) => {
    const got = analyse(...args());
    expect(got.stderr).toContain(words);
    expect(got.status).toBe(status);
  });

  it("lists every chart with an example in its help", () => {
    const { stdout, status } = analyse("--help");
    expect(status).toBe(0);
    for (const { name, example } of CHARTS) {
      expect(stdout).toContain(`  ${name} `);
      expect(stdout).toContain(`proofline analyse ${example}`);
    }
  });
});

describe("reading a table", () => {
  it("reads semicolons with decimal commas where it is told so", () => {
    const { columns } = table("a;b\n1,5;x\n;2,25\n", "csv", { decimal: "," });
    expect(columns.get("a")).toEqual([1.5, null]);
    expect(columns.get("b")).toEqual(["x", 2.25]);
  });

  it("numbers the columns of a file without a header", () => {
    expect([...table("1,2\n3,4,5\n", "csv").columns]).toEqual([
      ["1", [1, 3]],
      ["2", [2, 4]],
      ["3", [null, 5]],
    ]);
  });

  it("reads lists of numbers, rows, objects, and lists by name", () => {
    expect(table("[1,null,3]", "json").columns.get("value")).toEqual([1, null, 3]);
    expect(table("[[1,2],[3]]", "json").columns.get("2")).toEqual([2, null]);
    expect(table('[{"a":1},{"b":2}]', "json").columns.get("a")).toEqual([1, null]);
    expect(table('{"a":[1,2],"b":[3]}', "json").columns.get("b")).toEqual([3, null]);
  });

  it("refuses what is neither", () => {
    expect(readTable("{", "json")).toHaveProperty("unreadable");
    expect(readTable("", "csv")).toHaveProperty("unreadable");
    expect(readTable("a,a\n1,2\n", "csv")).toHaveProperty("unreadable");
  });
});

describe("the chart in the terminal", () => {
  it("never loses a point outside, however many share a column", () => {
    const points = Array.from({ length: 5000 }, (_, i) => (i === 2345 ? 9 : i % 2));
    const limits = points.map(() => ({ center: 0.5, lcl: -2, ucl: 3 }));
    const lines = sketch({ name: "x", points, limits, errors: null, outside: [2345] }, [], [], 40);
    expect(lines).toHaveLength(11);
    expect(lines.join("\n").match(/×/g)).toHaveLength(1);
    expect(lines[0]).toContain("×");
  });
});
