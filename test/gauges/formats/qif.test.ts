// QIF results against the counts of the community's samples, the writer against the reader, and what is refused.
import { expect, it } from "vitest";
import { readQif } from "../../../gauges/formats/qif/read-qif.ts";
import { writeQif } from "../../../gauges/formats/qif/write-qif.ts";
import { isRefused, type ResultFile } from "../../../gauges/formats/result-file.ts";
import { needs } from "../../fakes/needs.ts";
import { countedSamples, sampleBytes } from "./sample-files.ts";

function read(text: string): ResultFile {
  const file = readQif(text);
  if (isRefused(file)) throw new Error(`${file.line}: ${file.refused}`);
  return file;
}

function refusal(text: string): string {
  const file = readQif(text);
  return isRefused(file) ? file.refused : "read";
}

function characteristic(file: ResultFile, name: string) {
  return file.parts[0]?.characteristics.find((one) => one.name === name);
}

const definition = (id: number, inner: string) =>
  `<DiameterCharacteristicDefinition id="${id}">${inner}</DiameterCharacteristicDefinition>`;
const document = (tolerance: string, value: string, more = "") => `<?xml version="1.0"?>
<QIFDocument xmlns="http://qifstandards.org/xsd/qif3" versionQIF="3.0.0">
<Characteristics><CharacteristicDefinitions n="1">${definition(1, tolerance)}</CharacteristicDefinitions>
<CharacteristicNominals n="1"><DiameterCharacteristicNominal id="2">
<CharacteristicDefinitionId>1</CharacteristicDefinitionId><TargetValue>0.3</TargetValue>
</DiameterCharacteristicNominal></CharacteristicNominals>
<CharacteristicItems n="1"><DiameterCharacteristicItem id="3"><Name>D&amp;1</Name>
<CharacteristicNominalId>2</CharacteristicNominalId></DiameterCharacteristicItem></CharacteristicItems>
</Characteristics><Results><MeasurementResultsSet n="1"><MeasurementResults id="4">
<MeasuredCharacteristics><CharacteristicMeasurements n="1"><DiameterCharacteristicMeasurement id="5">
<CharacteristicItemId>3</CharacteristicItemId>${value}</DiameterCharacteristicMeasurement>
</CharacteristicMeasurements></MeasuredCharacteristics>${more}</MeasurementResults>
</MeasurementResultsSet></Results></QIFDocument>`;
const tolerance = (asLimit: boolean, low: string, high: string) =>
  `<Tolerance><MaxValue>${high}</MaxValue><MinValue>${low}</MinValue>` +
  `<DefinedAsLimit>${asLimit}</DefinedAsLimit></Tolerance>`;

needs("shared")("the QIF samples", () => {
  it.each(countedSamples("qif/"))("%s holds what was counted in it", (name, counts) => {
    expect(read(sampleBytes(name).toString("utf8")).counts).toEqual(counts);
  });

  it.each(countedSamples("qif/"))("%s is the same after writing and reading", (name) => {
    const file = read(
      sampleBytes(name)
        .toString("utf8")
        .replace(/(\w+Characteristic)Actual\b/g, "$1Measurement"),
    );
    const written = writeQif(file);
    if (typeof written !== "string") throw new Error(written.refused);
    const again = read(written);
    const bare = ({ parts }: ResultFile) =>
      parts.map((part) => ({
        ...part,
        name: part.name ?? "",
        characteristics: part.characteristics.map((one) => ({
          ...one,
          name: one.name ?? "",
          values: one.values.map(({ source, ...value }) => value),
        })),
      }));
    const known = file.parts[0]?.characteristics.every(({ name: own }) => own !== null);
    if (known) expect(bare(again)).toEqual(bare(file));
    else expect(again.parts[0]?.characteristics.length).toBe(file.parts[0]?.characteristics.length);
  });

  it("judge as their own limits do, wherever there are limits", () => {
    let judged = 0;
    for (const [name] of countedSamples("qif/")) {
      for (const one of read(sampleBytes(name).toString("utf8")).parts[0]?.characteristics ?? []) {
        if (one.lower === null || one.upper === null) continue;
        for (const { value, verdict } of one.values) {
          if (value === null || (verdict !== "PASS" && verdict !== "FAIL")) continue;
          const inside = Number(one.lower) <= value && value <= Number(one.upper);
          expect(`${name} ${one.name} ${inside ? "PASS" : "FAIL"}`).toBe(
            `${name} ${one.name} ${verdict}`,
          );
          judged += 1;
        }
      }
    }
    expect(judged).toBeGreaterThan(40);
  });

  it("keep serials of pieces, also where only the piece was judged", () => {
    const name = "qif/mitutoyo_results_serialized_pass_fail_sample.QIF";
    const [part] = read(sampleBytes(name).toString("utf8")).parts;
    expect(part).toMatchObject({
      name: "Widget",
      pieces: [{ serial: "SN#1234-56789", verdict: "PASS" }],
    });
  });

  it("cut anywhere inside are refused", () => {
    const text = sampleBytes("qif/All-in-one.QIF").toString("utf8").trimEnd();
    for (let end = 100; end < text.length; end += 97) {
      expect(refusal(text.slice(0, end))).toMatch(/no sound XML/u);
    }
  });
});

it("adds deviations to the nominal exactly and takes absolute limits as they stand", () => {
  const deviations = read(document(tolerance(false, "-0.1", "0.10"), "<Value>0.25</Value>"));
  expect(characteristic(deviations, "D&1")).toMatchObject({
    nominal: "0.3",
    lower: "0.2",
    upper: "0.40",
  });
  const absolute = read(document(tolerance(true, "0.2", "0.4"), "<Value>2.5E-1</Value>"));
  expect(characteristic(absolute, "D&1")).toMatchObject({
    lower: "0.2",
    upper: "0.4",
    values: [{ text: "0.25", status: "ok" }],
  });
  const none = read(document("<NonTolerance>SET</NonTolerance>", ""));
  expect(characteristic(none, "D&1")).toMatchObject({
    lower: null,
    upper: null,
    values: [{ text: null, status: "no-data" }],
  });
});

it.each([
  ["a document type", "<!DOCTYPE a [<!ENTITY b 'c'>]><QIFDocument/>", "document type"],
  [
    "an entity bomb",
    `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><QIFDocument>&b;</QIFDocument>`,
    "document type",
  ],
  [
    "a document type that never ends",
    `<!DOCTYPE l [${'<!ENTITY a "<b>">'.repeat(1000)}`,
    "document type",
  ],
  ["an entity nobody declared", "<QIFDocument>&x;</QIFDocument>", "no sound XML"],
  ["Quicken text", "!Type:Bank\nD1/1/2026\n", "Quicken"],
  ["other XML", "<html/>", "not <QIFDocument>"],
  ["a thousand levels", `${"<a>".repeat(1000)}`, "levels"],
  ["a value that is none", document("", "<Value>1,5</Value>"), '"1,5" is not a number'],
])("refuses %s in words", (_, text, words) => {
  expect(refusal(text)).toContain(words);
});

it("keeps the unit a value names for itself, and refuses a nominal in another one", () => {
  const value = '<Value linearUnit="inch">0.3</Value>';
  const bare = document("", value).replace("<TargetValue>0.3</TargetValue>", "");
  expect(read(bare).parts[0]?.characteristics[0]?.unit).toBe("inch");
  expect(refusal(document("", value))).toContain("the nominal is in no unit");
  const same = document("", value).replace("<TargetValue>", '<TargetValue linearUnit="inch">');
  expect(read(same).parts[0]?.characteristics[0]).toMatchObject({ unit: "inch", nominal: "0.3" });
});

it("refuses a measurement with two values and says that some are missing", () => {
  expect(refusal(document("", "<Value>0.3</Value><Value>0.4</Value>"))).toBe(
    "a measurement with two values",
  );
  const short = document("", "<Value>0.3</Value>").replace(
    '<CharacteristicMeasurements n="1">',
    '<CharacteristicMeasurements n="3">',
  );
  expect(read(short).remarks).toContain("3 measurements are announced, 1 are there");
});

it("writes characteristics of several units so that each is read back in its own", () => {
  const file = read(document("", "<Value>0.3</Value>"));
  const [one] = file.parts[0]?.characteristics ?? [];
  const [part] = file.parts;
  if (one === undefined || part === undefined) throw new Error("nothing was read");
  const named = (name: string, unit: string | null) => ({ ...one, type: null, name, unit });
  const characteristics = [named("a", "mm"), named("b", "um"), named("c", null), named("d", "N")];
  const written = writeQif({ ...file, parts: [{ ...part, characteristics }] });
  if (typeof written !== "string") throw new Error(written.refused);
  const again = read(written).parts[0]?.characteristics ?? [];
  expect(again.map(({ name, unit, nominal }) => [name, unit, nominal])).toEqual([
    ["a", "mm", "0.3"],
    ["b", "um", "0.3"],
    ["c", null, "0.3"],
    ["d", "N", "0.3"],
  ]);
});

it("writes a force with its own unit and its own name, and reads both back", () => {
  const file = read(document(tolerance(true, "0.2", "0.4"), "<Value>0.3</Value>"));
  const [one] = file.parts[0]?.characteristics ?? [];
  const [part] = file.parts;
  if (one === undefined || part === undefined) throw new Error("nothing was read");
  const force = { ...one, type: null, name: "7 Gate strength", unit: "kN" };
  const length = { ...one, type: null, name: "Length", unit: "mm" };
  for (const characteristics of [[force, length], [length, force], [force]]) {
    const written = writeQif({ ...file, parts: [{ ...part, characteristics }] });
    if (typeof written !== "string") throw new Error(written.refused);
    expect(written).toContain('<Value unitName="kN">0.3</Value>');
    const again = read(written).parts[0]?.characteristics ?? [];
    const said = ({ name, unit, nominal, lower, upper }: typeof one) => ({
      ...{ name, unit, nominal, lower, upper },
    });
    expect(again.map(said)).toEqual(characteristics.map(said));
  }
});

it("knows the unit of a characteristic without any value from its nominal", () => {
  const bare = document("", "").replaceAll("Diameter", "UserDefinedUnit");
  const named = bare.replace("<TargetValue>", '<TargetValue unitName="N">');
  expect(read(named).parts[0]?.characteristics[0]).toMatchObject({ unit: "N", nominal: "0.3" });
});
