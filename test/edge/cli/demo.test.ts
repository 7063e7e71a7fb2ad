import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { QualityRecord } from "../../../sync/records/index.ts";
import { runProgram } from "../../fakes/station-process.ts";

const dir = mkdtempSync(join(tmpdir(), "proofline-demo-"));
const proofline = (...args: string[]) => runProgram(args);
const demo = (...args: string[]) =>
  proofline("demo", "--dir", dir, "--port", "0", "--target", "20", "--speed", "1000", ...args);
const records = async (): Promise<QualityRecord[]> =>
  (await proofline("journal", "export", "--dir", dir)).stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as QualityRecord);

describe("proofline demo", () => {
  beforeAll(async () => {
    const played = await demo("--until", "closed");
    expect(played.stderr).toBe("");
    expect(played.stdout.trim().split("\n").at(-1)).toBe("run PR-2026-001 closed");
    expect(played.code).toBe(0);
  }, 120_000);
  afterAll(() => rmSync(dir, { recursive: true }));

  it("measures every owed cell of the run once and closes it", async () => {
    const taken = (await records()).filter((record) => record.kind === "measurement.taken");
    const cells = taken.map(({ body }) => `${body.characteristic} ${body.unit}`);
    expect(new Set(cells).size).toBe(20 * 6 + 2);
    expect(cells).toHaveLength(20 * 6 + 2);
    expect((await proofline("journal", "verify", "--dir", dir)).code).toBe(0);
  });

  it("plans the run once, however often it is started", async () => {
    expect((await demo("--until", "closed")).code).toBe(0);
    expect((await records()).filter((record) => record.kind === "run.planned")).toHaveLength(1);
  });

  it("writes a report and a bundle that verifies, and refuses the bundle with one byte changed", async () => {
    const pdf = join(dir, "report.pdf");
    expect((await proofline("report", "PR-2026-001", "--dir", dir, "-o", pdf)).code).toBe(0);
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe("%PDF-");
    const bundle = join(dir, "bundle.zip");
    const made = await proofline(
      "report",
      "PR-2026-001",
      "--format",
      "bundle",
      "--dir",
      dir,
      "--prepared-by",
      "Floor quality",
      "-o",
      bundle,
    );
    expect(made.code).toBe(0);
    expect(readFileSync(bundle).includes('"preparedBy":"Floor quality"')).toBe(true);
    expect(await proofline("verify", bundle)).toMatchObject({ code: 0, stderr: "" });
    const bytes = readFileSync(bundle);
    const at = bytes.indexOf('"value":"10.0');
    bytes[at + 13] = bytes[at + 13] === 0x31 ? 0x32 : 0x31;
    writeFileSync(bundle, bytes);
    const refused = await proofline("verify", bundle);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/seq \d+/);
    expect(refused.stderr).toContain("rod-diameter");
  });

  it("says which runs there are when asked for the report of another", async () => {
    const answer = await proofline("report", "PR-9", "--dir", dir, "-o", join(dir, "x.pdf"));
    expect(answer.code).toBe(1);
    expect(answer.stderr).toContain("It knows: PR-2026-001");
  });

  it("answers a wrong command line with exit code 2 and says what is wrong", async () => {
    expect(await proofline("demo", "--speed", "fast")).toMatchObject({ code: 2 });
    expect(await proofline("nonsense")).toMatchObject({ code: 2 });
    expect(await proofline("--help")).toMatchObject({ code: 0 });
  });
});
