// Bytes as a person reads them: hex pairs, and text in which every control character is visible.

const MOST_BYTES = 48;

/** "2D 00 31" of a hexadecimal string; a long one ends with its count. */
export function hexPairs(raw: string): string {
  const pairs =
    raw
      .slice(0, 2 * MOST_BYTES)
      .toUpperCase()
      .match(/../g) ?? [];
  const rest = raw.length / 2 - pairs.length;
  return rest > 0 ? `${pairs.join(" ")} … +${rest}` : pairs.join(" ");
}

/** Latin-1 text in which control characters appear as \r, \n or \xHH, and a blank as a middle dot. */
export function visibleText(raw: string): string {
  const pairs = raw.slice(0, 2 * MOST_BYTES).match(/../g) ?? [];
  return pairs.map((pair) => visible(Number.parseInt(pair, 16))).join("");
}

function visible(byte: number): string {
  if (byte === 0x0d) return "\\r";
  if (byte === 0x0a) return "\\n";
  if (byte === 0x20) return "\u00B7";
  if (byte > 0x20 && byte <= 0x7e) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, "0").toUpperCase()}`;
}
