// The JSON text of a record, made once however many places it is sent to.
import type { Envelope } from "./envelope.ts";
import { canonicalText } from "./hash.ts";

const texts = new WeakMap<Envelope, string>();

/**
 * Canonical JSON of a record, which is never changed once it has its hash: the same text whether the
 * record was just made or read again, for a long one leaves in pieces that must fit each other.
 */
export function jsonOf(record: Envelope): string {
  const known = texts.get(record);
  if (known !== undefined) return known;
  const inOrder = Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
  const text = canonicalText(Object.fromEntries(inOrder));
  texts.set(record, text);
  return text;
}

/** Takes over a text that whoever made the record had at hand; it must be its canonical JSON. */
export function rememberJson(record: Envelope, text: string): void {
  texts.set(record, text);
}
