// Whether a decoded value is what the gauge shows, and if not, what the difference looks like.
import { convertDecimal, decimalRatio, sameDecimal, sameUnit } from "./unit-conversion.ts";

export type ShownValue = { readonly text: string; readonly unit: string };

/**
 * `unit-set-wrong`: the same digits in another unit. `unit-differs`: the same quantity, shown in
 * another unit. `unit-mismatch`: neither. `sign`: the same amount with the other sign. `point`:
 * a factor of ten. `factor`: the factor between two units. `value`: none of these.
 */
export type ShownDifference =
  | "unit-set-wrong"
  | "unit-differs"
  | "unit-mismatch"
  | "sign"
  | "point"
  | "factor"
  | "value";

export type Comparison =
  | { readonly agrees: true }
  | {
      readonly agrees: false;
      readonly why: ShownDifference;
      /** Decoded over shown, where that tells something: "10", "0.001", "25.4". */
      readonly factor: string | null;
    };

/** Ratios between units of one kind that are mixed up in practice. */
const UNIT_FACTORS = ["25.4", "9.80665", "4.4482216152605", "2.20462262", "28.349523125"] as const;
/** What rounding on a display may leave between two units. */
const CLOSE = 0.002;

/**
 * Compares a decoded value with what a person read off the display. Both texts are decimal strings
 * with a point; trailing zeros say nothing about the amount. Exact but for naming the factor.
 */
export function compareShown(decoded: ShownValue, shown: ShownValue): Comparison {
  const equal = sameDecimal(decoded.text, shown.text);
  if (!sameUnit(decoded.unit, shown.unit)) {
    if (equal) return differs("unit-set-wrong");
    return differs(isSameQuantity(decoded, shown) ? "unit-differs" : "unit-mismatch");
  }
  if (equal) return { agrees: true };
  if (sameDecimal(decoded.text, negated(shown.text))) return differs("sign");
  const { ratio, power } = decimalRatio(decoded.text, shown.text);
  if (power !== null) return differs("point", power);
  const factor = UNIT_FACTORS.find(
    (one) => near(ratio, Number(one)) || near(1 / ratio, Number(one)),
  );
  if (factor !== undefined) return differs("factor", factor);
  return differs("value");
}

function differs(why: ShownDifference, factor: string | null = null): Comparison {
  return { agrees: false, why, factor };
}

function isSameQuantity(decoded: ShownValue, shown: ShownValue): boolean {
  const converted = convertDecimal(shown.text, shown.unit, decoded.unit);
  if (converted !== null) return near(Number(converted), Number(decoded.text));
  const back = convertDecimal(decoded.text, decoded.unit, shown.unit);
  return back !== null && near(Number(back), Number(shown.text));
}

function near(value: number, wanted: number): boolean {
  return Number.isFinite(value) && Math.abs(Math.abs(value) - wanted) <= wanted * CLOSE;
}

function negated(text: string): string {
  return text.startsWith("-") ? text.slice(1) : `-${text.replace(/^\+/, "")}`;
}
