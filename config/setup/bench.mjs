// `npm run bench`: installs and builds what lacks, then measures the compiled station.
import { join } from "node:path";
import { build } from "./build.mjs";
import { install } from "./install.mjs";
import { fail, root, run } from "./run.mjs";

await install();
if ((await build()) !== 0) fail("Nothing was measured: Proofline could not be built.");
const entry = join(root, "test", "bench", "run.mjs");
const { code } = await run(process.execPath, [entry, ...process.argv.slice(2)]);
process.exitCode = code;
