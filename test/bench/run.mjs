// `npm run bench`: measures Proofline, the bare script and Node-RED by turns and prints the figures.
//   words: spc (the statistics alone) · quick (one short round) · path (Proofline alone, steady)
//   · profile=DIR (CPU profile of it) · json · gauges (32 serial gauges and 8 rigs at their fastest)
import { platform } from "node:os";
import { fail, say } from "../../config/setup/run.mjs";
import { highestText, median, steadyText } from "./figures.mjs";
import { load, machine } from "./machine.mjs";
import { measure } from "./measure.mjs";
import { compilePrograms, preparePeer } from "./peer.mjs";
import { floor, nodeRed, ours } from "./systems.mjs";

const words = process.argv.slice(2);
if (words[0] === "gauges")
  process.exit(await (await import("./gauges.mjs")).benchGauges(words, say));
if (words[0] === "spc") process.exit((await import("./spc.mjs")).benchSpc(say));
const unknown = words.filter((word) => !/^(quick|path|json|profile=.+)$/.test(word));
const quick = words.includes("quick");
const alone = words.includes("path");
const profile = words.find((word) => word.startsWith("profile="))?.slice("profile=".length);
const STEADY = { rate: 500, count: quick ? 2000 : 4000 };
const ROUNDS = quick || profile !== undefined ? 1 : 3;
const RAMP = [1000, 2000, 4000, 8000, 16_000];
const MOST_P99_MS = 250;

if (unknown.length > 0)
  fail(`Unknown: ${unknown.join(" ")}. Words: quick, path, profile=DIR, json.`);
if (platform() !== "linux")
  fail("Nothing was measured: this needs Linux (pseudo-terminals, /proc).");

/** No loss, pace kept, p99 in bounds. */
function sustained(result) {
  const { lost, rowsLost, perSecond, rate, p99 } = result;
  return lost === 0 && rowsLost === 0 && perSecond >= 0.985 * rate && p99 <= MOST_P99_MS;
}

/** Highest rate of the ramp that was kept; each step is tried twice before it counts as too much. */
async function climb(system, programs) {
  let best = null;
  for (const rate of RAMP) {
    let kept = false;
    for (let attempt = 0; attempt < 2 && !kept; attempt += 1) {
      const result = await measureAloud(system, programs, { rate, count: rate * 3 });
      kept = result !== null && sustained(result);
      if (kept) best = result;
    }
    if (!kept) break;
  }
  return best;
}

/** A measurement that fails is told and left out; the others go on. */
async function measureAloud(system, programs, load) {
  try {
    const result = await measure(system, programs, load);
    const { p50, p99, lost, rowsLost, otherLoad } = result;
    const times = `p50 ${p50?.toFixed(2)} p99 ${p99?.toFixed(2)} ms`;
    const losses = `lost ${lost}/${rowsLost}`;
    say(`${system.name} ${load.rate}/s: ${times}, ${losses}, others ${otherLoad.toFixed(2)} cores`);
    return result;
  } catch (error) {
    say(`${system.name} ${load.rate}/s: not measured: ${error.message}`);
    return null;
  }
}

function systemsToMeasure() {
  const list = [ours(profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`])];
  if (alone || profile !== undefined) return list;
  const peer = preparePeer(say);
  if (peer.missing === undefined) return [...list, floor(peer.folder), nodeRed(peer.folder)];
  say(`Node-RED and the bare script are left out: ${peer.missing}.`);
  return list;
}

const compiled = compilePrograms();
if (compiled.missing !== undefined) fail(`Nothing was measured: ${compiled.missing}`);
const systems = systemsToMeasure();
const before = load();
const steady = new Map(systems.map((system) => [system, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const system of systems) {
    const result = await measureAloud(system, compiled.programs, STEADY);
    if (result !== null) steady.get(system).push(result);
  }
}
const highest = [];
if (!quick && !alone && profile === undefined) {
  for (const system of systems) {
    highest.push({ system, best: await climb(system, compiled.programs) });
  }
}

const medians = systems
  .filter((system) => steady.get(system).length > 0)
  .map((system) => ({ system, ...median(steady.get(system)) }));
const about = `${machine()} (${before} before)`;
if (words.includes("json")) {
  const rounds = [...steady.values()].flat();
  const ramp = highest.map(({ best }) => best);
  process.stdout.write(`${JSON.stringify({ machine: about, rounds, ramp }, null, 2)}\n`);
} else {
  const parts = [steadyText(medians, STEADY, ROUNDS)];
  if (highest.length > 0) parts.push(highestText(highest, MOST_P99_MS));
  process.stdout.write(`${[about, ...parts].join("\n\n")}\n`);
}
if (steady.get(systems[0]).length === 0) fail("Proofline itself could not be measured.");
