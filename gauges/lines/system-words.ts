// A fault of the system in its own words, for the reason a line gives.

export function words(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}
