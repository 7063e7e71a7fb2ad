// Turns a result file's bytes into text by the encoding that was declared; what does not fit it is refused.
import { TextDecoder } from "node:util";
import iconv from "iconv-lite";
import type { FileModelFile } from "../model/file-model.ts";
import type { Refusal } from "./dfq/dfq-file.ts";

export type FileEncoding = FileModelFile["file"]["encoding"];

/** The text, and in words what was lost of it before. */
export type DecodedText = { readonly text: string; readonly remarks: readonly string[] };

/**
 * Strict decoding: bytes that are not of this encoding, characters that somebody replaced before
 * (U+FFFD) and control characters refuse the file. A byte order mark is taken off. Where every
 * byte is a character, lost ones can't hide a wrong encoding: they are shown as lost and told.
 */
export function decodeText(encoding: FileEncoding, bytes: Uint8Array): DecodedText | Refusal {
  const marked = unicodeMark(bytes);
  const decoded = marked === null ? decodedAs(encoding, bytes) : strictly(marked, bytes);
  if (decoded === null) return { refused: `the file is not ${marked ?? encoding} text`, line: 1 };
  const lost = decoded.indexOf("\ufffd");
  if (lost !== -1) {
    const refused = "characters were replaced by U+FFFD before: its encoding is damaged";
    return { refused, line: lineAt(decoded, lost) };
  }
  const text = decoded.replaceAll(lostBefore, "\ufffd").replace(/^\ufeff/u, "");
  const count = text.split("\ufffd").length - 1;
  const told = `${count} characters of its words were lost before it came here (U+FFFD)`;
  return { text, remarks: count === 0 ? [] : [told] };
}

/** UTF-8 of the sign for a lost character, read byte by byte. */
const lostBefore = "\u00ef\u00bf\u00bd";

/** The encoding a byte order mark declares, whatever else is said: it stands in the file itself. */
export function unicodeMark(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

const pieceBytes = 65_536;

/**
 * The same as `decodeText` piece by piece, so that no text of the whole file is held: `take` gets
 * each piece in order, checked for control characters. Gives the fault that stopped it, or null.
 */
export function decodePieces(
  encoding: Exclude<FileEncoding, "utf-8-or-latin1">,
  bytes: Uint8Array,
  take: (piece: string) => void,
): Refusal | null {
  const label = unicodeMark(bytes) ?? encoding;
  const decode = pieceDecoder(label);
  let line = 1;
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const last = at + pieceBytes >= bytes.length;
    const piece = decode(bytes.subarray(at, at + pieceBytes), last);
    if (piece === null) return { refused: `the file is not ${label} text`, line };
    const lost = piece.indexOf("\ufffd");
    const damaged = "characters were replaced by U+FFFD before: its encoding is damaged";
    const fault =
      lost === -1 ? controlFault(piece) : { refused: damaged, line: lineAt(piece, lost) };
    if (fault !== null) return { ...fault, line: fault.line + line - 1 };
    line += lineAt(piece, piece.length) - 1;
    take(piece);
  }
  return null;
}

/** Decodes pieces that may end inside a character; null for bytes that are no character. */
function pieceDecoder(label: string): (piece: Uint8Array, last: boolean) => string | null {
  if (label === "latin1") return latin1;
  if (label === "windows-1252") return windows1252;
  const decoder = new TextDecoder(label, { fatal: true });
  return (piece, last) => strictly(decoder, piece, !last);
}

/** What NUL bytes between letters most likely are, and what to do about it. */
export const nulWords = "if it is UTF-16 without a byte order mark, save it as UTF-8";

/** The first control character no text file has, as a refusal; `allowed` are extra ones. */
export function controlFault(text: string, allowed = ""): Refusal | null {
  for (const found of text.matchAll(/[\u0000-\u0008\u000b\u000e-\u001f]/gu)) {
    if (allowed.includes(found[0])) continue;
    const code = found[0].charCodeAt(0).toString(16).padStart(2, "0");
    const refused = `not a text: it holds the byte 0x${code}${code === "00" ? `; ${nulWords}` : ""}`;
    return { refused, line: lineAt(text, found.index) };
  }
  return null;
}

/** Encoding an XML file declares: by its byte order mark or in its first line; UTF-8 without. */
export function xmlEncoding(
  bytes: Uint8Array,
): Exclude<FileEncoding, "utf-8-or-latin1"> | { readonly unknown: string } {
  const start = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  if (unicodeMark(bytes) !== null) return "utf-8";
  const name = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*\sencoding\s*=\s*["'](?<name>[\w.-]+)["']/u
    .exec(start)
    ?.groups?.name?.toLowerCase();
  if (name === undefined || name === "utf-8" || name === "us-ascii") return "utf-8";
  if (name === "iso-8859-1") return "latin1";
  if (name === "windows-1252" || name === "gb18030") return name;
  return { unknown: name };
}

/** The lines of a text: they end with CRLF or LF, or all of them with CR. */
export function linesOf(text: string): string[] {
  return text.split(text.includes("\n") ? /\r?\n/u : /\r/u);
}

export function lineAt(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf("\n"); next !== -1 && next < at; next = text.indexOf("\n", next + 1))
    line += 1;
  return line;
}

function decodedAs(encoding: FileEncoding, bytes: Uint8Array): string | null {
  if (encoding === "latin1") return latin1(bytes);
  if (encoding === "windows-1252") return windows1252(bytes);
  if (encoding !== "utf-8-or-latin1") return strictly(encoding, bytes);
  // "ANSI" of a Windows program: it has letters where latin1 has control characters.
  return strictly("utf-8", bytes) ?? windows1252(bytes) ?? latin1(bytes);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** Node's own decoder of this name leaves 0x80 to 0x9f as control characters. */
function windows1252(bytes: Uint8Array): string | null {
  const text = iconv.decode(bytes, "windows-1252");
  return text.includes("\ufffd") ? null : text;
}

function strictly(label: string | TextDecoder, bytes: Uint8Array, stream = false): string | null {
  const decoder = typeof label === "string" ? new TextDecoder(label, { fatal: true }) : label;
  try {
    return decoder.decode(bytes, { stream });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
