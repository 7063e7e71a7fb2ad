// The bytes of a result file that may lie in several files: DFD describes what DFX holds, _hdr dates what _chr holds.
import { readdirSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { readBounded } from "./file-bytes.ts";

type Bytes = { readonly bytes: Buffer; readonly beside: readonly string[] };

/**
 * The file's bytes; for one of a DFD and DFX pair the description followed by the values, for a
 * Calypso table the header beside it followed by the table. `beside` names the other file. A DFX
 * without its DFD is refused: its numbers have no names.
 */
export function resultFileBytes(file: string): Bytes | { readonly refused: string } {
  const kind = extname(file).toLowerCase();
  const own = readBounded(file);
  if ("refused" in own) return own;
  if (kind === ".txt") return withHeader(file, own.bytes);
  if (kind !== ".dfx" && kind !== ".dfd") return { bytes: own.bytes, beside: [] };
  const stem = basename(file, extname(file));
  const other = besideOf(file, `${stem}${kind === ".dfx" ? ".dfd" : ".dfx"}`);
  if (other === null) {
    if (kind === ".dfd") return { bytes: own.bytes, beside: [] };
    return { refused: `values without their description: ${stem}.dfd is not beside it` };
  }
  const partner = readBounded(other);
  if ("refused" in partner) return partner;
  const [description, values] =
    kind === ".dfd" ? [own.bytes, partner.bytes] : [partner.bytes, own.bytes];
  return { bytes: joined(description, values), beside: [other] };
}

/** Only where the table is one of Calypso's: another text may end in `_chr.txt` as well. */
function withHeader(file: string, bytes: Buffer): Bytes | { readonly refused: string } {
  const stem = /^(?<stem>.*)_(?:chr|fet)\.txt$/iu.exec(basename(file))?.groups?.stem;
  const other = stem === undefined ? null : besideOf(file, `${stem}_hdr.txt`);
  if (other === null) return { bytes, beside: [] };
  const header = readBounded(other);
  if ("refused" in header) return header;
  const isHeader = /^(?:\u00ef\u00bb\u00bf)?planid\tpartnb\t/u.test(
    header.bytes.toString("latin1", 0, 64),
  );
  return isHeader ? { bytes: joined(header.bytes, bytes), beside: [other] } : { bytes, beside: [] };
}

/** The file of this name, in any case. */
function besideOf(file: string, name: string): string | null {
  const wanted = name.toLowerCase();
  const found = readdirSync(dirname(file)).find((one) => one.toLowerCase() === wanted);
  return found === undefined ? null : join(dirname(file), found);
}

/** A byte order mark may stand at the beginning of a text only. */
function joined(first: Buffer, second: Buffer): Buffer {
  const marked = second.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  return Buffer.concat([first, Buffer.from("\r\n"), second.subarray(marked ? 3 : 0)]);
}
