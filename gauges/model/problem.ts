// One thing wrong in a model file.

export type Problem = {
  /** Keys and indices from the top of the file. */
  readonly path: readonly string[];
  readonly what: string;
  readonly remedy: string;
};
