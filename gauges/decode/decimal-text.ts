// Turns the digits of a frame into the decimal text and number of a reading, without ever guessing.

export type DecimalValue = { readonly text: string; readonly value: number };

const longest = 32;
const shape = /^(?<sign>[+-]?)0*(?<whole>\d*)(?<fraction>\.\d*)?$/u;

/**
 * Decimal digits as sent → the reading's text: `+` and leading zeros dropped, trailing zeros kept
 * ("+00000.00" → "0.00", "-000.0018" → "-0.0018"). Null for anything that is not one plain decimal.
 */
export function normaliseDecimal(sent: string): DecimalValue | null {
  if (sent.length > longest) return null;
  const groups = shape.exec(sent)?.groups;
  if (groups === undefined || !/\d/u.test(sent)) return null;
  const fraction = groups.fraction === "." ? "" : (groups.fraction ?? "");
  const text = `${groups.sign === "-" ? "-" : ""}${groups.whole || "0"}${fraction}`;
  // Adding zero keeps a reading of -0.00 from becoming the number -0.
  return { text, value: Number(text) + 0 };
}

/** Puts a point before the last `decimals` digits: ("-009891", 3) → "-9.891". Null if not digits. */
export function implyDecimals(sent: string, decimals: number): DecimalValue | null {
  const groups = /^(?<sign>[+-]?)(?<digits>\d+)$/u.exec(sent)?.groups;
  if (groups?.digits === undefined) return null;
  const digits = groups.digits.padStart(decimals + 1, "0");
  const split = digits.length - decimals;
  const fraction = decimals === 0 ? "" : `.${digits.slice(split)}`;
  return normaliseDecimal(`${groups.sign}${digits.slice(0, split)}${fraction}`);
}
