// What `proofline analyse` says to a person: names of lines, digits that tell them apart, cautions.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { analyseInProcess } from "./analyse-in-process.ts";

const dir = mkdtempSync(join(tmpdir(), "proofline-analyse-words-"));
afterAll(() => rmSync(dir, { recursive: true }));

function said(values: readonly number[], ...options: string[]): string {
  const path = join(dir, "x.csv");
  writeFileSync(path, `x\n${values.join("\n")}\n`);
  const got = analyseInProcess([path, "--column", "x", ...options]);
  expect(got.warned).toEqual([]);
  return got.said.join("\n");
}

const far = [5000.0012, 5000.0019, 5000.0015, 5000.0011, 5000.0018];
const even = Array.from({ length: 30 }, (_, i) => 10 + ((i * 7) % 11) / 200);

describe("the words of an analysis", () => {
  it("show the digits that tell limits apart, far from zero too", () => {
    const text = said(far, "--chart", "i-mr", "--capability", "--usl", "5000.01");
    expect(text).toMatch(/UCL 5000\.00296\d* /);
    expect(text).toMatch(/ CL 5000\.0015 /);
    expect(text).toMatch(/mean 5000\.0015;/);
    expect(text).toContain("under 0.001 ppm expected");
  });

  it("call the limits of a tolerance chart what they are", () => {
    const limits = ["--lsl", "4999.99", "--usl", "5000.01"];
    const accepted = said(far, "--chart", "acceptance", "--size", "2", ...limits);
    expect(accepted).toContain("ACL 5000.0");
    expect(accepted).not.toMatch(/[UL]CL/);
    const zones = said(far, "--chart", "pre-control", ...limits);
    expect(zones).toContain("PC 5000.005 ");
    expect(zones).not.toMatch(/[UL]CL/);
  });

  it("say with a distribution they chose what speaks against it", () => {
    const limits = ["--lsl", "9.9", "--usl", "10.1", "--capability"];
    const chosen = said(even, "--chart", "i-mr", ...limits, "--fit", "best");
    expect(chosen).toContain("30 values cannot tell distributions apart in the tails");
    const asked = said(even, "--chart", "i-mr", ...limits, "--fit", "weibull");
    expect(asked).not.toContain("cannot tell distributions apart");
  });
});
