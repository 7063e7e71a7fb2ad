// The statistics in a browser: no `node:` module, and only what is used, in a bundle of known size.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, describe, expect, it } from "vitest";

const dir = mkdtempSync(join(tmpdir(), "proofline-bundle-"));
afterAll(() => rmSync(dir, { recursive: true }));
const room = fileURLToPath(new URL("../../spc/index.ts", import.meta.url));
const readme = readFileSync(new URL("../../spc/README.md", import.meta.url), "utf8");

async function bundled(name: string, source: string) {
  const entry = join(dir, `${name}.ts`);
  writeFileSync(entry, source);
  await build({
    configFile: false,
    logLevel: "silent",
    root: dir,
    build: {
      outDir: join(dir, name),
      lib: { entry, formats: ["es"], fileName: () => "out.js" },
      minify: "oxc",
      rolldownOptions: { external: [/^node:/] },
    },
  });
  const text = readFileSync(join(dir, name, "out.js"), "utf8");
  return { text, bytes: Buffer.byteLength(text), zipped: gzipSync(text).length };
}

/** Functions by themselves, and the most they may weigh zipped, in bytes. */
const ALONE = [
  ["xbarRLimits", 6000],
  ["ruleSignals", 4000],
  ["controlChart", 20_000],
  ["createLiveChart", 22_000],
  ["capability", 11_000],
  ["falseCalls", 7000],
] as const;

/** The figures of a line of the README that begins with these words. */
function said(words: string): number[] {
  const text = readme.replaceAll(/\s+/g, " ");
  const from = text.indexOf(words);
  return [...text.slice(Math.max(0, from), from + 120).matchAll(/(\d+) kB/g)].map(([, kB]) =>
    Number(kB),
  );
}

describe("the browser bundle", () => {
  it("imports nothing, and weighs what the README says, within a tenth", async () => {
    const { text, bytes, zipped } = await bundled(
      "whole",
      `export * from ${JSON.stringify(room)};`,
    );
    process.stdout.write(`all of spc: ${bytes} bytes, ${zipped} zipped\n`);
    expect(text).not.toMatch(/\bimport\b|\brequire\(|node:/);
    const [plain = 0, small = 0] = said("The whole room in a browser is");
    expect(Math.abs(bytes / 1000 / plain - 1)).toBeLessThan(0.1);
    expect(Math.abs(zipped / 1000 / small - 1)).toBeLessThan(0.1);
  });

  it.each(ALONE)("gives %s alone in %i bytes zipped", async (name, most) => {
    const { bytes, zipped } = await bundled(
      name,
      `export { ${name} } from ${JSON.stringify(room)};`,
    );
    process.stdout.write(`${name} alone: ${bytes} bytes, ${zipped} zipped\n`);
    expect(zipped).toBeLessThan(most);
  });
});
