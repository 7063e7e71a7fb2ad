// A wrong configuration starts nothing: every error at once, with its line and what to do, and exit code 78.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { answers, freePort } from "../fakes/mosquitto.ts";
import { runProgram, startProgram } from "../fakes/station-process.ts";
import { createStationFiles, planText, type StationFiles } from "./station-files.ts";

const plan = planText([{ id: "rod", gauge: "caliper", nominal: 10, tolerance: 0.5 }]);
const open: StationFiles[] = [];

afterEach(() => {
  for (const files of open.splice(0)) files.remove();
});

function makeFiles(): StationFiles {
  const files = createStationFiles(plan);
  open.push(files);
  return files;
}

/** The station's file, line by line; `port` is a number unless it is to be wrong. */
function fileText(port: string, rest: readonly string[]): string {
  const head = ["[station]", 'name = "e2e-1"', 'zone = "Asia/Shanghai"', "[place]"];
  const place = ["enterprise", "site", "area", "line"].map((level) => `${level} = "x"`);
  return `${['plans = ["plan.toml", "gone.toml"]', ...head, ...place, "[http]", port, ...rest].join("\n")}\n`;
}

const twoOnOnePort = [
  "[[gauge]]",
  'id = "caliper-1"',
  'name = "Caliper"',
  'model = "mitutoyo-ascii"',
  'serves = ["caliper"]',
  'unit = "mm"',
  'line = { kind = "serial", path = "/dev/ttyUSB0" }',
  "[[gauge]]",
  'id = "caliper-2"',
  'name = "Another"',
  'model = "mitutoyo-asci"',
  'serves = ["caliper"]',
  'unit = "mm"',
  'line = { kind = "serial", path = "/dev/ttyUSB0" }',
];

/** `file:line key: what`, then the remedy, indented. */
function errorsIn(stderr: string, files: StationFiles) {
  const found = stderr.matchAll(/^(\S+):(\d+)(?: (\S+))?: (.+)\n {4}(\S.+)$/gm);
  return [...found].map(([, file = "", line, key, what, remedy]) => ({
    file: file.slice(files.folder.length + 1),
    ...{ line: Number(line), key, what, remedy },
  }));
}

describe("a station with five errors in its file", () => {
  it("says all five with line and remedy, starts nothing and ends with 78", async () => {
    const files = makeFiles();
    const port = await freePort();
    const text = fileText(`port = "${port}"`, ["hosts = 3", ...twoOnOnePort]);
    files.write(text);
    const { code, stdout, stderr } = await runProgram([
      ...["start", "--config", files.config, "--dir", files.dir],
    ]);
    expect({ code, stdout }).toEqual({ code: 78, stdout: "" });
    const lines = text.split("\n");
    const at = (start: string, nth = 0) =>
      lines.flatMap((line, index) => (line.startsWith(start) ? [index + 1] : []))[nth];
    const errors = errorsIn(stderr, files);
    expect(errors.map(({ file, line, key }) => ({ file, line, key }))).toEqual([
      { file: "gone.toml", line: 1, key: undefined },
      { file: "station.toml", line: at("port"), key: "http.port" },
      { file: "station.toml", line: at("hosts"), key: "http.hosts" },
      { file: "station.toml", line: at("model", 1), key: "gauge.1.model" },
      { file: "station.toml", line: at("line = { kind", 1), key: "gauge.1.line" },
    ]);
    for (const { what, remedy } of errors) {
      expect(what).toMatch(/\w/);
      expect(remedy).toMatch(/\w.*[.?]$/);
    }
    expect(errors[3]?.remedy).toContain('"mitutoyo-ascii"');
    expect(existsSync(files.dir)).toBe(false);
    expect(readdirSync(files.folder).sort()).toEqual(["cmm-results", "plan.toml", "station.toml"]);
    expect(await answers(port)).toBe(false);
  });
});

describe("a station", () => {
  it("with one error left in a file that is right otherwise opens neither journal nor port", async () => {
    const files = makeFiles();
    const port = await freePort();
    files.write(fileText(`port = ${port}`, twoOnOnePort.slice(0, 7)));
    const program = startProgram(["start", "--config", files.config, "--dir", files.dir]);
    let listened = false;
    let over = false;
    const ended = program.ended.finally(() => {
      over = true;
    });
    while (!over) listened ||= await answers(port);
    expect(await ended).toEqual({ code: 78, signal: null });
    expect(listened).toBe(false);
    expect(existsSync(files.dir)).toBe(false);
    expect(errorsIn(program.stderr(), files)).toHaveLength(1);
  });

  it("with no file at all says so and ends with 78", async () => {
    const files = makeFiles();
    const missing = join(files.folder, "nowhere.toml");
    const { code, stderr } = await runProgram(["start", "--config", missing, "--dir", files.dir]);
    expect(code).toBe(78);
    expect(errorsIn(stderr, files)).toMatchObject([{ file: "nowhere.toml", line: 1 }]);
    expect(existsSync(files.dir)).toBe(false);
  });

  it("is refused with an option nobody knows, exit code 2", async () => {
    const { code, stderr } = await runProgram(["start", "--konfig", "station.toml"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--konfig");
  });
});
