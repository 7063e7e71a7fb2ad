// Reads QIF 2.x and 3.0 results: measurements with their characteristic, nominal, limits, piece and judgement.
import { normaliseDecimal } from "../../decode/decimal-text.ts";
import type { Refusal } from "../dfq/dfq-file.ts";
import { addDecimals, exactDecimal } from "../exact-decimal.ts";
import {
  isRefused,
  noMarks,
  type ResultCharacteristic,
  type ResultFile,
  type ResultPart,
  type ResultValue,
} from "../result-file.ts";
import { type QifFeed, type QifRecord, type QifRecords, readQifRecords } from "./qif-records.ts";

const pieceLength = 65_536;

/** Reads a QIF document that is held as one text. */
export function readQif(text: string): ResultFile | Refusal {
  return readQifPieces((take) => {
    for (let at = 0; at < text.length; at += pieceLength) take(text.slice(at, at + pieceLength));
    return null;
  });
}

/**
 * Reads a whole QIF document. Measurements whose characteristic lies in another file are kept
 * without name and limits. Zones of profile tolerances give no limits: only the file's own
 * judgement holds there.
 */
export function readQifPieces(feed: QifFeed): ResultFile | Refusal {
  const records = readQifRecords(feed);
  if (isRefused(records)) return records;
  if (records.root !== "QIFDocument") {
    return { refused: `the document is <${records.root}>, not <QIFDocument>`, line: 1 };
  }
  const table = tableOf(records);
  const known = new Map<string, Known>();
  for (const measurement of records.byKind.measurement) {
    const fault = take(measurement, table, known);
    if (fault !== null) return { refused: fault, line: measurement.line };
  }
  const characteristics = [...known.values()].map((each) => each.characteristic);
  const unresolved = characteristics.filter(({ name }) => name === null).length;
  return {
    format: "qif",
    head: headOf(records),
    parts: [{ ...partHead(records, table), characteristics, curve: null }],
    counts: countsOf(records, table),
    remarks: [
      ...(unresolved === 0 ? [] : [`${unresolved} characteristics are described in another file`]),
      ...announcedWords(records),
      ...contradictions(characteristics),
    ],
  };
}

/** A list that is shorter than it says has lost some of what it held. */
function announcedWords({ announced, byKind }: QifRecords): string[] {
  const { length } = byKind.measurement;
  if (announced === null || announced === length) return [];
  return [`${announced} measurements are announced, ${length} are there`];
}

type Known = { characteristic: ResultCharacteristic; values: ResultValue[] };

type Table = {
  readonly definition: ReadonlyMap<string, QifRecord>;
  readonly nominal: ReadonlyMap<string, QifRecord>;
  readonly item: ReadonlyMap<string, QifRecord>;
  readonly component: ReadonlyMap<string, QifRecord>;
  readonly pieces: readonly QifRecord[];
  readonly units: QifRecord | undefined;
};

function tableOf({ byKind }: QifRecords): Table {
  const byId = (records: readonly QifRecord[]) =>
    new Map(records.map((record) => [record.id ?? "", record]));
  return {
    definition: byId(byKind.definition),
    nominal: byId(byKind.nominal),
    item: byId(byKind.item),
    component: byId(byKind.component),
    pieces: byKind.piece,
    units: byKind.units[0],
  };
}

function take(measurement: QifRecord, table: Table, known: Map<string, Known>): string | null {
  const reference = measurement.fields.CharacteristicItemId ?? `no item ${measurement.id}`;
  let found = known.get(reference);
  if (found === undefined) {
    const values: ResultValue[] = [];
    found = { characteristic: describe(measurement, table, values), values };
    known.set(reference, found);
  }
  const { unit } = found.characteristic;
  const fault = unitFault(measurement, unit, table);
  if (fault !== null) return fault;
  if (measurement.fields["Value@again"] !== undefined) return "a measurement with two values";
  const written = measurement.fields.Value;
  const plain = written === undefined ? null : exactDecimal(written);
  const decimal = plain === null ? null : normaliseDecimal(plain);
  if (written !== undefined && decimal === null) return `"${written}" is not a number`;
  const { fields } = table.pieces[measurement.piece] ?? { fields: {} };
  found.values.push({
    text: decimal?.text ?? null,
    value: decimal?.value ?? null,
    status: decimal === null ? "no-data" : "ok",
    verdict: measurement.fields["Status/CharacteristicStatusEnum"] ?? null,
    serial: serialOf(measurement.fields, table) ?? serialOf(fields, table),
    measuredAt: timeOf(measurement.fields) ?? timeOf(fields),
    marks: noMarks,
    counted: null,
    source: `${measurement.element} ${measurement.id}: ${written ?? ""}`,
  });
  return null;
}

/**
 * One characteristic has one unit: a value in another one than its nominal, limits or the values
 * before it is refused, as it would be judged by numbers that mean something else.
 */
function unitFault(measurement: QifRecord, unit: string | null, table: Table): string | null {
  const primary = unitOf(measurement.element, table);
  const { nominal, definition } = chainOf(measurement, table);
  const units = [
    ["the value", measurement.fields, ["Value"]],
    ["the nominal", nominal?.fields ?? {}, ["TargetValue"]],
    ["the tolerance", definition?.fields ?? {}, limitFields],
  ] as const;
  for (const [what, fields, keys] of units) {
    for (const key of keys) {
      const own = fields[`${key}@unit`] ?? primary;
      if (fields[key] === undefined || own === unit) continue;
      const name = nameOf(chainOf(measurement, table).item, definition) ?? measurement.element;
      return `${name}: ${what} is in ${own ?? "no unit"}, the characteristic in ${unit}: bring them to one unit`;
    }
  }
  return null;
}

const limitFields = ["ToleranceValue", "Tolerance/MinValue", "Tolerance/MaxValue"] as const;

function serialOf(fields: QifRecord["fields"], { component }: Table): string | null {
  const id = fields["ActualComponentIds/Id"] ?? fields.ActualComponentId;
  return component.get(id ?? "")?.fields.SerialNumber ?? null;
}

function timeOf(fields: QifRecord["fields"]): string | null {
  const key = Object.keys(fields).find((path) => /(?:^|\/)TimeStamp$/u.test(path));
  return key === undefined ? null : (fields[key] ?? null);
}

function describe(
  measurement: QifRecord,
  table: Table,
  values: readonly ResultValue[],
): ResultCharacteristic {
  const { item, nominal, definition } = chainOf(measurement, table);
  const target = exactDecimal(nominal?.fields.TargetValue ?? "");
  return {
    name: nameOf(item, definition),
    type: measurement.element,
    unit: ownUnit(measurement, nominal, definition) ?? unitOf(measurement.element, table),
    nominal: target,
    ...limitsOf(definition, target),
    values,
  };
}

/** Of a measurement without value the unit that its nominal or its limits name. */
function ownUnit(
  { fields }: QifRecord,
  nominal: QifRecord | undefined,
  definition: QifRecord | undefined,
): string | undefined {
  if (fields.Value !== undefined) return fields["Value@unit"];
  const limits = limitFields.map((key) => definition?.fields[`${key}@unit`]);
  return [nominal?.fields["TargetValue@unit"], ...limits].find((unit) => unit !== undefined);
}

function chainOf(measurement: QifRecord, table: Table) {
  const item = table.item.get(measurement.fields.CharacteristicItemId ?? "");
  const nominal = table.nominal.get(item?.fields.CharacteristicNominalId ?? "");
  const definition = table.definition.get(nominal?.fields.CharacteristicDefinitionId ?? "");
  return { item, nominal, definition };
}

function nameOf(item: QifRecord | undefined, definition: QifRecord | undefined): string | null {
  if (item === undefined) return null;
  const { Name, "CharacteristicDesignator/Designator": designator } = item.fields;
  return Name ?? designator ?? definition?.fields.Name ?? `item ${item.id}`;
}

type Limits = Pick<ResultCharacteristic, "lower" | "upper" | "zone">;

/** The three forms of limits: absolute or as deviations, a zone, none. */
function limitsOf(definition: QifRecord | undefined, target: string | null): Limits {
  const fields: QifRecord["fields"] = definition?.fields ?? {};
  const element = definition?.element ?? "";
  const zone = exactDecimal(fields.ToleranceValue ?? "");
  if (zone !== null) {
    // A profile's value is signed and its zone may be unequal.
    const profile = element.includes("Profile");
    return { lower: profile ? null : "0", upper: profile ? null : zone, zone };
  }
  const absolute = isTrue(fields["Tolerance/DefinedAsLimit"]);
  const limit = (key: string) => {
    const written = exactDecimal(fields[key] ?? "");
    return absolute ? written : addDecimals(target, written);
  };
  return { lower: limit("Tolerance/MinValue"), upper: limit("Tolerance/MaxValue"), zone: null };
}

/** A boolean of XML schema is written as a word or as a digit. */
function isTrue(text: string | undefined): boolean {
  return text === "true" || text === "1";
}

/**
 * Values whose judgement in the file is not that of their limits: programs are known that write
 * absolute limits and call them deviations. Both are kept as they stand.
 */
function contradictions(characteristics: readonly ResultCharacteristic[]): string[] {
  let count = 0;
  for (const { lower, upper, values } of characteristics) {
    if (lower === null && upper === null) continue;
    for (const { value, verdict } of values) {
      if (value === null || (verdict !== "PASS" && verdict !== "FAIL")) continue;
      const low = lower !== null && value < Number(lower) - SLACK;
      const high = upper !== null && value > Number(upper) + SLACK;
      if ((low || high) === (verdict === "PASS")) count += 1;
    }
  }
  if (count === 0) return [];
  return [`${count} values are judged otherwise by the file than by its own limits`];
}

/** Judged before rounding: what lies this near a limit says nothing. */
const SLACK = 1e-6;

function unitOf(element: string, { units }: Table): string | null {
  const angular = /^(?:Angle|AngularCoordinate|UserDefinedAngular)/u.test(element);
  const linear = !element.startsWith("UserDefined") || element.startsWith("UserDefinedLinear");
  if (angular) return units?.fields["AngularUnit/UnitName"] ?? null;
  return linear ? (units?.fields["LinearUnit/UnitName"] ?? null) : null;
}

function headOf({ version, byKind }: QifRecords): Record<string, string> {
  const head: Record<string, string> = { versionQIF: version ?? "" };
  const linear = byKind.units[0]?.fields["LinearUnit/UnitName"];
  if (linear !== undefined) head.linearUnit = linear;
  return head;
}

function partHead({ byKind }: QifRecords, table: Table): Pick<ResultPart, "name" | "pieces"> {
  const [part] = byKind.part;
  const name = part?.fields.Name ?? part?.fields.ModelNumber ?? part?.attributes.label ?? null;
  const pieces = byKind.piece.flatMap(({ fields }) => {
    const verdict = fields["InspectionStatus/InspectionStatusEnum"];
    return verdict === undefined ? [] : [{ serial: serialOf(fields, table), verdict }];
  });
  return { name, pieces };
}

function countsOf({ byKind }: QifRecords, table: Table): ResultFile["counts"] {
  const status: Record<string, number> = {};
  const types: Record<string, number> = {};
  const definedAsLimit = { true: 0, false: 0 };
  const count = { measurements: 0, withValue: 0, itemResolved: 0, withMaxOrMin: 0 };
  for (const measurement of byKind.measurement) {
    const { item, definition } = chainOf(measurement, table);
    const word = measurement.fields["Status/CharacteristicStatusEnum"];
    count.measurements += 1;
    if (measurement.fields.Value !== undefined) count.withValue += 1;
    if (item !== undefined) count.itemResolved += 1;
    if (word !== undefined) status[word] = (status[word] ?? 0) + 1;
    types[measurement.element] = (types[measurement.element] ?? 0) + 1;
    const { "Tolerance/MaxValue": most, "Tolerance/MinValue": least } = definition?.fields ?? {};
    if (most === undefined && least === undefined) continue;
    count.withMaxOrMin += 1;
    definedAsLimit[isTrue(definition?.fields["Tolerance/DefinedAsLimit"]) ? "true" : "false"] += 1;
  }
  return { ...count, definedAsLimit, status, types };
}
