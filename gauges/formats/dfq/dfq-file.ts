// A Q-DAS AQDEF file (DFQ, DFD, DFX) as parts, characteristics and values, keyed by its K fields.

/** K field (such as `K2002`) → text as written; empty fields are absent. */
export type Fields = Readonly<Record<string, string>>;

export type DfqPart = {
  readonly index: number;
  readonly fields: Fields;
  readonly characteristics: readonly DfqCharacteristic[];
};

export type DfqCharacteristic = {
  /** Numbered through the whole file: part 2 goes on where part 1 ended. */
  readonly index: number;
  readonly fields: Fields;
  /** One table of fields (`K0001`, `K0002`, `K0004`, …) per value, in file order. */
  readonly values: readonly Fields[];
};

/** A K5 line: nodes (K5111, K5112, K5113) and links (K5102, K5103) of the hierarchy. */
export type DfqNode = { readonly key: string; readonly index: number; readonly text: string };

export type DfqFile = {
  /** Fields of the file and catalogues: K0100, K0101, K4…. */
  readonly head: Fields;
  readonly parts: readonly DfqPart[];
  readonly nodes: readonly DfqNode[];
  /** Lines that carry nothing for us, with the reason. */
  readonly ignored: readonly { readonly line: number; readonly reason: string }[];
  /** How its values stood in the text that was read. */
  readonly written?: DfqWritten;
};

export type DfqWritten = {
  readonly valueLines: number;
  /** Values within value lines. */
  readonly valueGroups: number;
  /** Values opened by a K0001 or K0020 line. */
  readonly K0001keyForm: number;
};

/** Why a file is not read at all. */
export type Refusal = { readonly refused: string; readonly line: number };

export function isRefusal(outcome: DfqFile | Refusal): outcome is Refusal {
  return "refused" in outcome;
}

/** Attribute characteristics count errors instead of measuring (K2004 = 1, 5 or 6). */
export function isAttribute(fields: Fields): boolean {
  return fields.K2004 === "1" || fields.K2004 === "5" || fields.K2004 === "6";
}

/** Fields of a variable characteristic's group in a value line, in order. */
export const variableFields = [
  "K0001",
  "K0002",
  "K0004",
  "K0005",
  "K0006",
  "K0007",
  "K0008",
  "K0010",
  "K0011",
  "K0012",
] as const;

/** The same of an attribute characteristic; the third field means nothing. */
export const attributeFields = ["K0020", "K0021", null, ...variableFields.slice(1)] as const;

export const groupMark = "\u000f";
export const fieldMark = "\u0014";

const decimalShape =
  /^(?<sign>[+-]?)(?<whole>\d*)[.,]?(?<fraction>\d*)(?:[eE](?<power>[+-]?\d+))?$/u;
/** Most numbers are plain already: they stay the text they are. */
const plainShape = /^-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?$/u;
const powerMost = 30;

/**
 * A DFQ number (point or comma, exponent allowed) as plain decimal text, exactly:
 * "2.4996E+0002" → "249.96". Null for anything else.
 */
export function plainDecimal(written: string): string | null {
  const text = written.trim();
  if (plainShape.test(text)) return text;
  const groups = decimalShape.exec(text)?.groups;
  if (groups === undefined) return null;
  const { sign = "", whole = "", fraction = "" } = groups;
  const power = Number(groups.power ?? 0);
  if (whole + fraction === "" || written.length > 64 || Math.abs(power) > powerMost) return null;
  const digits = `${"0".repeat(powerMost)}${whole}${fraction}${"0".repeat(Math.max(0, power - fraction.length))}`;
  const point = powerMost + whole.length + power;
  const left = digits.slice(0, point).replace(/^0+(?=\d)/u, "");
  const right = digits.slice(point);
  return `${sign === "-" ? "-" : ""}${left || "0"}${right === "" ? "" : `.${right}`}`;
}

export type DfqLimits = {
  readonly nominal: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
};

/** Absolute limits K2110/K2111; where absent, nominal plus the allowances K2112/K2113. */
export function limitsOf(characteristic: DfqCharacteristic): DfqLimits {
  const number = (key: string): number | null => {
    const plain = plainDecimal(characteristic.fields[key] ?? "");
    return plain === null ? null : Number(plain);
  };
  const nominal = number("K2101");
  const from = (allowance: number | null) =>
    nominal === null || allowance === null ? null : nominal + allowance;
  return {
    nominal,
    lower: number("K2110") ?? from(number("K2112")),
    upper: number("K2111") ?? from(number("K2113")),
  };
}
