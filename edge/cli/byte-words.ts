// Bytes as a person reads them at a port: hex pairs, and text with every control character visible.

/** "2D 00 31"; at most `most` bytes, then the count of the rest. */
export function hexWords(bytes: Uint8Array, most = 64): string {
  const shown = [...bytes.subarray(0, most)]
    .map((byte) => byte.toString(16).padStart(2, "0").toUpperCase())
    .join(" ");
  return bytes.length > most ? `${shown} … (${bytes.length} bytes)` : shown;
}

/** Latin-1 text in which control characters and bytes above 0x7E appear as \r, \n or \xHH. */
export function visibleText(bytes: Uint8Array, most = 64): string {
  return [...bytes.subarray(0, most)]
    .map((byte) => {
      if (byte === 0x0d) return "\\r";
      if (byte === 0x0a) return "\\n";
      if (byte >= 0x20 && byte <= 0x7e) return String.fromCharCode(byte);
      return `\\x${byte.toString(16).padStart(2, "0").toUpperCase()}`;
    })
    .join("");
}

/**
 * Hex as people store it (pairs, blanks, commas, 0x) → one chunk of bytes per line; empty lines
 * are dropped. Gives the number of the first line that is not hex.
 */
export function readHex(text: string): Uint8Array[] | { readonly badLine: number } {
  const chunks: Uint8Array[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const digits = line.replace(/0x/gi, "").replace(/[\s,;:]/g, "");
    if (digits === "") continue;
    if (digits.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(digits)) return { badLine: index + 1 };
    chunks.push(Buffer.from(digits, "hex"));
  }
  return chunks;
}
