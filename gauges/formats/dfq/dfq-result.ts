// A DFQ file in the common shape of result files, and a result file as a DFQ file.
import { normaliseDecimal } from "../../decode/decimal-text.ts";
import { addDecimals } from "../exact-decimal.ts";
import {
  noMarks,
  partOf,
  type ResultCharacteristic,
  type ResultFile,
  type ResultValue,
} from "../result-file.ts";
import {
  type DfqCharacteristic,
  type DfqFile,
  type Fields,
  isAttribute,
  limitsOf,
  plainDecimal,
} from "./dfq-file.ts";
import { statusOfCode } from "./dfq-readings.ts";

export function dfqResult(file: DfqFile): ResultFile {
  const parts = file.parts.map(({ fields, characteristics }) =>
    partOf(fields.K1001 ?? fields.K1002 ?? null, characteristics.map(characteristicOf)),
  );
  const all = file.parts.flatMap(({ characteristics }) => characteristics);
  const values = all.reduce((sum, characteristic) => sum + characteristic.values.length, 0);
  return {
    format: "dfq",
    head: file.head,
    parts,
    counts: {
      K0100: Number(file.head.K0100 ?? all.length),
      characteristics: all.length,
      values,
      nodes: file.nodes.length,
      ...file.written,
    },
    remarks: [
      ...fewer(file.ignored.map(({ line, reason }) => `line ${line}: ${reason}`)),
      ...announced(file, all.length),
      ...fewer(all.flatMap(limitWords)),
    ],
  };
}

const remarksMost = 100;

function fewer(remarks: readonly string[]): readonly string[] {
  if (remarks.length <= remarksMost) return remarks;
  return [...remarks.slice(0, remarksMost), `${remarks.length - remarksMost} more of this kind`];
}

/** Why a nominal or a limit that stands in the file is not read, or can't be meant. */
function limitWords({ index, fields }: DfqCharacteristic): string[] {
  const words = ["K2101", "K2110", "K2111", "K2112", "K2113"].flatMap((key) => {
    const text = fields[key] ?? "";
    if (text === "" || plainDecimal(text) !== null) return [];
    return [`${key}/${index} "${text}" is not a number: it is not read`];
  });
  const { lower, upper } = limitsOf({ index, fields, values: [] });
  if (lower === null || upper === null || lower < upper) return words;
  return [...words, `characteristic ${index}: its limits ${lower} and ${upper} leave no room`];
}

/** What K0100 announces beyond what is described: the file may have been cut between two lines. */
function announced({ head }: DfqFile, described: number): string[] {
  const count = Number(head.K0100 ?? described);
  if (!(count > described)) return [];
  return [`K0100 announces ${count} characteristics, ${described} are described`];
}

function characteristicOf({ fields, values }: DfqCharacteristic): ResultCharacteristic {
  const plain = (key: string) => plainDecimal(fields[key] ?? "");
  const nominal = plain("K2101");
  const counts = isAttribute(fields);
  return {
    name: fields.K2002 ?? fields.K2001 ?? null,
    type: counts ? "attribute" : null,
    unit: fields.K2142 ?? null,
    nominal,
    lower: plain("K2110") ?? addDecimals(nominal, plain("K2112")),
    upper: plain("K2111") ?? addDecimals(nominal, plain("K2113")),
    zone: null,
    values: values.map((value) => valueOfFields(value, counts)),
  };
}

function valueOfFields(value: Fields, counts: boolean): ResultValue {
  const code = value.K0002 ?? "0";
  const status = statusOfCode(code);
  const plain = status === "ok" && !counts ? plainDecimal(value.K0001 ?? "") : null;
  const decimal = plain === null ? null : normaliseDecimal(plain);
  return {
    text: decimal?.text ?? null,
    value: decimal?.value ?? null,
    status,
    verdict: null,
    serial: value.K0014 ?? null,
    measuredAt: value.K0004 ?? null,
    marks: status === "ok" ? noMarks : [`code:${code}`],
    counted: counts ? countedOf(value) : null,
    // The readings of a DFQ file quote all fields of theirs (dfq-readings.ts).
    source: value.K0001 ?? value.K0020 ?? "",
  };
}

/** K0020 is stored a thousandfold. */
function countedOf({ K0020: inspected = "", K0021: nonconforming = "" }: Fields) {
  const plain = plainDecimal(inspected);
  return {
    inspected: plain === null ? "" : String(Number(plain) / 1000),
    nonconforming,
  };
}

/** Any result file as DFQ: absolute limits in K2110 and K2111, one value set per place. */
export function toDfq(file: ResultFile): DfqFile {
  let index = 0;
  const parts = file.parts.map((part, at) => ({
    index: at + 1,
    fields: given({ K1001: part.name }),
    characteristics: part.characteristics.map((characteristic): DfqCharacteristic => {
      index += 1;
      const counts = characteristic.values.some(({ counted }) => counted !== null);
      return {
        index,
        fields: given({
          K2001: String(index),
          K2002: characteristic.name,
          K2004: counts ? "1" : null,
          K2101: characteristic.nominal,
          K2110: characteristic.lower,
          K2111: characteristic.upper,
          K2142: characteristic.unit,
        }),
        values: characteristic.values.map(fieldsOf),
      };
    }),
  }));
  return { head: {}, parts, nodes: [], ignored: [] };
}

/** 255 is a placeholder, 129 a value that is shown but not evaluated. */
function fieldsOf({ text, status, serial, measuredAt, counted }: ResultValue): Fields {
  if (counted !== null) {
    const K0020 = String(Math.round(Number(counted.inspected) * 1000));
    return given({ K0020, K0021: counted.nonconforming || "0", K0002: "0", K0014: serial });
  }
  const code = text === null ? "255" : status === "ok" ? "0" : "129";
  return given({ K0001: text ?? "0", K0002: code, K0004: measuredAt, K0014: serial });
}

function given(fields: Readonly<Record<string, string | null>>): Fields {
  const kept: Record<string, string> = {};
  for (const [key, text] of Object.entries(fields)) {
    if (text !== null && text !== "") kept[key] = text;
  }
  return kept;
}
