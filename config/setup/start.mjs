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
endWithParent();
process.argv = [process.execPath, main, "demo", ...folder, ...given];
await import(pathToFileURL(main).href);

/**
 * npm runs this through a shell that dies of a signal without passing it on, which would leave the
 * station running with nobody to stop it. So it ends itself when its parent is gone.
 */
function endWithParent() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 200);
  watch.unref();
}
