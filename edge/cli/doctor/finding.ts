// What the doctor says of one thing: in order, worth a look, or wrong, with the one thing to do about it.
import { portRemedy } from "../../../gauges/index.ts";

export type Finding = {
  /** What was looked at: "settings", "folder", "clock", "gauge caliper-1" … */
  readonly about: string;
  /** look: the station works, but not as it should for long. wrong: something of it does not work. */
  readonly state: "ok" | "look" | "wrong";
  readonly what: string;
  /** Null where there is nothing to do, or `what` says it already. */
  readonly remedy: string | null;
};

export function ok(about: string, what: string): Finding {
  return { about, state: "ok", what, remedy: null };
}

export function look(about: string, what: string, remedy: string | null = null): Finding {
  return { about, state: "look", what, remedy };
}

export function wrong(about: string, what: string, remedy: string | null = null): Finding {
  return { about, state: "wrong", what, remedy };
}

/** A finding as one line, and its remedy indented below it. */
export function findingWords({ about, state, what, remedy }: Finding): string {
  const mark = { ok: "ok   ", look: "look ", wrong: "WRONG" }[state];
  return `${mark}  ${about}: ${what}${remedy === null ? "" : `\n       ${remedy}`}`;
}

/** The code of a system error, or its words where it has none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}

/** What can be done about a port or an address that gave this code. */
export function remedyFor(code: string): string {
  return portRemedy(code) ?? "Check cable, power and address.";
}
