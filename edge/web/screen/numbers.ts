// Numbers and times as the screens print them: a point, fixed decimals, ISO dates.

/** Fixed decimals, or a dash where there is no value. */
export function fixed(value: number | null | undefined, decimals: number): string {
  return value === null || value === undefined
    ? "–"
    : value.toFixed(decimals).replace(/^-(0(\.0*)?)$/, "$1");
}

/** "2026-11-22 14:05" in the station's zone. */
export function localTime(at: string, zone: string | undefined): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "short",
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  return parts.format(new Date(at));
}

/** "14:05:09.120" in the station's zone. */
export function timeOfDay(at: string, zone: string | undefined): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    ...({ hour: "2-digit", minute: "2-digit", second: "2-digit" } as const),
    fractionalSecondDigits: 3,
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  return parts.format(new Date(at));
}
