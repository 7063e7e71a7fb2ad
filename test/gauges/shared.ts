// Where the real sample files lie; null on machines without them.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root =
  // biome-ignore lint/style/noProcessEnv: tests read where the samples lie
  process.env.PROOFLINE_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));

/** A folder of the samples, or null (told once) when this machine has none. */
export function shared(folder: string): string | null {
  const path = join(root, folder);
  if (existsSync(path)) return path;
  process.stderr.write(`skipped: no sample files at ${path}\n`);
  return null;
}
