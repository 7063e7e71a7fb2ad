// `proofline gauges`: the catalogue, and a virtual gauge that is tried over TCP and over a serial line.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { addGaugeCommands } from "../../../edge/cli/gauge-commands.ts";
import { needs } from "../../fakes/needs.ts";
import { createPtyPair } from "../../fakes/pty-pair.ts";
import { type ProgramProcess, startProgram } from "../../fakes/station-process.ts";
import { callInProcess } from "./in-process.ts";

const started: ProgramProcess[] = [];
afterAll(() => Promise.all(started.map((program) => program.stop())));

function start(...args: string[]): ProgramProcess {
  const program = startProgram(args);
  started.push(program);
  return program;
}

describe("proofline gauges", () => {
  it("lists every model with its evidence", async () => {
    const listing = await callInProcess(addGaugeCommands, ["gauges", "list", "--json"]);
    expect(listing.status).toBe(0);
    const { models } = JSON.parse(listing.stdout);
    expect(models.length).toBeGreaterThanOrEqual(30);
    expect(models).toContainEqual(
      expect.objectContaining({ id: "mitutoyo-ascii", evidence: "manual", simulate: true }),
    );
    const words = await callInProcess(addGaugeCommands, ["gauges", "list"]);
    expect(words.stdout).toMatch(/unverified: confirm those against the display/);
  });

  it("simulates a gauge that sends, and shows its bytes, its rule and its value", async () => {
    const gauge = start(
      ...["gauges", "simulate", "mitutoyo-ascii", "--tcp", "0", "--value", "12.345", "-3.1"],
      ...["--every", "100"],
    );
    const [, port] = await gauge.says(/on 127\.0\.0\.1:(\d+)/);
    const folder = mkdtempSync(join(tmpdir(), "recorded-"));
    const record = join(folder, "session.txt");
    const trial = start(
      ...["gauges", "try", "mitutoyo-ascii", `127.0.0.1:${port}`, "--unit", "mm"],
      ...["--record", record],
    );
    await trial.says(/30 31 41 2B 30 30 31 32 2E 33 34 35 0D {3}01A\+0012\.345\\r/);
    await trial.says(/→ -3\.100 mm, ok channel 1 \[rule 2\]/);
    trial.signal("SIGINT");
    expect(await trial.ended).toMatchObject({ code: 0 });
    await gauge.stop();
    const decoded = start("decode", record, "--model", "mitutoyo-ascii", "--unit", "mm");
    expect(await decoded.ended).toMatchObject({ code: 0 });
    expect(decoded.stdout()).toMatch(/→ -3\.100 mm, ok channel 1 \[rule 2\]/);
    const again = start("gauges", "try", "mitutoyo-ascii", "127.0.0.1:1", "--record", record);
    expect(await again.ended).toMatchObject({ code: 1 });
    rmSync(folder, { recursive: true });
  });

  it("simulates a Modbus device with a process behind it", async () => {
    const process = ["--mean", "20", "--sd", "0", "--wear", "1", "--tool-life", "3"];
    const gauge = start(
      ...["gauges", "simulate", "hbm-wtx", "--tcp", "0", "--every", "300", "--decimals", "0"],
      ...process,
    );
    const [, port] = await gauge.says(/on 127\.0\.0\.1:(\d+)/);
    const trial = start("gauges", "try", "hbm-wtx", `127.0.0.1:${port}`, "--poll", "100");
    for (const value of ["22", "20", "21"]) await trial.says(new RegExp(`→ ${value} kg, ok net`));
    await trial.stop();
    await gauge.stop();
  });

  it("lists the serial ports of this machine", async () => {
    const listing = await callInProcess(addGaugeCommands, ["gauges", "list", "--ports", "--json"]);
    expect(listing.status).toBe(0);
    expect(JSON.parse(listing.stdout)).toHaveProperty("ports");
  });

  it("refuses what can't be simulated or tried, with exit code 2", async () => {
    for (const args of [
      ["simulate", "dfq-file"],
      ["simulate", "mitutoyo-ascii", "--value", "abc"],
      ["simulate", "none"],
      ["try", "dfq-file", "localhost:1"],
      ["try", "generic-float", "localhost:502"],
    ]) {
      const said = await callInProcess(addGaugeCommands, ["gauges", ...args]);
      expect(said, args.join(" ")).toMatchObject({ status: 2, stdout: "" });
      expect(said.stderr).not.toBe("");
    }
  });
});

needs("socat")("over a serial line", () => {
  it("asks a gauge that must be asked", async () => {
    const cable = await createPtyPair();
    const gauge = start(
      "gauges",
      "simulate",
      "mark10-series5",
      "--pty",
      cable.gauge,
      "--value",
      "4.285",
    );
    await gauge.says(/answers when asked/);
    const trial = start("gauges", "try", "mark10-series5", cable.station, "--poll", "100");
    await trial.says(/→ 4\.285 \S+, ok/);
    await trial.stop();
    await gauge.stop();
    await cable.remove();
  });
});
