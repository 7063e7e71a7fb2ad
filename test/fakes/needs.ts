// Decides whether tests that need a real program or the shared data can run here: skipped with the
// reason printed on a machine that lacks it, failed in CI, where nothing may be missing.
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

export type Need = "socat" | "mosquitto" | "chromium" | "postgresql" | "shared";

/** Folder of the reference data sets, which are not part of the project. */
export const sharedFolder =
  process.env.PROOFLINE_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));

/** The program's full path; empty where it is missing, and `needs` keeps its tests from running. */
export function pathOf(program: string): string {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", ...postgresFolders()];
  const folder = folders.find((place) => place !== "" && existsSync(join(place, program)));
  return folder === undefined ? "" : join(folder, program);
}

function postgresFolders(): string[] {
  const versions = "/usr/lib/postgresql";
  if (!existsSync(versions)) return [];
  return readdirSync(versions).map((version) => join(versions, version, "bin"));
}

const lacks: Record<Need, () => string | null> = {
  socat: () => programLacks("socat"),
  mosquitto: () => programLacks("mosquitto"),
  chromium: () => programLacks("chromium"),
  postgresql: () => programLacks("initdb"),
  shared: () => (existsSync(sharedFolder) ? null : `the reference data are not at ${sharedFolder}`),
};

function programLacks(program: string): string | null {
  return pathOf(program) === "" ? `${program} is not installed` : null;
}

/** `needs("socat")("title", () => { … })` is `describe` where everything named is there. */
export function needs(...all: readonly Need[]): (title: string, tests: () => void) => void {
  const reasons = all.map((need) => lacks[need]()).filter((reason) => reason !== null);
  if (reasons.length === 0) return (title, tests) => void describe(title, tests);
  const reason = reasons.join(", ");
  if (process.env.CI)
    return (title) =>
      void describe(title, () => {
        it("has what it needs", () => expect.fail(`In CI nothing may be missing, but ${reason}.`));
      });
  return (title, tests) => {
    process.stderr.write(`skipped: ${title}: ${reason}\n`);
    describe.skip(title, tests);
  };
}
