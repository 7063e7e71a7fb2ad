// What is wrong with a bundle: where, and what, in words.
export type BundleProblem = { readonly where: string; readonly what: string };

export type BundleVerdict = {
  readonly ok: boolean;
  /** Of the manifest; empty where it could not be read. */
  readonly station: string;
  readonly run: string;
  /** The key the bundle names. Without a trusted key it proves unity, not origin. */
  readonly publicKey: string;
  readonly keyTrusted: boolean;
  readonly records: number;
  readonly withheld: number;
  /** Numbers and texts of the report that were computed anew and compared. */
  readonly compared: number;
  readonly problems: readonly BundleProblem[];
};
