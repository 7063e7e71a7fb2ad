// What a command gets from outside: clocks, ids, chance, streams. Made once, in main.

export type World = {
  /** Wall clock, UTC, ISO 8601 with milliseconds. */
  now(): string;
  wallMs(): number;
  /** Milliseconds that never go back. */
  monotonicMs(): number;
  /** A new UUIDv7. */
  newId(): string;
  random(): number;
  /** Writes one line for the user to stdout. */
  say(line: string): void;
  /** Writes one line about a fault to stderr. */
  warn(line: string): void;
  /** Resolves with the signal's name when the process is asked to end. */
  ended(): Promise<string>;
  readonly version: string;
  readonly node: string;
  readonly platform: string;
  /** IANA time zone of this machine. */
  readonly zone: string;
};

/** Exit codes of the command line, a contract. */
export const EXIT = { ok: 0, failure: 1, usage: 2, configuration: 78 } as const;
