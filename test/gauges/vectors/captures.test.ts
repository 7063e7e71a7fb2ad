// Real captures of scales on a serial line: every complete line is read, half lines never become values.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { type FrameModel, isFrameModel } from "../../../gauges/model/gauge-model.ts";
import { loadModels } from "../../../gauges/model/load-models.ts";
import { needs, sharedFolder } from "../../fakes/needs.ts";
import { play } from "./play.ts";

const { models } = loadModels(fileURLToPath(new URL("../../../gauges/models", import.meta.url)));
const logs = join(sharedFolder, "reference/gauges/serial-logs");

function model(id: string): FrameModel {
  const found = models.get(id);
  if (found === undefined || !isFrameModel(found)) throw new Error(`no frame model ${id}`);
  return found;
}

/** The file in chunks of 7 bytes, so that hardly any frame comes whole. */
function chunksOf(name: string): Buffer[] {
  const bytes = readFileSync(join(logs, name));
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 7) chunks.push(bytes.subarray(at, at + 7));
  return chunks;
}

needs("shared")("captures", () => {
  const expected = () =>
    JSON.parse(
      readFileSync(join(sharedFolder, "reference/gauges/EXPECTED-COUNTS.json"), "utf8"),
    ) as Record<string, { completeLines?: number; matched?: number }>;

  it.each([
    ["and-like-scale", "tscale_nhb.bin"],
    ["and-like-scale", "tscale_qhw.bin"],
    ["ohaus-defender", "ohaus_defender3000_hex.bin"],
  ])("%s reads as many lines of %s as were counted", (id, name) => {
    const { readings, rejected } = play(model(id), chunksOf(name));
    const counted = expected()[`serial-logs/${name}`]?.matched;
    // The count leaves out a first line whose beginning may lie before the capture.
    expect([counted, (counted ?? 0) + 1]).toContain(readings.length);
    for (const reading of readings) expect(reading.value).not.toBeNull();
    // What is cut off at the ends of the capture, and nothing else.
    expect(rejected.length).toBeLessThanOrEqual(2);
  });

  it.each([
    ["weight-qa", "weight_qa.bin", 8],
    ["mettler-print", "mettler_ms204ts_hex.bin", 7],
    ["jik-block-scale", "jik6cab_hex_1.bin", 1],
  ])("%s reads all of %s", (id, name, count) => {
    const { readings, rejected } = play(model(id), chunksOf(name));
    expect(readings).toHaveLength(count);
    expect(rejected).toEqual([]);
  });

  it("refuses another scale's capture whole, and keeps it", () => {
    const { readings, rejected } = play(model("mt-sics"), chunksOf("tscale_nhb.bin"));
    expect(readings).toEqual([]);
    expect(rejected.length).toBe(409);
  });

  it("tells wrong parity from an unknown frame", () => {
    const own = model("mahr-marconnect");
    const damaged = Buffer.from("+012.345 mm\r", "latin1").map((byte) => byte | 0x80);
    const { readings, rejected } = play(own, [damaged, Buffer.from("\r")]);
    expect(readings).toEqual([]);
    expect(rejected.map(({ fault }) => fault)).toEqual(["wrong-parity-or-bits"]);
  });

  it("reads the chunks of a balance as they were written", () => {
    const chunks = JSON.parse(
      readFileSync(join(sharedFolder, "reference/gauges/mt-sics/sics0_chunks.json"), "utf8"),
    ) as string[];
    const bytes = chunks.map((chunk) => Buffer.from(chunk, "latin1"));
    const { readings, rejected } = play(model("mt-sics"), bytes);
    expect(readings.map(({ status, text }) => [status, text])).toEqual([
      ["ok", "100.00"],
      ["no-data", null],
      ["over-range", null],
      ["under-range", null],
    ]);
    expect(rejected.every(({ detail }) => detail.startsWith("an answer about"))).toBe(true);
  });
});
