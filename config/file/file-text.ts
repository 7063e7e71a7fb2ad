// Reads the text of a configuration file: bounded, UTF-8 to the last byte, and in words where it cannot be had.
import { readFileSync, statSync } from "node:fs";

/** Nobody writes a configuration this long; whatever is longer is another file. */
const MOST_BYTES = 4_194_304;

export type FileText =
  | { readonly text: string }
  | { readonly line: number; readonly what: string; readonly remedy: string };

/** The text without the byte order mark that some editors put first, or why there is none. */
export function readFileText(file: string): FileText {
  try {
    const found = statSync(file);
    if (found.isDirectory())
      return refused("is a folder, but must be a file", "Name the file in it.");
    if (!found.isFile()) return refused("is no plain file", "Name a file that can be read again.");
    if (found.size > MOST_BYTES) {
      const what = `has ${found.size} bytes; at most ${MOST_BYTES} are read`;
      return refused(what, "Check that this is the file you meant.");
    }
    return textOf(readFileSync(file));
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return unreadable(String(error.code), error.message);
  }
}

function unreadable(code: string, message: string): FileText {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return refused("is not there", "Check the path, or write the file.");
    case "EACCES":
    case "EPERM":
      return refused(
        "may not be read by this user",
        "Give the station's user the right to read it.",
      );
    default:
      return refused(`cannot be read: ${message}`, "Check the disk and the path.");
  }
}

function refused(what: string, remedy: string, line = 1): FileText {
  return { line, what: `the file ${what}`, remedy };
}

function textOf(bytes: Uint8Array): FileText {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return refused("is UTF-16", "Save it as UTF-8.");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    const what = "is not UTF-8 on this line";
    return refused(what, "Save it as UTF-8 (it may be GBK or Latin-1 now).", lineOfFault(bytes));
  }
}

const LINE_END = 0x0a;

/** No byte of a longer character is a line end, so each line can be tried alone. */
function lineOfFault(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(LINE_END, from);
    const until = end < 0 ? bytes.length : end;
    try {
      decoder.decode(bytes.subarray(from, until));
    } catch {
      return line;
    }
    from = until + 1;
  }
  return line;
}
