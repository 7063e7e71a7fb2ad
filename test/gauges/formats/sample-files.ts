// The sample files of measuring machines and their counts, which are not part of the project.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedFolder } from "../../fakes/needs.ts";

const folder = join(sharedFolder, "reference/gauges");

export type Counts = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** Names below one folder of the samples with what was counted in them. */
export function countedSamples(prefix: string): [string, Counts][] {
  const file = join(folder, "EXPECTED-COUNTS.json");
  if (!existsSync(file)) return [];
  const all: Record<string, Counts> = JSON.parse(readFileSync(file, "utf8"));
  return Object.entries(all).filter(([name]) => name.startsWith(prefix));
}

export function sampleBytes(name: string): Buffer {
  return readFileSync(join(folder, name));
}
