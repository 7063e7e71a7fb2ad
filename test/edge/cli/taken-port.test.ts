// A port that is taken: refused in one sentence before anything is written, and the process ends.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createStationFiles, planText, stationText } from "../../e2e/station-files.ts";
import { runProgram } from "../../fakes/station-process.ts";

const folder = mkdtempSync(join(tmpdir(), "proofline-taken-"));
let other: Server;
let port = 0;
beforeAll(async () => {
  other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  port = (other.address() as AddressInfo).port;
});
afterAll(() => {
  other.close();
  rmSync(folder, { recursive: true });
});

describe("a station whose port another program has", () => {
  it("ends with the reason and has written no record", async () => {
    const plan = planText([{ id: "rod", gauge: "caliper", nominal: 10, tolerance: 0.5 }]);
    const files = createStationFiles(plan);
    try {
      const line = '{ kind = "tcp", host = "127.0.0.1", port = 9 }';
      const gauge = { id: "c", model: "mitutoyo-ascii", serves: "caliper", unit: "mm", line };
      files.write(stationText({ gauges: [gauge], target: 60, port }));
      const args = ["start", "--config", files.config, "--dir", files.dir];
      expect(await runProgram(args)).toEqual({
        code: 1,
        stdout: "",
        stderr:
          `Port ${port} of 127.0.0.1 is taken by another program. ` +
          "End that one, or give [http] another port.\n",
      });
      expect(existsSync(files.dir)).toBe(false);
    } finally {
      files.remove();
    }
  }, 180_000);

  it("as a demo ends too, with its gauges and its broker", async () => {
    const dir = join(folder, "demo");
    const { code, stderr } = await runProgram(["demo", "--dir", dir, "--port", String(port)]);
    expect(code).toBe(1);
    expect(stderr).toContain("End that one, or choose another with --port.");
    expect(existsSync(join(dir, "journal.db"))).toBe(false);
  }, 180_000);
});
