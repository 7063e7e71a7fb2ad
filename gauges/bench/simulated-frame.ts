// Builds the frame a virtual gauge sends, from the template in its model file.

const place = /\{value(?::(?<format>[^}]*))?\}/gu;
const padded = /^>(?<width>\d{1,2})$/u;
const fixed = /^(?<sign>[+-]?)(?<whole>0+)(?:\.(?<fraction>0+))?$/u;

/**
 * Puts a value into a template. `{value}` as given; `{value:>10}` right-aligned in blanks;
 * `{value:+0000.000}` with sign and zeros, rounded to its decimals (`-` = sign only if negative).
 * Throws for a format it doesn't know and for a value too long for its place.
 */
export function simulatedFrame(template: string, value: string): string {
  return template.replace(place, (...match) => {
    const groups: { format?: string } = match.at(-1);
    return formatted(value, groups.format ?? "");
  });
}

function formatted(value: string, format: string): string {
  if (format === "") return value;
  const width = padded.exec(format)?.groups?.width;
  if (width !== undefined) return value.padStart(Number(width));
  const groups = fixed.exec(format)?.groups;
  if (groups === undefined) throw new Error(`unknown value format "${format}"`);
  const number = Number(value);
  if (!Number.isFinite(number)) throw new Error(`"${value}" is no number`);
  const decimals = groups.fraction?.length ?? 0;
  const digits = Math.abs(number).toFixed(decimals);
  const whole = groups.whole?.length ?? 0;
  const length = whole + (decimals > 0 ? decimals + 1 : 0);
  if (digits.length > length) throw new Error(`${value} has no room in "${format}"`);
  const sign = number < 0 ? "-" : groups.sign === "+" ? "+" : "";
  return sign + digits.padStart(length, "0");
}
