// Which calendar day a moment falls on where the station stands: dates of calibrations are local dates.

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Calendar day of a moment in a time zone, as ISO date.
 * @param at UTC, ISO 8601; `zone` IANA name. Throws RangeError for a zone nobody knows.
 */
export function dayIn(zone: string, at: string): string {
  let format = formats.get(zone);
  if (format === undefined) {
    const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, ...parts });
    formats.set(zone, format);
  }
  const found = new Map(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${found.get("year")}-${found.get("month")}-${found.get("day")}`;
}
