// One measurement: a fresh broker, system, gauge and listeners; what was told when, kept and spent.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { busySeconds, cpuSeconds, megabytes } from "./machine.mjs";

/** Readings before the measured ones: what is hot has been compiled by then. */
export const WARM = 6000;
export const WARM_RATE = 500;
const UP_MS = 60_000;
/** Nothing new for so long after the last frame: what has not come is lost. */
const IDLE_MS = 3_000;
const DRAIN_MS = 20_000;

const running = new Set();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts a program whose output is kept; `says` resolves with the match once a pattern was written. */
export function start(command, args, env = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  const heard = new Set();
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(`ended with ${signal ?? code}`));
  }).then((how) => {
    running.delete(child);
    for (const listener of heard) listener(how);
    return how;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output = (output + chunk).slice(-100_000);
      for (const listener of heard) listener(null);
    });
  }
  child.stdin.on("error", () => undefined);
  const says = (pattern) =>
    new Promise((resolve, reject) => {
      const fail = (how) => reject(new Error(`${command} ${how}: ${output.slice(-800)}`));
      const timer = setTimeout(() => fail("said nothing in time"), UP_MS);
      const look = (how) => {
        const found = pattern.exec(output);
        if (found === null && how === null) return;
        clearTimeout(timer);
        heard.delete(look);
        if (found === null) fail(how);
        else resolve(found);
      };
      heard.add(look);
      look(null);
    });
  return { pid: child.pid, stdin: child.stdin, says, ended, kill: (how) => child.kill(how) };
}

/** Several ports that nobody listens on at the moment, all different. */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers) {
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  }
  const ports = servers.map((server) => server.address().port);
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}

async function startBroker(folder, port) {
  const lines = [`listener ${port} 127.0.0.1`, "allow_anonymous true", "set_tcp_nodelay true"];
  lines.push("max_queued_messages 0", "max_inflight_messages 0");
  if (process.getuid() === 0) lines.push("user root");
  writeFileSync(join(folder, "broker.conf"), `${lines.join("\n")}\n`);
  const broker = start("mosquitto", ["-c", join(folder, "broker.conf")]);
  await broker.says(/running/);
  return broker;
}

export function listen(programs, channel, log, total) {
  if (channel === null) return null;
  const { port, greeting, pattern, number } = channel;
  const args = [String(port), greeting.toString("hex"), pattern, number, log, String(total)];
  const listener = start(programs.listener, args);
  const read = () => new BigInt64Array(new Uint8Array(readFileSync(log)).buffer);
  return { ...listener, read };
}

/** Waits until every listener has all, or nothing new has come for a while. */
export async function drain(listeners, total) {
  const begun = performance.now();
  let at = begun;
  let last = -1;
  for (;;) {
    const counts = listeners.map((one) => Number(one.read()[0]));
    const sum = counts.reduce((all, count) => all + count, 0);
    const now = performance.now();
    if (sum !== last) at = now;
    last = sum;
    if (counts.every((count) => count >= total)) return;
    if (now - at > IDLE_MS || now - begun > DRAIN_MS) return;
    await pause(50);
  }
}

/**
 * Measures a system at `rate` readings per second over `count` readings, after a warm-up.
 * @returns times in ms, CPU in s per 10,000 readings, memory in MB, counts of readings
 */
export async function measure(system, programs, { rate, count }) {
  const folder = mkdtempSync(join(tmpdir(), "proofline-bench-"));
  const total = WARM + count;
  const [brokerPort, freePort] = await freePorts(2);
  const place = { folder, tty: join(folder, "gauge"), brokerPort, freePort, units: total };
  const parts = [];
  try {
    const broker = await startBroker(folder, brokerPort);
    const sent = join(folder, "sent.log");
    const pace = [WARM, WARM_RATE, count, rate].map(String);
    const gauge = start(programs.gauge, [place.tty, system.format, sent, ...pace]);
    parts.push(gauge, broker);
    await gauge.says(/ready/);
    const { command, args, env, up } = system.program(place);
    const station = start(command, args, env);
    parts.unshift(station);
    const channels = await system.ready(place, await station.says(up));
    const event = listen(programs, channels.event, join(folder, "event.log"), total);
    const message = listen(programs, channels.message, join(folder, "message.log"), total);
    const listeners = [event, message].filter((one) => one !== null);
    parts.push(...listeners);
    for (const listener of listeners) await listener.says(/listening/);
    await pause(1000);
    gauge.stdin.write("go\n");
    await gauge.says(/measure/);
    const mine = [process.pid, gauge.pid, broker.pid, ...listeners.map((one) => one.pid)];
    const before = spent(station.pid, mine);
    const [, seconds, worst] = await gauge.says(/written (\S+) (\S+)/);
    await drain(listeners, total);
    const after = spent(station.pid, mine);
    const memory = megabytes(station.pid);
    station.kill("SIGTERM");
    await Promise.race([station.ended, pause(8000)]);
    const sentAt = new BigInt64Array(new Uint8Array(readFileSync(sent)).buffer);
    return {
      system: system.name,
      rate,
      count,
      gaugeSeconds: Number(seconds),
      gaugeWorstMs: Number(worst),
      ...told(sentAt, event.read(), total),
      message: message === null ? null : told(sentAt, message.read(), total),
      rowsLost: lostRows(system.kept(place), total),
      cpu: ((after.station - before.station) / count) * 10_000,
      memory,
      otherLoad: otherLoad(before, after),
    };
  } finally {
    for (const part of parts) part.kill("SIGKILL");
    await Promise.all(parts.map((part) => part.ended));
    rmSync(folder, { recursive: true, force: true });
  }
}

export function spent(station, others) {
  const own = others.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  return { at: performance.now(), station: cpuSeconds(station), own, busy: busySeconds() };
}

/** Cores that others kept busy meanwhile. */
export function otherLoad(before, after) {
  const ours = after.station - before.station + after.own - before.own;
  return Math.max(0, (after.busy - before.busy - ours) / ((after.at - before.at) / 1000));
}

function lostRows(kept, total) {
  const numbers = new Set(kept.filter((number) => number >= 1 && number <= total));
  return total - numbers.size;
}

export function told(sentAt, heard, total) {
  const delays = [];
  let last = 0n;
  for (let number = WARM + 1; number <= total; number += 1) {
    const at = heard[8 + number];
    if (at === 0n) continue;
    delays.push(Number(at - sentAt[number]) / 1e6);
    if (at > last) last = at;
  }
  delays.sort((a, b) => a - b);
  const share = (part) => delays[Math.min(delays.length - 1, Math.floor(delays.length * part))];
  const seconds = Number(last - sentAt[WARM + 1]) / 1e9;
  return {
    p50: share(0.5) ?? null,
    p99: share(0.99) ?? null,
    max: delays.at(-1) ?? null,
    perSecond: delays.length / seconds,
    lost: total - Number(heard[0]),
    repeated: Number(heard[1]),
    outOfOrder: Number(heard[3]),
  };
}
