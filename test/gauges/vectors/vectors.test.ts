// Frames collected from manuals and captures, played through every model that claims their family.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decodeRegisters } from "../../../gauges/decode/registers.ts";
import {
  type FrameModel,
  type GaugeModel,
  isFrameModel,
  isModbusModel,
  type ModbusModel,
} from "../../../gauges/model/gauge-model.ts";
import { loadModels } from "../../../gauges/model/load-models.ts";
import type { Reading } from "../../../gauges/reading.ts";
import { sharedFolder } from "../../fakes/needs.ts";
import { endOf, play, splittings } from "./play.ts";

type Expectation = Record<string, unknown> & {
  status?: string;
  value?: string | number | null;
  unit?: string | null;
};
type Vector = {
  family: string;
  hex?: string;
  text?: string;
  nibbles?: string;
  registers?: number[];
  expect: Expectation;
};

const folder = process.env.GAUGE_VECTORS ?? join(sharedFolder, "reference/gauges/vectors");
const vectors = load();
const { models } = loadModels(fileURLToPath(new URL("../../../gauges/models", import.meta.url)));

/** Sources of these families show the digits only, without the end of the line. */
const shownWithoutEnd = new Set(["sauter-fh", "digimatic-nibbles"]);
/** The same unit in other letters. */
const sameUnit: Record<string, string> = {
  ...{ inch: "in", IN: "in", '"': "in", MM: "mm", G: "g", KG: "kg" },
  ...{ lbF: "lbf", ozF: "ozf", kgF: "kgf", gF: "gf" },
};

function load(): Vector[] {
  if (!existsSync(folder)) {
    if (process.env.CI) throw new Error(`no vectors at ${folder}`);
    process.stderr.write(`skipped: no vectors at ${folder}\n`);
    return [];
  }
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.sort().flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
}

function claiming(family: string): GaugeModel[] {
  return [...models.values()].filter((model) => model.families?.includes(family));
}

function bytesOf(vector: Vector, model: FrameModel): Buffer {
  const sent =
    vector.hex === undefined
      ? Buffer.from(vector.nibbles ?? "", "latin1")
      : Buffer.from(vector.hex.replaceAll(" ", ""), "hex");
  const bare = shownWithoutEnd.has(vector.family) && !sent.includes(endOf(model));
  return bare ? Buffer.concat([sent, endOf(model)]) : sent;
}

function unitOf(unit: string | null | undefined): string | null {
  return unit === null || unit === undefined ? null : (sameUnit[unit] ?? unit);
}

/** Readings that carry a value, the same for every way of splitting the bytes. */
function valuesOf(model: FrameModel, bytes: Buffer): Reading[] {
  const whole = play(model, [bytes]);
  for (const chunks of splittings(bytes)) {
    const split = play(model, chunks);
    expect(split.readings.map(({ text }) => text)).toEqual(whole.readings.map(({ text }) => text));
    expect(split.rejected.length).toBe(whole.rejected.length);
  }
  const glued = play(model, [Buffer.concat([bytes, bytes])]);
  if (bytes.includes(endOf(model))) {
    expect(glued.readings.length).toBe(2 * whole.readings.length);
  }
  expect(whole.readings.length + whole.rejected.length, "nothing is dropped").toBeGreaterThan(0);
  return whole.readings.filter(({ value }) => value !== null);
}

function checkFrame(vector: Vector, claimants: readonly FrameModel[]): void {
  const { status, value, unit } = vector.expect;
  const outcomes = claimants.map((model) => valuesOf(model, bytesOf(vector, model)));
  const given = outcomes.filter((readings) => readings.length > 0);
  if (status !== "ok" && status !== "unstable") {
    expect(given, "no number out of an error line").toEqual([]);
    return;
  }
  expect(given.length, "a model reads it").toBeGreaterThan(0);
  for (const readings of given) {
    const wanted = typeof value === "number" ? "value" : "text";
    expect(readings.map((reading) => reading[wanted])).toEqual([value]);
    expect(readings[0]?.status).toBe(status);
    if (unit !== null && unit !== undefined) expect(unitOf(readings[0]?.unit)).toBe(unitOf(unit));
  }
}

/** A vector may show the status word or one number alone: then the rest of the block is zeros. */
function blockOf({ registers = [] }: Vector, { block, status, point }: ModbusModel): number[] {
  const words = [...registers];
  if (words.length === 2 && block.count > 2) {
    const filled = Array<number>(block.count).fill(0);
    for (const { at } of point) filled.splice(at - block.address, 2, ...words);
    return filled;
  }
  if (words.length === 1 && status !== undefined) {
    words.unshift(...Array<number>(status.word - block.address).fill(0));
  }
  return [...words, ...Array<number>(Math.max(0, block.count - words.length)).fill(0)];
}

function checkRegisters(vector: Vector, model: ModbusModel): void {
  const points = decodeRegisters(blockOf(vector, model), model, {});
  const told = vector.expect;
  const integers = points.map(({ text }) => text?.replace(".", "").replace(/^(-?)0+(?=\d)/u, "$1"));
  if (typeof told.decimals === "number" && points[0]?.text !== null) {
    const fraction = points[0]?.text?.split(".")[1] ?? "";
    expect(fraction.length).toBe(told.decimals);
  }
  if (told.unstable === true) expect(points[0]?.status).not.toBe("ok");
  if (told.overflow === true || told.overload === true)
    expect(points[0]?.status).toBe("over-range");
  for (const key of ["value", "net", "gross", "weight"]) {
    const number = told[key];
    if (typeof number !== "number" && typeof number !== "string") continue;
    const seen = points.flatMap(({ text }, at) => (text === null ? [] : [text, integers[at]]));
    expect(seen).toContain(String(number));
  }
  if (told.status !== undefined && told.status !== "ok" && told.status !== "unstable") {
    expect(points.every(({ value }) => value === null)).toBe(true);
  }
}

const numbered = vectors.map(
  (vector, at) => [`${at + 1} ${vector.family} ${vector.text ?? ""}`, vector] as const,
);

describe("the vectors", () => {
  it.runIf(vectors.length > 0).each(numbered)("%s", (_, vector) => {
    const claimants = claiming(vector.family);
    expect(claimants.length, `a model claims ${vector.family}`).toBeGreaterThan(0);
    if (vector.registers === undefined) {
      checkFrame(vector, claimants.filter(isFrameModel));
      return;
    }
    for (const model of claimants.filter(isModbusModel)) checkRegisters(vector, model);
  });

  it("have a model for every family that is played", () => {
    const families = `mitutoyo-ascii mitutoyo-id-h u-wave digimatic-nibbles dmx-8-2 mux-2-4
      metro-mux gagemux starrett mark-10 magnescale-lt keyence-dl-rs1a panasonic-hl-g1
      heidenhain-nd522 sauter-fh mt-sics mettler-print ohaus and-like weight-qa
      cheap-caliper-rs232 scale-docs-status hbm-wtx-modbus`.split(/\s+/u);
    expect(families.filter((family) => claiming(family).length === 0)).toEqual([]);
  });
});
