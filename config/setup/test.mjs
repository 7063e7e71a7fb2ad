// `npm test`: everything that must hold (style, types, tests) against real brokers, databases and browsers.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { install } from "./install.mjs";
import { fail, root, run, say, tool, whereIs } from "./run.mjs";

/** Programs that tests use as they are; where a program is missing its tests say so and are skipped. */
const outside = [
  { program: "socat", debian: "socat", tests: "gauges on a serial line" },
  { program: "mosquitto", debian: "mosquitto", tests: "the way to the plant", in: ["/usr/sbin"] },
  { program: "chromium", debian: "chromium", tests: "the screens in a browser" },
  { program: "initdb", debian: "postgresql", tests: "the collector", in: postgresFolders() },
];

function postgresFolders() {
  const versions = "/usr/lib/postgresql";
  if (!existsSync(versions)) return [];
  return readdirSync(versions).map((version) => join(versions, version, "bin"));
}

const isMissing = (part) => whereIs(part.program, part.in) === undefined;

/** Installs missing programs where that is ours to do (Debian, as root); elsewhere says what lacks. */
async function provideOutsidePrograms() {
  const missing = outside.filter(isMissing);
  if (missing.length === 0) return;
  const packages = missing.map((part) => part.debian);
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    say(`Installing ${packages.join(", ")} …`);
    const options = { quiet: true, env: { DEBIAN_FRONTEND: "noninteractive" } };
    await run("apt-get", ["update", "-qq"], options);
    const { code, output } = await run(
      "apt-get",
      ["install", "-y", "-qq", "--no-install-recommends", ...packages],
      options,
    );
    if (code !== 0) say(`apt-get could not install all of it:\n${output}`);
  }
  for (const part of outside.filter(isMissing))
    say(`${part.program} is missing (${part.debian}): tests of ${part.tests} are skipped.`);
}

const started = performance.now();
await install();
await provideOutsidePrograms();
if ((await build()) !== 0) fail("FAILED: the project does not build.");

const given = process.argv.slice(2);
const steps = {
  style: () => tool("@biomejs/biome", "biome", ["check", "."]),
  types: () => tool("typescript", "tsc", ["--noEmit"]),
  "types of the screens": () =>
    tool("typescript", "tsc", ["--noEmit", "-p", join(root, "edge", "web")]),
  tests: () => tool("vitest", "vitest", ["run", ...given]),
};
const failed = [];
for (const [name, step] of Object.entries(steps)) if ((await step()).code !== 0) failed.push(name);

const took = `${((performance.now() - started) / 1000).toFixed(0)} s`;
if (failed.length > 0) fail(`FAILED: ${failed.join(", ")} (${took}).`);
say(`PASSED: ${Object.keys(steps).join(", ")} (${took}).`);
