// The hash chain: SHA-256 over the previous hash and the record's canonical JSON (RFC 8785).
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Envelope } from "./envelope.ts";

/** Canonical JSON (RFC 8785) of any JSON value. Throws on what JSON cannot hold (NaN, Infinity). */
export function canonicalText(value: unknown): string {
  // What stands in canonical order already is written so by JSON itself, at a fraction of the cost.
  const text = isInOrder(value) ? JSON.stringify(value) : canonicalize(value);
  if (text === undefined) throw new TypeError("not a JSON value");
  return text;
}

/** Whether JSON.stringify writes this plain value as RFC 8785 asks: every name behind the one before. */
function isInOrder(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return typeof value === "string" || typeof value === "boolean";
  if (value === null) return true;
  if (Array.isArray(value)) {
    for (const one of value) if (!isInOrder(one)) return false;
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  let last: string | null = null;
  for (const [name, one] of Object.entries(value)) {
    if ((last !== null && name < last) || !isInOrder(one)) return false;
    last = name;
  }
  return !("toJSON" in value);
}

/**
 * Hash of a record: SHA-256(prev as hex text + canonical JSON of the record without prev and hash),
 * as 64 lower-case hex digits.
 */
export function hashRecord(record: Omit<Envelope, "hash">): string {
  const { prev, ...rest } = record;
  return createHash("sha256").update(prev).update(canonicalText(rest)).digest("hex");
}
