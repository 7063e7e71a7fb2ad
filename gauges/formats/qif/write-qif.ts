// Writes results as a QIF 3.0 document that the reader reads back to the same parts, limits and values.
import type { Refusal } from "../dfq/dfq-file.ts";
import type { ResultCharacteristic, ResultFile, ResultPart, ResultValue } from "../result-file.ts";

/**
 * One part as QIF 3.0: limits are absolute, a zone stays a zone, each piece has its serial.
 * A file of several parts, and counted values, are refused in words: QIF results have no place
 * where the reader would find them again.
 */
export function writeQif(file: ResultFile): string | Refusal {
  const [part, another] = file.parts;
  if (part === undefined || another !== undefined) {
    return { refused: `QIF is written for one part; this file has ${file.parts.length}`, line: 1 };
  }
  const counted = part.characteristics.some(({ values }) => values.some((each) => each.counted));
  if (counted) return { refused: "counted values have no place in QIF results", line: 1 };
  const ids = createIds();
  const main = mainUnits(part);
  const described = part.characteristics.map((characteristic) => ({
    characteristic,
    stem: stemOf(characteristic, main),
    unit: unitAttribute(characteristic, main),
    definition: ids(),
    nominal: ids(),
    item: ids(),
  }));
  const named = described.filter(({ characteristic }) => characteristic.name !== null);
  const partId = ids();
  const results = piecesOf(part).map((piece) => pieceXml(piece, described, ids));
  const body = [
    unitsXml(main, otherUnitsXml(part)),
    element("Product", "", [
      list("PartSet", [element("Part", ` id="${partId}"`, [leaf("Name", part.name ?? "")])]),
    ]),
    element("Characteristics", "", [
      list("CharacteristicDefinitions", named.map(definitionXml)),
      list("CharacteristicNominals", named.map(nominalXml)),
      list("CharacteristicItems", named.map(itemXml)),
    ]),
    element("Results", "", [
      list(
        "MeasurementResultsSet",
        results.map(({ xml }) => xml),
      ),
      list(
        "ActualComponentSets",
        results.flatMap(({ component }) => (component === null ? [] : [component])),
      ),
    ]),
  ];
  const root = `<QIFDocument xmlns="http://qifstandards.org/xsd/qif3" versionQIF="3.0.0" idMax="${ids() - 1}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n${body.join("")}</QIFDocument>\n`;
}

type Described = {
  readonly characteristic: ResultCharacteristic;
  readonly stem: string;
  /** Attribute of its numbers where they are not in the document's unit; else empty. */
  readonly unit: string;
  readonly definition: number;
  readonly nominal: number;
  readonly item: number;
};

type Piece = {
  readonly serial: string | null;
  readonly verdict: string | null;
  readonly values: readonly { readonly index: number; readonly value: ResultValue }[];
};

function createIds(): () => number {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}

type MainUnits = { readonly angular: string | null; readonly linear: string | null };

const ownType = /^(?<stem>\w+)Characteristic(?:Measurement|Actual)$/u;
const angularType = /^(?:Angle|AngularCoordinate|UserDefinedAngular)/u;
const lengths = new Set(["mm", "cm", "m", "um", "µm", "μm", "nm", "in", "inch", "ft", "foot"]);

/** QIF measures angles and lengths; every other quantity names its own unit. */
function quantityOf({ type, unit }: ResultCharacteristic): "angle" | "length" | "other" {
  const stem = ownType.exec(type ?? "")?.groups?.stem;
  if (stem?.startsWith("UserDefinedUnit") === true) return "other";
  if (stem !== undefined) return angularType.test(stem) ? "angle" : "length";
  return unit === null || lengths.has(unit.toLowerCase()) ? "length" : "other";
}

/**
 * QIF's own type stays; any other characteristic becomes a user-defined length, or one of another
 * quantity: also where its unit is not known and the document's would be read into it.
 */
function stemOf(one: ResultCharacteristic, { linear }: MainUnits): string {
  const own = ownType.exec(one.type ?? "")?.groups?.stem;
  const bare = one.unit === null && linear !== null;
  return own ?? (bare || quantityOf(one) === "other" ? "UserDefinedUnit" : "UserDefinedLinear");
}

/** The units of the document: the first angular and the first length of its characteristics. */
function mainUnits({ characteristics }: ResultPart): MainUnits {
  const of = (quantity: "angle" | "length") =>
    characteristics.find((one) => one.unit !== null && quantityOf(one) === quantity)?.unit ?? null;
  return { angular: of("angle"), linear: of("length") };
}

function unitAttribute(one: ResultCharacteristic, main: MainUnits): string {
  const { unit } = one;
  const quantity = quantityOf(one);
  if (unit === null || unit === { angle: main.angular, length: main.linear, other: null }[quantity])
    return "";
  const name = { angle: "angularUnit", length: "linearUnit", other: "unitName" }[quantity];
  return ` ${name}="${escaped(unit).replaceAll('"', "&quot;")}"`;
}

/** Units of other quantities; QIF asks what each measures, which a result file does not say. */
function otherUnitsXml({ characteristics }: ResultPart): string {
  const units = characteristics.flatMap((one) =>
    one.unit !== null && quantityOf(one) === "other" ? [one.unit] : [],
  );
  const described = [...new Set(units)].map((unit) =>
    element("UserDefinedUnit", "", [leaf("WhatIsMeasured", unit), leaf("UnitName", unit)]),
  );
  return list("UserDefinedUnits", described);
}

/** Values of one serial are one piece; without serials the n-th values of all belong together. */
function piecesOf(part: ResultPart): Piece[] {
  const pieces = new Map<string, { serial: string | null; values: Piece["values"][number][] }>();
  for (const [index, { values }] of part.characteristics.entries()) {
    for (const [set, value] of values.entries()) {
      const key = value.serial === null ? `set ${set}` : `serial ${value.serial}`;
      const piece = pieces.get(key) ?? { serial: value.serial, values: [] };
      piece.values.push({ index, value });
      pieces.set(key, piece);
    }
  }
  const judged = [...part.pieces];
  const found: Piece[] = [...pieces.values()].map((piece) => {
    const at = judged.findIndex(({ serial }) => serial === piece.serial);
    const [own] = at === -1 ? [] : judged.splice(at, 1);
    return { ...piece, verdict: own?.verdict ?? null };
  });
  return [...found, ...judged.map((piece) => ({ ...piece, values: [] }))];
}

function pieceXml(piece: Piece, described: readonly Described[], ids: () => number) {
  const component = piece.serial === null ? null : ids();
  const measurements = piece.values.map(({ index, value }) => {
    const one = described[index];
    if (one === undefined) throw new Error(`no characteristic ${index}`);
    return measurementXml(one, value, ids());
  });
  const xml = element("MeasurementResults", ` id="${ids()}"`, [
    element("MeasuredCharacteristics", "", [list("CharacteristicMeasurements", measurements)]),
    piece.verdict === null
      ? ""
      : element("InspectionStatus", "", [leaf("InspectionStatusEnum", piece.verdict)]),
    component === null ? "" : list("ActualComponentIds", [leaf("Id", `${component}`)]),
  ]);
  if (component === null) return { xml, component: null };
  const serial = [leaf("SerialNumber", piece.serial ?? "")];
  const set = list("ActualComponentSet", [
    element("ActualComponent", ` id="${component}"`, serial),
  ]);
  return { xml, component: set };
}

const verdicts: Readonly<Record<string, string>> = { INTOL: "PASS", OUTTOL: "FAIL", OUTOL: "FAIL" };

function measurementXml(one: Described, value: ResultValue, id: number): string {
  const { stem, item } = one;
  const verdict = verdicts[value.verdict ?? ""] ?? value.verdict;
  return element(`${stem}CharacteristicMeasurement`, ` id="${id}"`, [
    verdict === null ? "" : element("Status", "", [leaf("CharacteristicStatusEnum", verdict)]),
    leaf("CharacteristicItemId", `${item}`),
    value.measuredAt === null ? "" : leaf("TimeStamp", value.measuredAt),
    value.text === null ? "" : leaf("Value", value.text, one.unit),
  ]);
}

function definitionXml({ characteristic, stem, definition, unit }: Described): string {
  const { lower, upper, zone } = characteristic;
  const limits = [
    upper === null ? "" : leaf("MaxValue", upper, unit),
    lower === null ? "" : leaf("MinValue", lower, unit),
    leaf("DefinedAsLimit", "true"),
  ];
  const tolerance =
    lower === null && upper === null
      ? leaf("NonTolerance", "SET")
      : element("Tolerance", "", limits);
  return element(`${stem}CharacteristicDefinition`, ` id="${definition}"`, [
    zone === null ? tolerance : leaf("ToleranceValue", zone, unit),
  ]);
}

function nominalXml({ characteristic, stem, definition, nominal, unit }: Described): string {
  return element(`${stem}CharacteristicNominal`, ` id="${nominal}"`, [
    leaf("CharacteristicDefinitionId", `${definition}`),
    characteristic.nominal === null ? "" : leaf("TargetValue", characteristic.nominal, unit),
  ]);
}

function itemXml({ characteristic, stem, nominal, item }: Described): string {
  return element(`${stem}CharacteristicItem`, ` id="${item}"`, [
    leaf("Name", characteristic.name ?? ""),
    leaf("CharacteristicNominalId", `${nominal}`),
  ]);
}

function unitsXml({ angular, linear }: MainUnits, others: string): string {
  const unit = (tag: string, name: string | null) =>
    name === null ? "" : element(tag, "", [leaf("UnitName", name)]);
  const units = [unit("AngularUnit", angular), unit("LinearUnit", linear)];
  return element("FileUnits", "", [element("PrimaryUnits", "", units), others]);
}

function list(name: string, children: readonly string[]): string {
  return children.length === 0 ? "" : element(name, ` n="${children.length}"`, children);
}

function element(name: string, attributes: string, children: readonly string[]): string {
  return `<${name}${attributes}>\n${children.join("")}</${name}>\n`;
}

function leaf(name: string, text: string, attributes = ""): string {
  return `<${name}${attributes}>${escaped(text)}</${name}>\n`;
}

function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u001f\ufffe\uffff]/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
