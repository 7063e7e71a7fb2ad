// Reads a DMIS output file: features, tolerances and judged results of one part.
import { normaliseDecimal } from "../../decode/decimal-text.ts";
import type { Refusal } from "../dfq/dfq-file.ts";
import { addDecimals, exactDecimal } from "../exact-decimal.ts";
import {
  isRefused,
  noMarks,
  partOf,
  type ResultCharacteristic,
  type ResultFile,
  type ResultValue,
} from "../result-file.ts";
import { dmisStatements } from "./dmis-statements.ts";
import {
  type Definition,
  type DmisTable,
  definedFor,
  isDamagedResult,
  type Judged,
  newDmisTable,
  settleFeatures,
  takeStatement,
} from "./dmis-table.ts";

/**
 * Reads a whole DMIS output text. The number of a result is the deviation or the actual value,
 * depending on the program: the coordinates of the features tell which, and a file in which
 * they tell neither is refused.
 */
export function readDmis(text: string): ResultFile | Refusal {
  const found = dmisStatements(text);
  if (isRefused(found)) return found;
  const { statements } = found;
  if (!/^DMISM[ND]\//u.test(statements[0]?.text ?? "")) {
    return { refused: "it does not begin with DMISMN: no DMIS output", line: 1 };
  }
  const last = statements.at(-1);
  if (last?.text !== "ENDFIL") {
    return { refused: "the file ends before its ENDFIL: it was cut", line: last?.line ?? 1 };
  }
  const table = newDmisTable();
  let feature: string | null = null;
  for (const statement of statements) {
    if (isDamagedResult(statement.text)) {
      return {
        refused: "a judgement outside a result TA(…): the line is damaged",
        line: statement.line,
      };
    }
    feature = takeStatement(table, statement, feature);
  }
  settleFeatures(table);
  const meaning = meaningOf(table);
  return typeof meaning === "object" ? meaning : resultOf(table, meaning);
}

const axes = ["XAXIS", "YAXIS", "ZAXIS"];
const diameterAt: Readonly<Record<string, number>> = {
  SPHERE: 3,
  CIRCLE: 6,
  CYLNDR: 6,
  CYLINDER: 6,
};
const tolerated = 0.0002;

/** Nominal and actual of a result as its feature has them; null where it can't be told. */
function measured({ nominal, actual }: DmisTable, judged: Judged) {
  const [kind, what] = judged.words;
  if ((kind !== "CORTOL" && kind !== "DIAM") || judged.feature === null) return null;
  const expected = definedFor(nominal, judged.feature, judged)?.words ?? [];
  const found = definedFor(actual, judged.feature, judged)?.words ?? [];
  const axis = kind === "CORTOL" ? axes.indexOf(what ?? "") : -1;
  const isDiameter = kind === "DIAM" || what === "DIAMETER";
  const diameter = isDiameter ? diameterAt[found[0] ?? ""] : undefined;
  const at = axis === -1 ? diameter : axis;
  if (at === undefined) return null;
  const from = numberAfterCart(expected, at);
  const to = numberAfterCart(found, at);
  return from === null || to === null ? null : { nominal: from, actual: to, isAxis: axis !== -1 };
}

function numberAfterCart(words: readonly string[], at: number): string | null {
  const cart = words.indexOf("CART");
  return cart === -1 ? null : exactDecimal(words[cart + 1 + at] ?? "");
}

function numberOf({ words }: Definition): string | null {
  const numbers = words.map((word) => exactDecimal(word)).filter((number) => number !== null);
  return numbers.at(-1) ?? null;
}

/** What the numbers of the results mean in this file. */
function meaningOf(table: DmisTable): "deviation" | "actual" | Refusal {
  let deviation: Judged | null = null;
  let actual: Judged | null = null;
  for (const judged of table.judged) {
    const own = measured(table, judged);
    const written = numberOf(judged);
    if (own === null || written === null) continue;
    const off = Number(own.actual) - Number(own.nominal);
    // A size may be written as measured in a file whose coordinates are written as deviations.
    if (!own.isAxis) {
      const fits = [off, Number(own.actual)].some((one) => near(Number(written), one));
      if (judged.words[0] === "DIAM" && !fits) return fitsNeither(judged);
      continue;
    }
    if (!near(Number(written), off)) deviation ??= judged;
    if (!near(Number(written), Number(own.actual))) actual ??= judged;
  }
  if (deviation === null) return "deviation";
  if (actual === null) return "actual";
  return fitsNeither(deviation);
}

function near(written: number, expected: number): boolean {
  return Math.abs(written - expected) <= tolerated;
}

function fitsNeither({ name, line }: Judged): Refusal {
  const refused = `TA(${name}) is neither the deviation nor the actual value of its feature`;
  return { refused, line };
}

function resultOf(table: DmisTable, meaning: "deviation" | "actual"): ResultFile {
  const known = new Map<string, { characteristic: ResultCharacteristic; values: ResultValue[] }>();
  for (const judged of table.judged) {
    const values: ResultValue[] = [];
    const { values: _, ...described } = describe(table, judged, meaning, values);
    // The same label with other limits is another characteristic.
    const key = JSON.stringify(described);
    const found = known.get(key) ?? { characteristic: { ...described, values }, values };
    known.set(key, found);
    found.values.push(resultValue(table, judged, meaning));
  }
  const characteristics = [...known.values()].map(({ characteristic }) => characteristic);
  return {
    format: "dmis",
    head: table.head,
    parts: [partOf(table.head.FILNAM ?? table.head.DMISMN ?? null, characteristics)],
    counts: countsOf(table),
    remarks: remarksOf(table, meaning),
  };
}

function repeatedLabels({ judged }: DmisTable): number {
  return judged.length - new Set(judged.map(({ name }) => name)).size;
}

function repeatedWords(table: DmisTable): string[] {
  const { nominal, actual, tolerance } = table;
  const again = [nominal, actual, tolerance].flatMap((one) => [...one.values()]);
  const names = again.filter((found) => found.length > 1).map(([first]) => first?.name);
  const results = repeatedLabels(table);
  const most = names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "");
  return [
    ...(names.length === 0
      ? []
      : [`${names.length} labels are defined again (${most}): a result takes the one before it`]),
    ...(results === 0 ? [] : [`${results} results repeat a label: all of them are kept`]),
  ];
}

function remarksOf(table: DmisTable, meaning: "deviation" | "actual"): string[] {
  const remarks = repeatedWords(table);
  if (meaning === "actual") remarks.push("the results hold actual values, not deviations");
  const sizes = table.judged.filter((judged) => isBareSize(table, judged));
  if (sizes.length === 0) return remarks;
  const which = `${sizes.length} diameters without a feature of their name`;
  return [
    ...remarks,
    `${which}: whether they are deviations is not told, their limits are not read`,
  ];
}

/** A diameter whose feature is not known may be the deviation or the size itself. */
function isBareSize(table: DmisTable, judged: Judged): boolean {
  return judged.words[0] === "DIAM" && measured(table, judged) === null;
}

/** Where the actual value is known, limits are absolute; else value and limits are deviations. */
function describe(
  table: DmisTable,
  judged: Judged,
  meaning: "deviation" | "actual",
  values: readonly ResultValue[],
): ResultCharacteristic {
  const own = measured(table, judged);
  const limits = (definedFor(table.tolerance, judged.name, judged)?.words ?? [])
    .map((word) => exactDecimal(word))
    .filter((number) => number !== null);
  const [first = null, second = null] = limits;
  const [lower, upper] = second === null ? [first === null ? null : "0", first] : [first, second];
  const [length = ""] = (table.head.UNITS ?? "").split(",");
  // An actual value whose nominal is not known can't be compared with deviations.
  const bare = own === null && meaning === "actual" && judged.words[0] === "CORTOL";
  const unknown = bare || isBareSize(table, judged);
  return {
    name: judged.name,
    type: judged.words.filter(isQualifier).join(" "),
    unit: judged.words[1]?.startsWith("ANG") ? null : unitNamed(length),
    nominal: own?.nominal ?? null,
    lower: own === null ? (unknown ? null : lower) : addDecimals(own.nominal, lower),
    upper: own === null ? (unknown ? null : upper) : addDecimals(own.nominal, upper),
    zone: null,
    values,
  };
}

function unitNamed(word: string): string | null {
  return { MM: "mm", CM: "cm", M: "m", INCH: "in", FEET: "ft" }[word] ?? (word || null);
}

function resultValue(
  table: DmisTable,
  judged: Judged,
  meaning: "deviation" | "actual",
): ResultValue {
  const own = measured(table, judged);
  const written = own?.actual ?? numberOf(judged);
  const decimal = written === null ? null : normaliseDecimal(written);
  return {
    text: decimal?.text ?? null,
    value: decimal?.value ?? null,
    status: decimal === null ? "no-data" : "ok",
    verdict: judged.words.find(isVerdict) ?? null,
    serial: null,
    measuredAt: timeOf(table.head),
    marks: own === null && meaning === "deviation" ? ["deviation"] : noMarks,
    counted: null,
    source: `TA(${judged.name})=TOL/${judged.words.join(",")}`,
  };
}

function timeOf({ DATE: date, TIME: time }: Readonly<Record<string, string>>): string | null {
  if (date === undefined) return null;
  return `${date.replaceAll("/", "-")}${time === undefined ? "" : `T${time}`}`;
}

/** The standard writes OUTOL, some programs OUTTOL. */
function isVerdict(word: string): boolean {
  return word === "INTOL" || word === "OUTTOL" || word === "OUTOL";
}

function isQualifier(word: string): boolean {
  return !isVerdict(word) && word !== "" && exactDecimal(word) === null;
}

function countsOf(table: DmisTable): ResultFile["counts"] {
  const { judged, nominal, actual } = table;
  const saying = (word: string) => judged.filter(({ words }) => words.includes(word)).length;
  return {
    TA: judged.length,
    intol: saying("INTOL"),
    outtol: saying("OUTTOL") + saying("OUTOL"),
    F: nominal.size,
    FA: actual.size,
    duplicateLabels: repeatedLabels(table),
    axesChecked: judged.filter((one) => measured(table, one)?.isAxis === true).length,
  };
}
