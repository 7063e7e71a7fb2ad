// The container: a ZIP in exactly one form, so that no byte of it is free to change.
import { zipSync } from "fflate";
import { ALL_ENTRIES, BUNDLE_BYTES_MAX, type EntryName } from "./bundle-format.ts";

export type Entries = Readonly<Record<EntryName, Uint8Array>>;
export type Unpacked =
  | { readonly entries: Entries; readonly at: null }
  /** Where the bytes leave the canonical form; the entries as far as they could be cut out. */
  | { readonly entries: Entries | null; readonly at: string };

/** Local header of a ZIP entry: fixed part, and where sizes stand in it (APPNOTE.TXT 4.3.7). */
const HEADER = { size: 30, compressedSize: 18, nameLength: 26, extraLength: 28 };

/** Packs the entries stored, dated 1980-01-01, in their fixed order. */
export function pack(entries: Entries): Uint8Array {
  const ordered = Object.fromEntries(ALL_ENTRIES.map((name) => [name, entries[name]]));
  // fflate writes the local clock fields of the date, so this is the same bytes in every zone.
  return zipSync(ordered, { level: 0, mtime: new Date(1980, 0, 1) });
}

/** Cuts a container into its entries and packs them again: any byte that differs is named. */
export function unpack(bytes: Uint8Array): Unpacked {
  if (bytes.length > BUNDLE_BYTES_MAX) {
    return { entries: null, at: `container, byte ${BUNDLE_BYTES_MAX}` };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Partial<Record<EntryName, Uint8Array>> = {};
  const starts: { name: string; header: number; content: number; end: number }[] = [];
  let at = 0;
  for (const name of ALL_ENTRIES) {
    if (at + HEADER.size > bytes.length) return { entries: null, at: `container, byte ${at}` };
    const nameLength = view.getUint16(at + HEADER.nameLength, true);
    const extraLength = view.getUint16(at + HEADER.extraLength, true);
    const content = at + HEADER.size + nameLength + extraLength;
    const end = content + view.getUint32(at + HEADER.compressedSize, true);
    if (end > bytes.length) {
      return { entries: null, at: `container, byte ${at} (header of ${name})` };
    }
    found[name] = bytes.subarray(content, end);
    starts.push({ name, header: at, content, end });
    at = end;
  }
  const entries = found as Entries;
  const canonical = pack(entries);
  const differs = firstDifference(bytes, canonical);
  if (differs === null) return { entries, at: null };
  const inside = starts.find(({ header, end }) => differs >= header && differs < end);
  return {
    entries,
    at: `container, byte ${differs} (${inside === undefined ? "directory" : `header of ${inside.name}`})`,
  };
}

function firstDifference(a: Uint8Array, b: Uint8Array): number | null {
  if (Buffer.compare(a, b) === 0) return null;
  const shared = Math.min(a.length, b.length);
  for (let k = 0; k < shared; k++) if (a[k] !== b[k]) return k;
  return shared;
}
