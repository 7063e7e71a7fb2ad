// Every example of the help of `proofline analyse` runs as it stands, and its JSON keeps its shape.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CHARTS } from "../../../edge/cli/analyse/catalogue.ts";
import { MORE_EXAMPLES } from "../../../edge/cli/analyse-command.ts";
import { chartNames } from "../../../spc/index.ts";
import { normalSource } from "../../spc/chance.ts";
import { analyseInProcess } from "./analyse-in-process.ts";

const dir = mkdtempSync(join(tmpdir(), "proofline-examples-"));
afterAll(() => rmSync(dir, { recursive: true }));

const next = normalSource(11);
const near = (center: number, spread: number) => (center + spread * next()).toFixed(4);

/** Sixty parts: two tools, one diameter, three related characteristics, two part numbers. */
writeFileSync(
  join(dir, "parts.csv"),
  ["hour,minute,tool,part,nominal,diameter,x1,x2,x3"]
    .concat(
      Array.from({ length: 60 }, (_, i) => {
        const tool = i < 30 ? "A" : "B";
        const [part, nominal] = i % 12 < 6 ? ["P1", 10] : ["P2", 10];
        const hour = Math.floor(i / 3);
        const cells = [near(10, 0.05), near(5, 0.1), near(6, 0.1), near(7, 0.1)];
        return [hour, 20 * i, tool, part, nominal, ...cells].join();
      }),
    )
    .join("\n"),
);
writeFileSync(
  join(dir, "shifts.csv"),
  ["bad,inspected,defects"]
    .concat(Array.from({ length: 30 }, (_, i) => `${3 + (i % 4)},${180 + (i % 7)},${5 + (i % 5)}`))
    .join("\n"),
);
writeFileSync(
  join(dir, "events.csv"),
  ["units,hours"]
    .concat(Array.from({ length: 30 }, (_, i) => `${20 + ((i * 37) % 60)},${1.5 + ((i * 13) % 9)}`))
    .join("\n"),
);

/** The words of an example as a shell makes them. */
function wordsOf(example: string): string[] {
  return [...example.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}

/** Runs an example on the files of this test. */
function ran(words: readonly string[]) {
  const [file = "", ...rest] = words;
  return analyseInProcess([join(dir, file), ...rest]);
}

/** Paths of an answer that hold no finite number where a number is. */
function notFinite(answer: unknown, path = ""): string[] {
  if (typeof answer === "number") return Number.isFinite(answer) ? [] : [path];
  if (typeof answer !== "object" || answer === null) return [];
  return Object.entries(answer).flatMap(([key, value]) => notFinite(value, `${path}.${key}`));
}

const examples = [...CHARTS.map(({ example }) => example), ...MORE_EXAMPLES];

describe("the examples of the help", () => {
  it("name every chart of the SPC room", () => {
    const named = CHARTS.map(({ name }) => name);
    expect(chartNames().filter((name) => !named.includes(name))).toEqual([]);
    for (const { name, example } of CHARTS) expect(example).toContain(`--chart ${name}`);
  });

  it.each(examples)("run as they stand: %s", (example) => {
    const { said, warned, code } = ran(wordsOf(example));
    expect(warned).toEqual([]);
    expect(code).toBe(0);
    expect(said.length).toBeGreaterThan(0);
  });

  it.each(examples)("give one JSON document of one shape: %s", (example) => {
    const words = wordsOf(example);
    const { said } = ran(words.includes("--json") ? words : [...words, "--json"]);
    expect(said).toHaveLength(1);
    const answer = JSON.parse(said[0] ?? "");
    expect(notFinite(answer)).toEqual([]);
    expect(Object.keys(answer)).toEqual(
      ["format", "version", "file", "chart", "values", "missing", "numbers", "center"].concat(
        ["sigma", "estimator", "stages", "panels", "rules", "signals", "falseCalls"],
        ["normality", "capability", "notes"],
      ),
    );
    for (const panel of answer.panels) {
      for (const key of ["points", "center", "lcl", "ucl"]) {
        expect(panel[key]).toHaveLength(answer.numbers.length);
      }
    }
  });
});

describe("limits that were established", () => {
  it("are read from the document of an earlier analysis and kept", () => {
    const chart = ["--chart", "i-mr", "--column", "diameter", "--json"];
    const first = ran(["parts.csv", ...chart, "--phase1", "25"]);
    writeFileSync(join(dir, "limits.json"), first.said[0] ?? "");
    const again = ran(["parts.csv", ...chart, "--limits", join(dir, "limits.json")]);
    const [one, other] = [first, again].map(({ said }) => JSON.parse(said[0] ?? ""));
    expect(other.panels).toEqual(one.panels);
    expect(other.stages[0].limits).toBe("given");
  });

  it("are refused for another chart, and for a file that holds none", () => {
    const limits = join(dir, "limits.json");
    const other = ran(["parts.csv", "--chart", "ewma", "--column", "x1", "--limits", limits]);
    expect(other).toMatchObject({ code: 2, said: [] });
    expect(other.warned[0]).toContain("those of a i-mr chart");
    const none = ran(["parts.csv", "--chart", "i-mr", "--limits", join(dir, "parts.csv")]);
    expect(none).toMatchObject({ code: 2 });
  });
});

describe("stages", () => {
  it("have their own limits, and no pattern and no subgroup reaches over one", () => {
    const rows = Array.from(
      { length: 20 },
      (_, i) => `${i < 11 ? "A" : "B"},${i < 11 ? 5 : 9}.${i % 3}`,
    );
    writeFileSync(join(dir, "steps.csv"), ["stage,x", ...rows].join("\n"));
    const chart = ["--chart", "xbar-r", "--column", "x", "--size", "3", "--stage", "stage"];
    const { said } = ran(["steps.csv", ...chart, "--rules", "nelson", "--json"]);
    const answer = JSON.parse(said[0] ?? "");
    expect(
      answer.stages.map(({ name, from, to }: Record<string, unknown>) => [name, from, to]),
    ).toEqual([
      ["A", 0, 4],
      ["B", 4, 7],
    ]);
    expect(answer.panels[0].center[0]).toBeLessThan(6);
    expect(answer.panels[0].center[6]).toBeGreaterThan(8);
    expect(answer.signals).toEqual([]);
  });
});
