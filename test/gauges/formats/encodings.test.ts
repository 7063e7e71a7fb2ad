// What a byte order mark declares is read; what fits no declared encoding is refused.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isRefused } from "../../../gauges/formats/result-file.ts";
import { isFileModel, loadModels, readResultFile, recogniseFile } from "../../../gauges/index.ts";

const folder = fileURLToPath(new URL("../../../gauges/models/", import.meta.url));
const models = [...loadModels(folder).models.values()].filter(isFileModel);
const dfq = "K0100 1\r\nK1001/1 P\r\nK2002/1 Länge 长\r\n9.94\u00140\r\n";
const qif =
  '<?xml version="1.0" encoding="UTF-16"?><QIFDocument versionQIF="3.0.0"><Results><MeasurementResultsSet n="1"><MeasurementResults id="1"><MeasuredCharacteristics><CharacteristicMeasurements n="1"><DiameterCharacteristicMeasurement id="2"><CharacteristicItemId>9</CharacteristicItemId><Value>25.40</Value></DiameterCharacteristicMeasurement></CharacteristicMeasurements></MeasuredCharacteristics></MeasurementResults></MeasurementResultsSet></Results></QIFDocument>';
const dmis =
  "$$ made by a program\r\nDMISMN/'a',04.0\r\nUNITS/MM,ANGDEC\r\nF(C)=FEAT/POINT,CART,75,93,-14,0,0,1\r\nFA(C)=FEAT/POINT,CART,74.9,92.9,-13.7,0,0,1\r\nTA(C_X)=TOL/CORTOL,XAXIS,-0.1,INTOL\r\nENDFIL\r\n";

function valuesOf(bytes: Buffer): (string | null)[] | string {
  const model = recogniseFile(models, bytes);
  if ("unknown" in model) return model.unknown;
  const read = readResultFile(model.file, bytes);
  if (isRefused(read)) return read.refused;
  return read.file.parts.flatMap((part) =>
    part.characteristics.flatMap((one) => one.values.map(({ text }) => text)),
  );
}
const little = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
const big = (text: string) => little(text).swap16();

describe("a file with a byte order mark", () => {
  it.each([
    ["DFQ, little end first", little(dfq), "9.94"],
    ["DFQ, big end first", big(dfq), "9.94"],
    ["QIF, little end first", little(qif), "25.40"],
    ["DFQ in UTF-8", Buffer.from(`\ufeff${dfq}`, "utf8"), "9.94"],
  ])("is read as the mark declares: %s", (_, bytes, value) => {
    expect(valuesOf(bytes)).toEqual([value]);
  });

  it("is refused where it is cut inside a character", () => {
    expect(valuesOf(little(dfq).subarray(0, 2 + 2 * dfq.length - 1))).toContain("is not utf-16le");
  });
});

it("a DMIS file may begin with comments", () => {
  expect(valuesOf(Buffer.from(dmis))).toEqual(["74.9"]);
});

it("what latin1 text lost before is told, and its numbers are read", () => {
  const head = "MTS793|MPT|DEU|1|2|,|.|:|49|1|1|A\n\n";
  const text = `${head}Pr\ufffdfer:\tKh\n\nDaten\t\tZeit:\t1,0\ts\nWeg\tKraft\nmm\tkN\n0,5\t-1,5\n`;
  const model = models.find(({ id }) => id === "mts-mpt");
  if (model === undefined) throw new Error("no model");
  const read = readResultFile(model.file, Buffer.from(text));
  if (isRefused(read)) throw new Error(read.refused);
  expect(read.file.remarks[0]).toMatch(/^1 characters of its words were lost/u);
  expect(read.file.head).toMatchObject({ "Pr\ufffdfer": "Kh" });
  expect(read.file.parts[0]?.curve?.rows).toEqual([["0.5", "-1.5"]]);
});
