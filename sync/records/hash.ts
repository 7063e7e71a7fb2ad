// The hash chain: SHA-256 over the previous hash and the record's canonical JSON (RFC 8785).
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Envelope } from "./envelope.ts";

/** Canonical JSON (RFC 8785) of any JSON value. Throws on what JSON cannot hold (NaN, Infinity). */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("not a JSON value");
  return text;
}

/**
 * Hash of a record: SHA-256(prev as hex text + canonical JSON of the record without prev and hash),
 * as 64 lower-case hex digits.
 */
export function hashRecord(record: Omit<Envelope, "hash">): string {
  const { prev, ...rest } = record;
  return createHash("sha256").update(prev).update(canonicalText(rest)).digest("hex");
}
