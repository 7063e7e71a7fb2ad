// Lists the project's own files for the tests of its tidiness.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export type ProjectFile = {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
};

const folders = ["spc", "gauges", "config", "sync", "edge", "test", ".ci"];

/** Every file below the rooms and the tests whose name ends so, and those at the top. */
export function projectFiles(ending: RegExp): ProjectFile[] {
  const below = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) =>
        join(folder, path).replaceAll("\\", "/"),
      ),
    );
  return [...below, ...readdirSync(root)]
    .filter((path) => ending.test(path) && path !== "package-lock.json")
    .filter((path) => statSync(join(root, path)).isFile())
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}
