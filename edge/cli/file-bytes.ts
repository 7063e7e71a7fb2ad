// Reads a file named on the command line: bounded, and every reason why not said in words.
import { readFileSync, statSync } from "node:fs";

/** Largest file a command reads. */
export const MOST_BYTES = 67_108_864;

/** The file's bytes, or why there are none; the file itself is never touched. */
export function readBounded(
  file: string,
  mostBytes = MOST_BYTES,
): { readonly bytes: Buffer } | { readonly refused: string } {
  try {
    const found = statSync(file);
    if (!found.isFile()) return { refused: `${file} is not a file` };
    if (found.size > mostBytes) {
      return { refused: `${file} has ${found.size} bytes; at most ${mostBytes} are read` };
    }
    return { bytes: readFileSync(file) };
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return { refused: `${file} cannot be read: ${error.message}` };
  }
}
