// Compiles the station once before the tests: worker threads are started from dist/, as when installed.
import { build } from "./build.mjs";

/** A type error does not stop the tests here; `npm test` reports it as a failure of its own. */
export async function setup() {
  await build({ screens: false, quiet: true });
}
