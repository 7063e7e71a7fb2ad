// A line beside the database that names its newest record: the only way to see that commits have vanished.
import { closeSync, constants, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

export type Witnessed = { readonly epoch: string; readonly seq: number; readonly hash: string };

const line = /^([0-9a-f-]{36}) (\d{16}) ([0-9a-f]{64})\n/;

function witnessFile(dir: string): string {
  return join(dir, "journal.head");
}

/** The newest record ever acknowledged in the directory, as far as the line is readable. */
export function readWitness(dir: string): Witnessed | null {
  let text: string;
  try {
    text = readFileSync(witnessFile(dir), "latin1");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  const [, epoch, seq, hash] = line.exec(text) ?? [];
  if (epoch === undefined || seq === undefined || hash === undefined) return null;
  return { epoch, seq: Number(seq), hash };
}

/**
 * Keeps the line. SQLite takes a damaged end of its write-ahead log for the end of the log, and an older
 * copy of the file for the file; this line, written after each commit and always in the same 119 bytes,
 * does not agree then. It is not synced: it may lag behind the database, never run ahead of it.
 */
export function openWitness(dir: string) {
  const file = openSync(witnessFile(dir), constants.O_RDWR | constants.O_CREAT, 0o644);
  return {
    write: (head: Witnessed): void => {
      const seq = String(head.seq).padStart(16, "0");
      writeSync(file, `${head.epoch} ${seq} ${head.hash}\n`, 0, "latin1");
    },
    close: (): void => closeSync(file),
  };
}
export type Witness = ReturnType<typeof openWitness>;
