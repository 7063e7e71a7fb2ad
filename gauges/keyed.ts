// Decides whether a typed or wedged text is a value: one decimal mark at most, nothing guessed.
import { normaliseDecimal } from "./decode/decimal-text.ts";
import type { Reading } from "./reading.ts";

export type KeyedOptions = {
  /** Id the reading carries as its gauge, such as `keyed`. */
  readonly gauge: string;
  readonly entry: "keyed" | "wedge";
  /** Unit of the characteristic, taken where none was typed. */
  readonly unit: string | null;
  /** UTC, ISO 8601 with milliseconds. */
  readonly receivedAt: string;
  readonly monotonicMs: number;
};

/** Stable codes of a refusal; `why` says it in English. */
export type KeyedRefusalCode =
  | "value-empty"
  | "value-too-long"
  | "value-two-marks"
  | "value-exponent"
  | "value-not-a-number"
  | "value-error-line";

export type KeyedRefusal = { readonly refused: KeyedRefusalCode; readonly why: string };

const longest = 40;
const valueShape =
  /^(?<number>[+-]?(?:\d+[.,]?\d*|[.,]\d+))\s*(?<unit>[\p{L}°%"'µ][\p{L}°%"'µ·/]{0,11})?$/u;
/** A Mitutoyo box in keyboard mode types its whole line. */
const mitutoyoLine = /^0\dA(?<number>[+-](?=[\d.]{8}$)\d*\.?\d*)$/u;
const mitutoyoError = /^9\d1$/u;

/**
 * A typed value ("12,5", "-0.018 mm") → a reading of status ok, or a refusal with its reason.
 * Comma and point both are decimal marks; two marks of any sort are refused, as is an exponent.
 * Full-width digits of an input method count as digits.
 */
export function keyedReading(text: string, options: KeyedOptions): Reading | KeyedRefusal {
  const typed = text.normalize("NFKC").replaceAll("\u2212", "-").trim();
  const fault = refusalOf(typed, options.entry);
  if (fault !== null) return fault;
  const groups = (mitutoyoLine.exec(typed) ?? valueShape.exec(typed))?.groups;
  const decimal = normaliseDecimal((groups?.number ?? "").replace(",", "."));
  if (decimal === null) return refuse("value-not-a-number", `"${typed}" is not a number`);
  return {
    gauge: options.gauge,
    channel: null,
    text: decimal.text,
    value: decimal.value,
    unit: groups?.unit?.trim() ?? options.unit,
    status: "ok",
    kind: null,
    entry: options.entry,
    raw: Buffer.from(text, "utf8"),
    model: { id: options.entry, hash: "" },
    port: "keyboard",
    receivedAt: options.receivedAt,
    monotonicMs: options.monotonicMs,
    marks: [],
    file: null,
  };
}

export function isKeyedRefusal(outcome: Reading | KeyedRefusal): outcome is KeyedRefusal {
  return "refused" in outcome;
}

function refusalOf(typed: string, entry: "keyed" | "wedge"): KeyedRefusal | null {
  if (typed === "") return refuse("value-empty", "nothing was typed");
  if (typed.length > longest) {
    return refuse("value-too-long", `a value has at most ${longest} characters`);
  }
  if (/\d[eE][+-]?\d/u.test(typed)) {
    return refuse("value-exponent", "write the number out, without an exponent");
  }
  if ((typed.match(/[.,]/gu) ?? []).length > 1) {
    return refuse("value-two-marks", "two decimal marks: leave out thousands separators");
  }
  if (entry === "wedge" && mitutoyoError.test(typed)) {
    return refuse("value-error-line", "the gauge reports that it has no value");
  }
  return null;
}

function refuse(refused: KeyedRefusalCode, why: string): KeyedRefusal {
  return { refused, why };
}
