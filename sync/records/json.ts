// The JSON text of a record, made once however many places it is sent to.
import type { Envelope } from "./envelope.ts";

const texts = new WeakMap<Envelope, string>();

/** JSON of a record, which is never changed once it has its hash. */
export function jsonOf(record: Envelope): string {
  const known = texts.get(record);
  if (known !== undefined) return known;
  const text = JSON.stringify(record);
  texts.set(record, text);
  return text;
}

/** Takes over a text that whoever made the record had at hand; it must say the same as the record. */
export function rememberJson(record: Envelope, text: string): void {
  texts.set(record, text);
}
