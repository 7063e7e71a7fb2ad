// Remembers the contents already taken from a hot folder, across restarts, so that a copy is noticed.
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const remembered = 10_000;

/** Owns the file `.seen` in the folder of taken files: one content hash per line. */
export type FileLedger = {
  load(): Promise<void>;
  has(hash: string): boolean;
  add(hash: string): Promise<void>;
};

export function createFileLedger(folder: string): FileLedger {
  const path = join(folder, ".seen");
  let hashes = new Set<string>();
  return {
    async load() {
      await mkdir(folder, { recursive: true });
      const text = await readFile(path, "utf8").catch((error: unknown) => {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
        throw error;
      });
      const lines = text.split("\n").filter((line) => line !== "");
      hashes = new Set(lines.slice(-remembered));
      if (lines.length > 2 * remembered) await writeFile(path, `${[...hashes].join("\n")}\n`);
    },
    has: (hash) => hashes.has(hash),
    async add(hash) {
      if (hashes.has(hash)) return;
      await appendFile(path, `${hash}\n`);
      hashes.add(hash);
      const oldest = hashes.size > remembered ? hashes.values().next().value : undefined;
      if (oldest !== undefined) hashes.delete(oldest);
    },
  };
}
