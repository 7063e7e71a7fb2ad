// Which texts a database in UTF-8 gives back as they went in, and what is done with the others.

/** NUL, which PostgreSQL keeps out of its JSON, and halves of surrogate pairs, which UTF-8 has not. */
const LOST = /\0|\p{Surrogate}/u;

/** Whether every text in a JSON value, keys included, comes back as it went in. */
export function isStorable(value: unknown): boolean {
  if (typeof value === "string") return !LOST.test(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, one]) => isStorable(key) && isStorable(one));
}

/** A text from a wire or a file as it can be kept: what would be lost is shown by its number, `\u0000`. */
export function storableText(text: string): string {
  if (!LOST.test(text)) return text;
  return text.replace(
    /\0|\p{Surrogate}/gu,
    (lost) => `\\u${lost.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
