// A folder of result files: complete files only, kept before they are moved, copies noticed, nothing deleted.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createVirtualCmm, type VirtualCmm } from "../../../gauges/bench/virtual-cmm.ts";
import type { GaugeLine, LineSink } from "../../../gauges/line.ts";
import { createLine } from "../../../gauges/lines/create-line.ts";
import { type FileModel, isFileModel } from "../../../gauges/model/gauge-model.ts";
import { models } from "./catalogue.ts";
import { createRecorder, pause, type Recorder, realClock, until } from "./recording-sink.ts";

let folder: string;
let recorder: Recorder;
let line: GaugeLine | null;

function model(): FileModel {
  const found = models.get("dfq-file");
  if (found === undefined || !isFileModel(found)) throw new Error("no model dfq-file");
  return { ...found, file: { ...found.file, stableMs: 200 } };
}

function start(sink: LineSink = recorder): void {
  const settings = { id: "cmm", model: "dfq-file", line: { kind: "file" as const, folder } };
  line = createLine(settings, model(), sink, realClock, () => 0);
  line.start();
}

function machine(slowMs?: number): VirtualCmm {
  const options = {
    folder,
    part: { number: "P-7", name: "Carabiner" },
    characteristics: [
      { number: "12", name: "Gate opening", unit: "mm", nominal: 24, lower: 23.5, upper: 24.5 },
      { number: "13", name: "Rod", unit: "mm" },
    ],
  };
  return createVirtualCmm(slowMs === undefined ? options : { ...options, slowMs });
}

function report(name: string, first: string, second: string) {
  const values = [
    { characteristic: "12", value: first },
    { characteristic: "13", value: second },
  ];
  return { name, serial: "U-001", measuredAt: "22.11.2026/08:15:00", values };
}

/** Names in a folder that the line makes only when it first needs it. */
const filesIn = (place: string) => (existsSync(place) ? readdirSync(place) : []);

describe("a hot folder", () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hot-folder-"));
    recorder = createRecorder();
    line = null;
  });

  afterEach(async () => {
    await line?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("reads every value with its context and moves the file aside", async () => {
    start();
    await machine().drop(report("piece-1", "24.012", "9.980"));
    await until(() => recorder.readings.length === 2, "two readings");
    expect(recorder.readings[0]).toMatchObject({
      gauge: "cmm",
      channel: "1",
      text: "24.012",
      value: 24.012,
      unit: "mm",
      status: "ok",
      entry: "file",
      marks: [],
      file: {
        name: "piece-1.dfq",
        part: "P-7",
        characteristic: "12",
        serial: "U-001",
        measuredAt: "22.11.2026/08:15:00",
      },
    });
    await until(() => readdirSync(folder).join() === "taken", "moved");
    expect(readdirSync(join(folder, "taken"))).toContain("piece-1.dfq");
  });

  it("waits for a file that is still being written", async () => {
    start();
    await machine(500).drop(report("slow", "24.012", "9.980"));
    await until(() => recorder.readings.length === 2, "two readings");
    expect(recorder.texts()).toEqual(["24.012", "9.980"]);
    expect(recorder.rejections).toEqual([]);
  });

  it("marks the readings of a content it has taken before, also after a restart", async () => {
    start();
    await machine().drop(report("piece-1", "24.012", "9.980"));
    await until(() => readdirSync(folder).join() === "taken", "moved");
    await line?.stop();
    start();
    await machine().drop(report("piece-1", "24.012", "9.980"));
    await until(() => recorder.readings.length === 4, "two more readings");
    expect(recorder.readings.map(({ marks }) => marks)).toEqual([
      [],
      [],
      ["repeated-file"],
      ["repeated-file"],
    ]);
    await until(() => readdirSync(folder).join() === "taken", "moved");
    const taken = readdirSync(join(folder, "taken")).sort();
    expect(taken).toEqual([".seen", "piece-1.dfq", "piece-1~2.dfq"]);
  });

  it("refuses a damaged file with its reason beside it, and goes on", async () => {
    const text = "K0100 1\r\nK2001/1 12\r\n57.96205.7.2006/10:48:7\r\n";
    writeFileSync(join(folder, "bad.dfq"), text);
    start();
    await until(() => recorder.rejections.length === 1, "the refusal");
    expect(recorder.rejections[0]).toMatchObject({ fault: "file-damaged" });
    expect(recorder.rejections[0]?.detail).toMatch(/^bad\.dfq: line 3: .*separators/u);
    await until(() => filesIn(join(folder, "refused")).length === 2, "moved");
    expect(readFileSync(join(folder, "refused", "bad.dfq"), "utf8")).toBe(text);
    expect(readFileSync(join(folder, "refused", "bad.dfq.reason.txt"), "utf8")).toContain("line 3");
    await machine().drop(report("good", "24.1", "9.9"));
    await until(() => recorder.readings.length === 2, "the next file");
  });

  it("does not let go of a file before its readings are kept", async () => {
    let keep: () => void = () => undefined;
    const kept = new Promise<void>((resolve) => {
      keep = resolve;
    });
    start({ ...recorder, settled: () => kept });
    await machine().drop(report("piece-1", "24.012", "9.980"));
    await until(() => recorder.readings.length === 2, "two readings");
    await pause(400);
    expect(readdirSync(folder)).toContain("piece-1.dfq");
    keep();
    await until(() => !readdirSync(folder).includes("piece-1.dfq"), "moved");
    expect(recorder.readings).toHaveLength(2);
  });

  it("delivers again what was not kept", async () => {
    let calls = 0;
    const settled = () => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error("disk full")) : Promise.resolve();
    };
    start({ ...recorder, settled });
    await machine().drop(report("piece-1", "24.012", "9.980"));
    await until(() => recorder.readings.length === 4, "the second delivery");
    expect(recorder.states.some(({ reason }) => reason === "disk full")).toBe(true);
    await until(() => readdirSync(folder).join() === "taken", "moved");
  });

  it("leaves other files, locked ones and its own folders alone", async () => {
    writeFileSync(join(folder, "notes.txt"), "hello");
    writeFileSync(join(folder, "open.dfq"), "K0100 0\r\n");
    writeFileSync(join(folder, "open.dfq.lck"), "");
    start();
    await until(() => existsSync(join(folder, "taken")), "the first look");
    await pause(900);
    expect(readdirSync(folder).sort()).toEqual(["notes.txt", "open.dfq", "open.dfq.lck", "taken"]);
    expect(recorder.readings.length + recorder.rejections.length).toBe(0);
  });

  it("is away while the folder is missing, and takes it when it is there", async () => {
    const missing = folder;
    folder = join(missing, "later");
    start();
    await until(() => recorder.states.at(-1)?.state === "away", "away");
    await machine().drop(report("piece-1", "24.012", "9.980"));
    await until(() => recorder.readings.length === 2, "two readings");
    await line?.stop();
    folder = missing;
  });
});
