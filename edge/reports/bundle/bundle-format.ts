// What a bundle holds: its entries in their order, its manifest, and the lines of records.jsonl.
import { type Static, Type } from "typebox";
import type { Envelope, QualityRecord } from "../../../sync/records/index.ts";

export const BUNDLE_FORMAT = "proofline-bundle/1";

/** Entries the manifest names with size and hash, in the order of the container. */
export const COVERED_ENTRIES = [
  "README.txt",
  "records.jsonl",
  "report.json",
  "report.pdf",
  "dimensional.csv",
] as const;
export const MANIFEST = "manifest.json";
export const SIGNATURE = "signature.ed25519";
export const ALL_ENTRIES = [...COVERED_ENTRIES, MANIFEST, SIGNATURE] as const;
export type CoveredEntry = (typeof COVERED_ENTRIES)[number];
export type EntryName = (typeof ALL_ENTRIES)[number];

/** A bundle larger than this is neither built nor read. */
export const BUNDLE_BYTES_MAX = 512 * 1024 * 1024;

const closed = { additionalProperties: false };
const Place = { epoch: Type.String(), seq: Type.Integer({ minimum: 1 }), hash: Type.String() };

const Stretch = Type.Object(
  { epoch: Type.String(), from: Type.Integer(), to: Type.Integer() },
  closed,
);
/** Records of one epoch from one seq to another, both inclusive. */
export type Stretch = Static<typeof Stretch>;

export const ManifestSchema = Type.Object(
  {
    format: Type.Literal(BUNDLE_FORMAT),
    station: Type.String(),
    run: Type.String(),
    created: Type.String(),
    publicKey: Type.String({ description: "Ed25519, SPKI DER in base64" }),
    records: Type.Integer({ minimum: 1 }),
    withheld: Type.Integer({ minimum: 0 }),
    epochs: Type.Array(Stretch, { description: "Oldest first, each whole up to the next" }),
    gaps: Type.Optional(
      Type.Array(Stretch, {
        description: "Records that a mended journal has lost; nothing proves what they were",
      }),
    ),
    head: Type.Object(Place, closed),
    entries: Type.Array(
      Type.Object({ name: Type.String(), size: Type.Integer(), sha256: Type.String() }, closed),
    ),
  },
  closed,
);
export type Manifest = Static<typeof ManifestSchema>;

/** A record of another run: its place and hashes hold the chain together, its content stays. */
export const WithheldSchema = Type.Object(
  {
    epoch: Type.String(),
    seq: Type.Integer({ minimum: 1 }),
    prev: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    hash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    withheld: Type.Literal(true),
  },
  closed,
);
export type WithheldRecord = Static<typeof WithheldSchema>;
export type ChainLink = Pick<Envelope, "epoch" | "seq" | "prev" | "hash">;
export type BundleLine = QualityRecord | WithheldRecord;

export function isWithheld(line: BundleLine): line is WithheldRecord {
  return "withheld" in line;
}
