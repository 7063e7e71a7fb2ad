// What a configuration file has wrong: where, what, and the one thing to do about it.

export type ConfigError = {
  /** Path of the file as it was given. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Keys and indices from the top of the file: `gauge.0.line.port`; empty for the file as a whole. */
  readonly path: string;
  readonly what: string;
  readonly remedy: string;
};

/** A finding before it is placed in its file. */
export type Fault = {
  readonly path: readonly string[];
  readonly what: string;
  readonly remedy: string;
};

/** All errors as text for stderr, two lines each, in the order of file and line. */
export function formatConfigErrors(errors: readonly ConfigError[]): string {
  return [...errors]
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
    .map(({ file, line, path, what, remedy }) => {
      const place = path === "" ? `${file}:${line}` : `${file}:${line} ${path}`;
      return `${place}: ${what}\n    ${remedy}\n`;
    })
    .join("");
}
