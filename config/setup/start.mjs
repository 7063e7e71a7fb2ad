// `npm start`: installs and builds what lacks, then plays the demo in this process, so Ctrl-C reaches it.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.mjs";
import { install } from "./install.mjs";
import { fail, root } from "./run.mjs";

await install();
if ((await build()) !== 0) fail("Proofline was not started: it could not be built.");

const main = join(root, "dist", "edge", "main.js");
const given = process.argv.slice(2);
const folder = given.includes("--dir") ? [] : ["--dir", join(root, "var")];
process.argv = [process.execPath, main, "demo", ...folder, ...given];
await import(pathToFileURL(main).href);
