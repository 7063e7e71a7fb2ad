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
import { addAnalyseCommand } from "../../../edge/cli/analyse-command.ts";
import { analyseInProcess } from "./analyse-in-process.ts";
import { callInProcess } from "./in-process.ts";

const main = fileURLToPath(new URL("../../../dist/edge/main.js", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "proofline-analyse-"));
afterAll(() => rmSync(dir, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

const analyse = (...args: string[]) => callInProcess(addAnalyseCommand, ["analyse", ...args]);

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
  it("makes ragged subgroups of a column, with missing values left out and said", async () => {
    const got = await analyse(ragged, "--chart", "xbar-s", "--subgroup", "hour", "--json");
    expect(got.stderr).toBe("");
    expect(got.status).toBe(0);
    const answer = JSON.parse(got.stdout);
    expect(answer).toMatchObject({ chart: "xbar-s", values: 9, missing: 2, numbers: [1, 2, 3, 4] });
    expect(answer.notes).toContain("One value, so no range and no deviation: subgroup 4.");
    expect(answer.panels[1].points[3]).toBeNull();
    expect(answer.panels[0].points[1]).toBeCloseTo(10.015, 12);
  });

  it("draws the chart and says the indices with their intervals in words", async () => {
    const limits = ["--lsl", "9.9", "--usl", "10.1"];
    const got = await analyse(
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

  it("takes the counts and sizes of an attribute chart from their columns", async () => {
    const path = file("shifts.csv", "bad;inspected\n3;200\n;210\n5;190\n2;\n4;205\n");
    const got = await analyse(
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
  ] as const)("says %s on stderr and ends with %i", async (_, status, words, args) => {
    const got = await analyse(...args());
    expect(got.stderr).toContain(words);
    expect(got.status).toBe(status);
  });

  it.each([
    ["semicolons that were not declared", "a;b\n1;2\n3;4\n", [], 2, "--delimiter semicolon"],
    ["tabs that were not declared", "a\tb\n1\t2\n", [], 2, "--delimiter tab"],
    ["decimal commas that were not declared", 'x\n"1,5"\n"1,6"\n', [], 1, "--decimal comma"],
    ["decimal commas that look like columns", "x\n1,5\n1,6\n", [], 2, "Line 2 has 2 cells"],
    ["decimal points against the word", "x\n1.5\n", ["--decimal", "comma"], 1, "leave out"],
    ["commas twice", "x\n1\n", ["--decimal", "comma", "--delimiter", "comma"], 2, "--delimiter"],
    [
      "a cell that is no number",
      "a,x\n,1\n# note\n,2\n,3o\n",
      ["--column", "x"],
      1,
      "Line 5, column",
    ],
    ["a quoted cell over two lines", 'x\n"1\n2"\n', [], 1, 'Line 3, column "x"'],
    ["an open quote", 'x\n"1\n2\n', [], 1, "no delimited text"],
    ["a file of another encoding", "x\u0000\n1\u0000\n", [], 1, "UTF-8"],
    ["a header alone", "x\n", [], 1, "no row of values"],
    ["nothing", "", [], 1, "no row of values"],
    ["text columns alone", "a,b\nx,y\n", [], 1, "--column"],
    ["two columns of one name", "x,x\n1,2\n", [], 1, "Two columns"],
    [
      "a stage column with a hole",
      "s,x\nA,1\n,2\n",
      ["--stage", "s", "--column", "x"],
      1,
      "Line 3",
    ],
    ["an unknown distribution", "x\n1\n2\n", ["--fit", "cauchy"], 2, "Allowed choices"],
    ["an unknown rule set", "x\n1\n2\n", ["--rules", "nelsen"], 2, "western-electric"],
    ["a rule that is no number", "x\n1\n2\n", ["--rules", "nelson:1,x"], 2, "is no number"],
    ["an unknown estimator", "x\n1\n2\n", ["--estimator", "rbar2"], 2, "mr-median"],
    ["an option of another chart", "x\n1\n2\n", ["--lambda", "0.2"], 2, "only ewma, mewma"],
    ["probability limits of values", "x\n1\n2\n", ["--probability", "0.99"], 2, "only p, np"],
    ["rule numbers without rules", "x\n1\n2\n", ["--only", "1"], 2, "go with --rules"],
    ["a sigma of nothing", "x\n1\n2\n", ["--sigma", "0"], 2, "above 0"],
    ["limits reversed", "x\n1\n2\n", ["--capability", "--lsl", "3", "--usl", "2"], 2, "--lsl 3"],
    [
      "a point to exclude that is not there",
      "x\n1\n2\n",
      ["--exclude", "9", "--cause", "c"],
      2,
      "2 points",
    ],
  ] as const)("refuses %s", (what, text, options, status, words) => {
    const path = file(`${what.replaceAll(" ", "-")}.csv`, text);
    const { said, warned, code } = analyseInProcess([path, "--chart", "i-mr", ...options]);
    expect(warned.join()).toContain(words);
    expect(said).toEqual([]);
    expect(code).toBe(status);
  });

  it("reads a BOM, CRLF, empty cells, and a header that is declared absent", async () => {
    const bom = file("bom.csv", "\uFEFFx\r\n1.5\r\n\r\n2.5\r\nNA\r\n1.0\r\n");
    const got = await analyse(bom, "--chart", "i-mr", "--json");
    expect(got.stderr).toBe("");
    expect(JSON.parse(got.stdout).panels[0].points).toEqual([1.5, 2.5, null, 1]);
    const bare = file("bare.csv", "A,1.5\nA,2.5\nB,2.0\n");
    const rest = ["--no-header", "--column", "2", "--json"];
    const headless = await analyse(bare, "--chart", "i-mr", ...rest);
    expect(JSON.parse(headless.stdout).panels[0].points).toEqual([1.5, 2.5, 2]);
  });

  it("takes decimal commas where they are declared", async () => {
    const path = file("comma.csv", "Maß;Ort\n1,5;a\n2,5;b\n2;c\n");
    const got = await analyse(path, "--chart", "i-mr", "--decimal", "comma", "--json");
    expect(got.stderr).toBe("");
    expect(JSON.parse(got.stdout).panels[0].points).toEqual([1.5, 2.5, 2]);
  });

  it("qualifies a run by pre-control, stops it and begins again", () => {
    const path = file("first.json", "[10,10,10,10,10,9.2,10.1,10.9,9.1,11.1]");
    const chart = ["--chart", "pre-control", "--lsl", "9", "--usl", "11", "--json"];
    const { said } = analyseInProcess([path, ...chart]);
    const answer = JSON.parse(said[0] ?? "");
    expect(answer.panels[0]).toMatchObject({ outOfLimits: [9] });
    expect(answer.panels[0].ucl[0]).toBe(10.5);
    expect(answer.notes).toEqual([
      "Qualified with value 5: five greens in a row.",
      "Stopped at value 9: yellows on both sides: the spread is too wide. Qualification begins again.",
      "Stopped at value 10: outside the specification. Qualification begins again.",
      "Not qualified at the end.",
    ]);
  });

  it("gives a one-sided acceptance chart no limit on the side without specification", () => {
    const path = file("one-side.json", "[[10,10.1],[10,10.2],[9.9,10],[10.1,10]]");
    const { said } = analyseInProcess([path, "--chart", "acceptance", "--usl", "11", "--json"]);
    const [panel] = JSON.parse(said[0] ?? "").panels;
    expect(panel.lcl).toEqual([null, null, null, null]);
    expect(panel.ucl[0]).toBeGreaterThan(10);
  });

  it("applies the rules asked for, with their counts, and says how often they cry wolf", async () => {
    const path = file("run.json", "[1,2,1,2,5,5,5,5,5,5,5,1,2,1,2]");
    const rules = ["--rules", "nelson:1,2=6", "--points-per-week", "100"];
    const known = ["--center", "3", "--sigma", "2"];
    const got = await analyse(path, "--chart", "i-mr", ...known, ...rules);
    expect(got.stderr).toBe("");
    expect(got.stdout).toContain("Point 10: nelson rule 2, 6 points in a row on one side");
    expect(got.stdout).not.toContain("rule 4");
    expect(got.stdout).toMatch(
      /About one false call per \d+ points; at 100 points a week \S+ a week/,
    );
  });

  it("lists every chart with an example in its help", async () => {
    const { stdout, status } = await analyse("--help");
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
