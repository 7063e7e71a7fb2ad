// The bytes of a result file that may lie in several files: DFD describes what DFX holds.
import { readdirSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { readBounded } from "./file-bytes.ts";

type Bytes = { readonly bytes: Buffer; readonly beside: readonly string[] };

/**
 * The file's bytes; for one of a DFD and DFX pair the description followed by the values. `beside`
 * names the other file. A DFX without its DFD is refused: its numbers have no names.
 */
export function resultFileBytes(file: string): Bytes | { readonly refused: string } {
  const kind = extname(file).toLowerCase();
  const own = readBounded(file);
  if ("refused" in own || (kind !== ".dfx" && kind !== ".dfd")) {
    return "refused" in own ? own : { bytes: own.bytes, beside: [] };
  }
  const other = besideOf(file, kind === ".dfx" ? ".dfd" : ".dfx");
  if (other === null) {
    if (kind === ".dfd") return { bytes: own.bytes, beside: [] };
    const name = `${basename(file, extname(file))}.dfd`;
    return { refused: `values without their description: ${name} is not beside it` };
  }
  const partner = readBounded(other);
  if ("refused" in partner) return partner;
  const [description, values] =
    kind === ".dfd" ? [own.bytes, partner.bytes] : [partner.bytes, own.bytes];
  const joined = Buffer.concat([description, Buffer.from("\r\n"), withoutMark(values)]);
  return { bytes: joined, beside: [other] };
}

/** The file of the same name with another ending, in any case. */
function besideOf(file: string, ending: string): string | null {
  const wanted = `${basename(file, extname(file))}${ending}`.toLowerCase();
  const found = readdirSync(dirname(file)).find((name) => name.toLowerCase() === wanted);
  return found === undefined ? null : join(dirname(file), found);
}

/** A byte order mark may stand at the beginning of a text only. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0);
}
