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

describe("the browser bundle", () => {
  it("imports nothing, holds everything in 90 kB zipped, and one chart in 5 kB", async () => {
    const whole = await bundled("whole", `export * from ${JSON.stringify(room)};`);
    const one = await bundled("one", `export { xbarRLimits } from ${JSON.stringify(room)};`);
    const said = ({ bytes, zipped }: typeof whole) => `${bytes} bytes, ${zipped} zipped`;
    process.stdout.write(`all of spc: ${said(whole)}; xbarRLimits alone: ${said(one)}\n`);
    expect(whole.text).not.toMatch(/\bimport\b|\brequire\(|node:/);
    expect(whole.zipped).toBeLessThan(90_000);
    expect(one.zipped).toBeLessThan(5000);
    expect(one.bytes).toBeLessThan(whole.bytes / 5);
  });
});
