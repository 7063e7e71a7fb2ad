// 32 serial gauges and 8 Modbus rigs on one station at their fastest, beside a bare read loop: how long
// a reading takes to the event stream, what it costs, whether one is lost.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "../../config/setup/run.mjs";
import { load, machine, megabytes } from "./machine.mjs";
import {
  drain,
  freePorts,
  listen,
  otherLoad,
  spent,
  start,
  told,
  WARM,
  WARM_RATE,
} from "./measure.mjs";
import { compilePrograms } from "./peer.mjs";
import { gaugesToml, overHttp, plan, startRun } from "./systems.mjs";

const SERIAL = 32;
/** Frames of 14 characters of 10 bits at 9600 bits a second. */
const FRAMES_PER_SECOND = 9600 / 140;
/** The shortest interval the configuration allows. */
const POLL_MS = 20;
const SECONDS = 8;

/** The station from its compiled files: every reading is bound, judged, chained and on the disk before it is told. */
const station = {
  name: "Proofline",
  program({ folder, ttys, rigs, units }) {
    writeFileSync(join(folder, "plan.toml"), plan);
    const config = join(folder, "station.toml");
    writeFileSync(config, gaugesToml({ ttys, rigs, pollMs: POLL_MS, units }));
    const main = join(root, "dist", "edge", "main.js");
    const args = [main, "start", "--config", config, "--dir", join(folder, "var")];
    return { args, up: /runs on (\S+)[\s\S]*READY/ };
  },
  async ready(_, [, url]) {
    await startRun(url);
    return overHttp(new URL(url).port, "/api/stream", '"value":"', "after-point");
  },
};

/** A loop that reads and tells, and does nothing else. */
const bare = {
  name: "bare loop",
  program({ port, ttys, rigs }) {
    const script = join(import.meta.dirname, "bare-loop.mjs");
    return { args: [script, String(port), ttys.join(","), rigs, String(POLL_MS)], up: /READY/ };
  },
  ready: async ({ port }) => overHttp(port, "/", '"value":"', "after-point"),
};

async function measure(system, programs, count) {
  const folder = mkdtempSync(join(tmpdir(), "proofline-gauges-"));
  const ttys = Array.from({ length: SERIAL }, (_, index) => join(folder, `gauge-${index}`));
  const total = WARM + count;
  const parts = [];
  const run = (...all) => {
    const part = start(...all);
    parts.unshift(part);
    return part;
  };
  try {
    const rigs = run(process.execPath, [join(import.meta.dirname, "rigs.mjs")]);
    const [, rigPorts] = await rigs.says(/ports (\S+)/);
    const sent = join(folder, "sent.log");
    const rate = SERIAL * FRAMES_PER_SECOND;
    const pace = [WARM, WARM_RATE, count, rate].map(String);
    const gauges = run(programs.gauge, [ttys.join(","), "mitutoyo", sent, ...pace]);
    await gauges.says(/ready/);
    const [port] = await freePorts(1);
    const place = { folder, ttys, rigs: rigPorts, port, units: total };
    const { args, up } = system.program(place);
    const process_ = run(process.execPath, args);
    const channel = await system.ready(place, await process_.says(up));
    const events = listen(programs, channel, join(folder, "event.log"), total);
    parts.unshift(events);
    await events.says(/listening/);
    await pause(1000);
    gauges.stdin.write("go\n");
    await gauges.says(/measure/);
    const mine = [process.pid, gauges.pid, rigs.pid, events.pid];
    rigs.stdin.write("\n");
    const [, polledBefore] = await rigs.says(/served1 (\d+)/);
    const before = spent(process_.pid, mine);
    const [, seconds] = await gauges.says(/written (\S+)/);
    const after = spent(process_.pid, mine);
    rigs.stdin.write("\n");
    const [, polledAfter] = await rigs.says(/served2 (\d+)/);
    await drain([events], total);
    const memory = megabytes(process_.pid);
    const took = (after.at - before.at) / 1000;
    const sentAt = new BigInt64Array(new Uint8Array(readFileSync(sent)).buffer);
    return {
      system: system.name,
      written: count / Number(seconds),
      ...told(sentAt, events.read(), total),
      polls: (polledAfter - polledBefore) / took,
      cores: (after.station - before.station) / took,
      memory,
      otherLoad: otherLoad(before, after),
    };
  } finally {
    for (const part of parts) part.kill("SIGKILL");
    await Promise.all(parts.map((part) => part.ended));
    rmSync(folder, { recursive: true, force: true });
  }
}

const columns = [
  ["", "system"],
  ["frames/s", "written", 0],
  ["told/s", "perSecond", 0],
  ["p50 ms", "p50", 2],
  ["p99 ms", "p99", 2],
  ["max ms", "max", 1],
  ["lost", "lost", 0],
  ["polls/s", "polls", 0],
  ["cores", "cores", 2],
  ["RSS MB", "memory", 0],
  ["others' cores", "otherLoad", 2],
];

function table(results) {
  const cell = (result, [, key, digits]) =>
    digits === undefined ? result[key] : (result[key] ?? Number.NaN).toFixed(digits);
  const rows = [
    columns.map(([title]) => title),
    ...results.map((one) => columns.map((column) => cell(one, column))),
  ];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  return rows.map((row) => row.map((text, at) => text.padStart(widths[at])).join("  ")).join("\n");
}

/** Words: `quick` (two seconds), `json`. Gives the exit code. */
export async function benchGauges(words, say) {
  const compiled = compilePrograms();
  if (compiled.missing !== undefined) {
    say(`Nothing was measured: ${compiled.missing}`);
    return 1;
  }
  const seconds = words.includes("quick") ? 2 : SECONDS;
  const count = Math.round(seconds * SERIAL * FRAMES_PER_SECOND);
  const before = load();
  const results = [];
  for (const system of [bare, station]) {
    say(`${system.name}: ${SERIAL} serial gauges, 8 rigs, ${seconds} s …`);
    results.push(await measure(system, compiled.programs, count));
  }
  const about = `${machine()} (${before} before)`;
  if (words.includes("json")) say(JSON.stringify({ machine: about, results }, null, 2));
  else say(`${about}\n\n${table(results)}`);
  return 0;
}
