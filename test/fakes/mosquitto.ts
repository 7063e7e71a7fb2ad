// A real mosquitto on a free loopback port, to be stopped, killed and started again.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathOf } from "./needs.ts";

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export type Mosquitto = {
  readonly port: number;
  readonly url: string;
  readonly log: () => string;
  start(): Promise<void>;
  /** SIGTERM: sessions and queues are saved. */
  stop(): Promise<void>;
  /** SIGKILL: everything since the last save is lost. */
  kill(): Promise<void>;
  /** Stops it and removes its directory. */
  remove(): Promise<void>;
};

/**
 * A loopback port that nobody listens on. It lies below those the system gives to whoever asks for
 * any: else a connection or another test could have it before, or between, the uses of its program.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    if (await canListen(port)) return port;
  }
  throw new Error("no free port");
}

function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

export async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once("exit", resolve));
}

/**
 * Starts a broker with persistence on.
 * @param extra further lines of its configuration
 */
export async function startMosquitto(extra: readonly string[] = []): Promise<Mosquitto> {
  const program = pathOf("mosquitto");
  if (program === "") throw new Error("mosquitto is not installed");
  const directory = mkdtempSync(join(tmpdir(), "mosquitto-"));
  const port = await freePort();
  const file = join(directory, "mosquitto.conf");
  const lines = [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "persistence true",
    `persistence_location ${directory}/`,
    "user root",
    ...extra,
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  let child: ChildProcess | null = null;
  let log = "";

  async function start(): Promise<void> {
    const made = spawn(program, ["-c", file], { stdio: ["ignore", "pipe", "pipe"] });
    child = made;
    running.add(made);
    made.once("exit", () => running.delete(made));
    made.stderr.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-20_000);
    });
    const end = performance.now() + 20_000;
    while (performance.now() < end) {
      if (made.exitCode !== null) throw new Error(`mosquitto ended: ${log}`);
      if (await answers(port)) return;
      await pause(25);
    }
    throw new Error(`mosquitto does not answer: ${log}`);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const broker = child;
    child = null;
    if (broker === null) return;
    broker.kill(signal);
    await ended(broker);
  }

  await start();
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    log: () => log,
    start,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    async remove() {
      await end("SIGKILL");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
