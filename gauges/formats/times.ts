// Times of a result file: kept as written, with the zone that the file or the definition declares.
import type { ResultFile } from "./result-file.ts";

const offset = /(?:Z|[+-]\d{2}:?\d{2})$/u;

/** "in-text" where the time names its own offset, else the declared zone, else null: not known. */
export function zoneOf(time: string | null, declared: string | undefined): string | null {
  if (time === null) return null;
  return offset.test(time.trim()) && /\d[T ]\d/u.test(time) ? "in-text" : (declared ?? null);
}

/** How many times of the file stand without any zone. */
export function timesWithoutZone(file: ResultFile, declared: string | undefined): number {
  const values = file.parts.flatMap(({ characteristics }) =>
    characteristics.flatMap((one) => one.values),
  );
  return values.filter(
    ({ measuredAt }) => measuredAt !== null && zoneOf(measuredAt, declared) === null,
  ).length;
}

/** Days of a month; 0 for a month there is not. */
function daysOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return leap ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

const tokens: Readonly<Record<string, string>> = {
  yyyy: "(?<year>\\d{4})",
  MM: "(?<month>\\d{1,2})",
  dd: "(?<day>\\d{1,2})",
  HH: "(?<hour>\\d{1,2})",
  mm: "(?<minute>\\d{2})",
  ss: "(?<second>\\d{2})",
};

/**
 * A time of the declared format (`dd.MM.yyyy HH:mm:ss`) as ISO text without zone; null when it has
 * another form or names no day there is. Never tried otherwise: 3/4 is a day in March or in April.
 */
export function isoTime(text: string, format: string): string | null {
  const source = format
    .replace(/[.*+?^${}()|[\]\\/]/gu, "\\$&")
    .replace(/yyyy|MM|dd|HH|mm|ss/gu, (token) => tokens[token] ?? token);
  const found = new RegExp(`^${source}$`, "u").exec(text.trim())?.groups;
  if (found === undefined) return null;
  const { year = "", month = "01", day = "01", hour, minute = "00", second = "00" } = found;
  const two = (part: string) => part.padStart(2, "0");
  const days = daysOf(Number(year), Number(month));
  if (Number(day) < 1 || Number(day) > days || Number(hour ?? 0) > 23) return null;
  if (Number(minute) > 59 || Number(second) > 59) return null;
  const date = `${year}-${two(month)}-${two(day)}`;
  return hour === undefined ? date : `${date}T${two(hour)}:${two(minute)}:${two(second)}`;
}
