// The collector as a process of its own, so that a test can kill it: settings in, events out.
import { writeSync } from "node:fs";
import { startCollector } from "../../dist/sync/collector/index.js";

const [, , settings, fate] = process.argv;

function onEvent(event) {
  writeSync(1, `${JSON.stringify(event)}\n`);
  const dies = fate === "dies-after-commit" && event.type === "committed" && event.inserted > 0;
  // Nothing else of this process runs between the commit and here: no PUBACK, no answer has left.
  if (dies) process.kill(process.pid, "SIGKILL");
}

const collector = await startCollector({
  settings: JSON.parse(settings ?? "{}"),
  clock: { monotonicMs: () => performance.now() },
  random: () => 0,
  onEvent,
});
await collector.ready;
writeSync(1, `${JSON.stringify({ type: "ready" })}\n`);
