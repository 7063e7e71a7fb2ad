// The results of a run as the result files that other programs read: AQDEF (DFQ) and QIF.
import {
  type DfqFile,
  isRefused,
  type ResultCharacteristic,
  type ResultFile,
  type ResultValue,
  writeDfq,
  writeQif,
} from "../../../gauges/index.ts";
import type {
  AttributeOutcome,
  CharacteristicResults,
  Measurement,
  RunState,
} from "../../runs/index.ts";

/**
 * AQDEF text, UTF-8: one part, every characteristic, each value with its attribute (0 valid, 129
 * suspect: shown and not evaluated), its time in UTC, lot (K0006) and unit (K0014).
 */
export function runDfq(run: RunState): string {
  const { part } = run.plan;
  const characteristics = [...run.results.values()].map((results, at) => ({
    index: at + 1,
    fields: characteristicFields(results, at + 1),
    values: inOrder(results).map(dfqValue),
  }));
  const fields = { K1001: part.number, K1002: part.name.en, K1004: part.revision };
  const file: DfqFile = {
    head: {},
    parts: [{ index: 1, fields, characteristics }],
    nodes: [],
    ignored: [],
  };
  return writeDfq(file);
}

function characteristicFields({ characteristic }: CharacteristicResults, index: number) {
  const { nominal, lsl, usl, unit, decimals, name, balloon, subgroup, kind } = characteristic;
  const number = (key: string, value: number | undefined) =>
    value === undefined ? {} : { [key]: String(value) };
  return {
    K2001: String(index),
    K2002: `${balloon} ${name.en}`,
    K2004: kind === "attribute" ? "1" : "0",
    K2022: String(decimals),
    ...number("K2101", nominal),
    ...number("K2110", lsl),
    ...number("K2111", usl),
    ...(unit === undefined ? {} : { K2142: unit }),
    K8500: String(subgroup),
  };
}

type Judged = Measurement | AttributeOutcome;

/** What stands in the cells by unit; a skipped cell has no value. */
function inOrder({ cells }: CharacteristicResults): Judged[] {
  return [...cells.values()]
    .filter((cell): cell is Judged => cell.type !== "skip")
    .sort((a, b) => a.unitIndex - b.unitIndex);
}

function dfqValue(cell: Judged): Record<string, string> {
  const common = { K0004: dfqTime(cell.at), K0014: cell.unit };
  if (cell.type === "attribute") {
    const K0020 = String(cell.inspected * 1000);
    return { K0020, K0021: String(cell.nonconforming), K0002: "0", ...common };
  }
  return {
    K0001: cell.text,
    K0002: cell.validity === "valid" ? "0" : "129",
    ...common,
    ...(cell.lot === null ? {} : { K0006: cell.lot }),
  };
}

/** ISO in UTC as `d.M.yyyy/H:m:s`, still UTC: the format has no place for a zone. */
function dfqTime(iso: string): string {
  const [year = "", month = "", rest = ""] = iso.split("-");
  const [day = "", clock = ""] = rest.replace("Z", "").split("T");
  return `${Number(day)}.${Number(month)}.${year}/${clock.split(".")[0] ?? ""}`;
}

/** QIF 3.0 text of all measured characteristics; go/no-go counts have no place in QIF results. */
export function runQif(run: RunState): string {
  const measured = [...run.results.values()].filter(
    ({ characteristic }) => characteristic.kind !== "attribute",
  );
  const file: ResultFile = {
    format: "qif",
    head: {},
    counts: {},
    remarks: [],
    parts: [
      {
        name: run.plan.part.number,
        pieces: [],
        curve: null,
        characteristics: measured.map(qifCharacteristic),
      },
    ],
  };
  const written = writeQif(file);
  if (typeof written === "string") return written;
  throw new Error(isRefused(written) ? written.refused : "a run that QIF has no place for");
}

function qifCharacteristic(results: CharacteristicResults): ResultCharacteristic {
  const { balloon, name, unit, nominal, lsl, usl } = results.characteristic;
  const text = (value: number | undefined) => (value === undefined ? null : String(value));
  const linear = unit === "mm" || unit === "in";
  return {
    name: `${balloon} ${name.en}`,
    type: `${linear ? "UserDefinedLinear" : "UserDefinedUnit"}CharacteristicMeasurement`,
    unit: unit ?? null,
    nominal: text(nominal),
    lower: text(lsl),
    upper: text(usl),
    zone: null,
    values: inOrder(results).flatMap((cell) =>
      cell.type === "measurement" ? [qifValue(cell)] : [],
    ),
  };
}

function qifValue(cell: Measurement): ResultValue {
  return {
    text: cell.text,
    value: cell.value,
    status: "ok",
    verdict: cell.verdict === "ok" ? "PASS" : "FAIL",
    serial: cell.unit,
    measuredAt: cell.at,
    marks: [],
    counted: null,
    source: "",
  };
}
