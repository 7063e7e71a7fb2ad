// Builds what a virtual gauge sends from the template in its model file.

const place = /\{(?<what>value|size|sign|offset)(?::(?<format>[^}]*))?\}/gu;
const padded = /^>(?<width>\d{1,2})$/u;
const fixed = /^(?<sign>[+-]?)(?<whole>0+)(?:(?<point>[.V])(?<fraction>0+))?$/u;

/**
 * Puts a value into a template. `{value}` as given; `{value:>10}` right-aligned in blanks; `{value:,}` with a decimal comma;
 * `{value:+0000.000}` with sign and zeros, rounded to its decimals (`-` = sign only if negative);
 * `{value:000V000}` the same with a point that is meant but not sent. `{size:…}` is the value
 * without its sign, `{sign}` its sign, `{sign:08}` the first of two characters for plus and the second
 * for minus, `{offset:75}` the value less 75, with the value's decimals.
 * Throws for a format it doesn't know and for a value too long for its place.
 */
export function simulatedFrame(template: string, value: string): string {
  return template.replace(place, (...match) => {
    const { what = "", format = "" }: { what?: string; format?: string } = match.at(-1);
    if (what === "sign") return signOf(value, format === "" ? "+-" : format);
    if (what === "offset") return offsetBy(value, format);
    return formatted(what === "size" ? value.replace(/^[+-]/u, "") : value, format);
  });
}

function signOf(value: string, characters: string): string {
  return characters.charAt(Number(value) < 0 ? 1 : 0);
}

function offsetBy(value: string, offset: string): string {
  const decimals = value.split(".")[1]?.length ?? 0;
  return (numberOf(value) - numberOf(offset)).toFixed(decimals);
}

function numberOf(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) throw new Error(`"${text}" is no number`);
  return number;
}

function formatted(value: string, format: string): string {
  if (format === "") return value;
  if (format === ",") return value.replace(".", ",");
  const width = padded.exec(format)?.groups?.width;
  if (width !== undefined) return fitting(value.padStart(Number(width)), Number(width), format);
  const groups = fixed.exec(format)?.groups;
  if (groups === undefined) throw new Error(`unknown value format "${format}"`);
  const number = numberOf(value);
  const decimals = groups.fraction?.length ?? 0;
  const rounded = Math.abs(number).toFixed(decimals);
  const digits = groups.point === "V" ? rounded.replace(".", "") : rounded;
  const whole = groups.whole?.length ?? 0;
  const length = whole + (decimals > 0 ? decimals + (groups.point === "V" ? 0 : 1) : 0);
  const sign = number < 0 ? "-" : groups.sign === "+" ? "+" : "";
  return sign + fitting(digits.padStart(length, "0"), length, format);
}

function fitting(text: string, length: number, format: string): string {
  if (text.length > length) throw new Error(`${text} has no room in "${format}"`);
  return text;
}
