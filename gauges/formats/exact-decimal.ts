// Sums of decimal texts without rounding: a limit is nominal plus tolerance, to the last digit.
import { plainDecimal } from "./dfq/dfq-file.ts";

/** The text with a point as a plain decimal ("1.5E-2" → "0.015"); null for anything else. */
export function exactDecimal(text: string): string | null {
  return text.includes(",") ? null : plainDecimal(text);
}

/** The sum of two decimal texts, with the decimals of the longer one; null if one is none. */
export function addDecimals(left: string | null, right: string | null): string | null {
  const first = left === null ? null : exactDecimal(left);
  const second = right === null ? null : exactDecimal(right);
  if (first === null || second === null) return null;
  const decimals = Math.max(decimalsOf(first), decimalsOf(second));
  const sum = scaled(first, decimals) + scaled(second, decimals);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(decimals + 1, "0");
  const point = digits.length - decimals;
  const fraction = decimals === 0 ? "" : `.${digits.slice(point)}`;
  return `${sum < 0n ? "-" : ""}${digits.slice(0, point)}${fraction}`;
}

/** The decimal text with the other sign. */
export function negated(text: string): string {
  if (/^[-+]?[0.]*$/u.test(text)) return text.replace(/^[-+]/u, "");
  return text.startsWith("-") ? text.slice(1) : `-${text.replace(/^\+/u, "")}`;
}

function decimalsOf(plain: string): number {
  return plain.split(".")[1]?.length ?? 0;
}

function scaled(plain: string, decimals: number): bigint {
  const [whole = "0", fraction = ""] = plain.split(".");
  return BigInt(`${whole}${fraction.padEnd(decimals, "0")}`);
}
