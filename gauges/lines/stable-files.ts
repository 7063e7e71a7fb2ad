// Decides which files of a folder are complete: named as expected, not locked, unchanged for a while.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** More entries than this in one folder are not looked at before some are taken. */
const entriesMost = 10_000;
export type StableFile = {
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** How long it has not changed. */
  readonly stableForMs: number;
};

type Seen = Omit<StableFile, "stableForMs"> & { readonly sinceMs: number };

/** Remembers what it saw of the folder from one look to the next. */
export type FolderWatch = {
  /** Files that have not changed for `stableMs`, oldest first. Throws when the folder can't be read. */
  look(nowMs: number): Promise<StableFile[]>;
  /** Forgets a file, so that it must be stable anew. */
  forget(name: string): void;
};

export function createFolderWatch(folder: string, glob: string, stableMs: number): FolderWatch {
  const pattern = globPattern(glob);
  let seen = new Map<string, Seen>();
  return {
    async look(nowMs) {
      const names = await readdir(folder);
      const present = new Set(names);
      const found = new Map<string, Seen>();
      for (const name of names.filter((each) => pattern.test(each)).slice(0, entriesMost)) {
        if (locked(name, present)) continue;
        const now = await stat(join(folder, name)).catch(() => null);
        // Gone between listing and looking: a rename in progress.
        if (now === null || !now.isFile()) continue;
        const before = seen.get(name);
        const same = before?.size === now.size && before.mtimeMs === now.mtimeMs;
        const sinceMs = same ? before.sinceMs : nowMs;
        found.set(name, { name, size: now.size, mtimeMs: now.mtimeMs, sinceMs });
      }
      seen = found;
      const due = [...found.values()]
        .map(({ sinceMs, ...file }) => ({ ...file, stableForMs: nowMs - sinceMs }))
        .filter(({ stableForMs }) => stableForMs >= stableMs);
      return due.sort(
        (left, right) => left.mtimeMs - right.mtimeMs || (left.name < right.name ? -1 : 1),
      );
    },
    forget(name) {
      seen.delete(name);
    },
  };
}

/** A program that still writes leaves a lock beside its file. */
function locked(name: string, present: ReadonlySet<string>): boolean {
  return [".lck", ".lock", ".part", ".tmp"].some((suffix) => present.has(name + suffix));
}

/** `*` and `?` of a file name pattern, in any case; hidden files never match. */
function globPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/gu, String.raw`\$&`);
  const body = escaped.replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^(?!\\.)${body}$`, "isu");
}
