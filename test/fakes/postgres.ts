// A real PostgreSQL in a directory of its own, on a unix socket and a free loopback port.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "./mosquitto.ts";
import { pathOf } from "./needs.ts";

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export type Postgres = {
  /** Directory of the unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly log: () => string;
  start(): Promise<void>;
  /** Clients are cut off, the files are left in order. */
  stop(): Promise<void>;
  /** SIGKILL for all its processes, as when the machine dies. */
  kill(): Promise<void>;
  /** A further empty database. */
  createDatabase(name: string): void;
  remove(): Promise<void>;
};

/** PostgreSQL refuses to run as root: it is then run as the user postgres. */
function asUser(command: string, args: readonly string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [command, [...args]];
  const ids = ["--reuid=postgres", "--regid=postgres", "--clear-groups"];
  return ["setpriv", [...ids, command, ...args]];
}

function runAs(command: string, args: readonly string[]): void {
  const [program, list] = asUser(command, args);
  const done = spawnSync(program, list, { encoding: "utf8", cwd: tmpdir() });
  if (done.status !== 0) throw new Error(`${command}: ${done.stderr}${done.error ?? ""}`);
}

/** initdb takes about two seconds; share one server among the tests of a file. */
export async function startPostgres(): Promise<Postgres> {
  const initdb = pathOf("initdb");
  if (initdb === "") throw new Error("PostgreSQL is not installed");
  const directory = mkdtempSync(join(tmpdir(), "postgres-"));
  if (process.getuid?.() === 0) spawnSync("chown", ["postgres:postgres", directory]);
  chmodSync(directory, 0o755);
  const cluster = join(directory, "cluster");
  const port = await freePort();
  const user = "proofline";
  runAs(initdb, ["-D", cluster, "-U", user, "-A", "trust", "-E", "UTF8", "--no-sync"]);
  let child: ChildProcess | null = null;
  let log = "";

  async function start(): Promise<void> {
    const options = [
      ["-c", `port=${port}`],
      ["-c", `unix_socket_directories=${directory}`],
      ["-c", "listen_addresses=127.0.0.1"],
      ["-c", "shared_buffers=32MB"],
    ].flat();
    const [program, list] = asUser(pathOf("postgres"), ["-D", cluster, ...options]);
    const made = spawn(program, list, { stdio: ["ignore", "pipe", "pipe"], cwd: tmpdir() });
    child = made;
    running.add(made);
    made.once("exit", () => running.delete(made));
    made.stderr.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-20_000);
    });
    for (let i = 0; i < 400; i += 1) {
      if (made.exitCode !== null) throw new Error(`postgres ended: ${log}`);
      const list = ["-q", "-h", directory, "-p", String(port), "-U", user, "-d", "postgres"];
      if (spawnSync(pathOf("pg_isready"), list).status === 0) return;
      await pause(50);
    }
    throw new Error(`postgres does not answer: ${log}`);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const server = child;
    child = null;
    if (server?.pid === undefined) return;
    const others = signal === "SIGKILL" ? killBackends(server.pid) : [];
    server.kill(signal);
    if (server.exitCode === null && server.signalCode === null) {
      await new Promise((resolve) => server.once("exit", resolve));
    }
    while (others.some((one) => tell(one, 0))) await pause(10);
  }

  await start();
  return {
    host: directory,
    port,
    user,
    database: "postgres",
    log: () => log,
    start,
    stop: () => end("SIGINT"),
    kill: () => end("SIGKILL"),
    createDatabase: (name) =>
      runAs(pathOf("createdb"), ["-h", directory, "-p", String(port), "-U", user, name]),
    async remove() {
      await end("SIGINT");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Holds a server still, kills the processes below it, and gives their numbers. */
function killBackends(pid: number): number[] {
  process.kill(pid, "SIGSTOP");
  const found = spawnSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" });
  const pids = found.stdout
    .split("\n")
    .map(Number)
    .filter((number) => number > 0);
  return pids.filter((one) => tell(one, "SIGKILL"));
}

/** False when the process is gone already. */
function tell(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
