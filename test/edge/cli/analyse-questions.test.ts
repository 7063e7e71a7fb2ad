// What `proofline analyse` asks back of an odd file, and which spread its capability rests on.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { analyseInProcess } from "./analyse-in-process.ts";

const dir = mkdtempSync(join(tmpdir(), "proofline-analyse-questions-"));
afterAll(() => rmSync(dir, { recursive: true }));

function analysed(text: string, ...options: string[]) {
  const path = join(dir, "x.csv");
  writeFileSync(path, text);
  return { path, ...analyseInProcess([path, ...options]) };
}

describe("an odd file", () => {
  it("with decimal commas in one column is not charted by the other one", () => {
    const times = "minute;diameter\n1;10,01\n2;10,02\n3;9,98\n";
    const got = analysed(times, "--chart", "i-mr", "--delimiter", "semicolon");
    expect(got.code).toBe(2);
    expect(got.warned.join()).toContain('"diameter" holds "10,01". With decimal commas say');
    const named = ["--delimiter", "semicolon", "--column", "minute"];
    expect(analysed(times, "--chart", "i-mr", ...named).code).toBe(0);
  });

  it("with a minus sign of a word processor is told how to write it", () => {
    const got = analysed("d\n\u22121.5\n2\n", "--chart", "i-mr");
    expect(got.warned).toEqual([
      `${got.path}: Line 2, column "d": "\u22121.5" is no number. Write the minus sign as -.`,
    ]);
  });

  it("with more bad parts than parts says which sample that is", () => {
    const got = analysed("count,size\n3,50\n70,50\n", "--chart", "p");
    expect(got.warned.join()).toContain("Sample 2: 70 of 50 is impossible.");
  });

  it("with one value is counted in the singular", () => {
    const known = ["--center", "5", "--sigma", "1"];
    const got = analysed("d\n5.5\n", "--chart", "i-mr", ...known);
    expect(got.said[0]).toContain(": 1 point, 1 value, 0 missing");
  });
});

describe("the capability of a chart that does not estimate the spread", () => {
  const values = Array.from({ length: 40 }, (_, i) => 10 + (((i * 7) % 11) - 5) / 100);
  const limits = ["--lsl", "9.8", "--usl", "10.2", "--capability", "--json"];
  const capabilityBy = (chart: string) => {
    const got = analysed(`d\n${values.join("\n")}\n`, "--chart", chart, ...limits);
    expect(got.warned).toEqual([]);
    return JSON.parse(got.said[0] ?? "").capability;
  };

  it.each(["q", "q-cusum", "pre-control"])("is that of moving ranges: %s", (chart) => {
    expect(capabilityBy(chart).indices).toEqual(capabilityBy("i-mr").indices);
  });

  it("is not called stable when pre-control has stopped the run", () => {
    const path = "d\n10\n10.15\n10.15\n10\n";
    const got = analysed(path, "--chart", "pre-control", ...limits);
    const answer = JSON.parse(got.said[0] ?? "");
    expect(answer.panels[0].outOfLimits).toEqual([]);
    expect(answer.capability.stable).toBe(false);
  });
});
