// Two joined pseudo-terminals by socat: a serial cable between a gauge and the station. Killing socat pulls it out.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathOf } from "./needs.ts";

export type PtyPair = {
  /** The station's end: a path that is there only while the cable is in. */
  readonly station: string;
  /** The gauge's end. */
  readonly gauge: string;
  /** Puts the cable in (again); resolves when both ends are there. */
  plugIn(): Promise<void>;
  /** Pulls the cable out without a goodbye; resolves when it is out. */
  pullOut(): Promise<void>;
  /** Ends it for good and removes the paths. */
  remove(): Promise<void>;
};

const appearMs = 20_000;

/** Starts a pair with the cable in. Needs socat: guard the tests with `needs("socat")`. */
export async function createPtyPair(): Promise<PtyPair> {
  const folder = mkdtempSync(join(tmpdir(), "pty-pair-"));
  const station = join(folder, "station");
  const gauge = join(folder, "gauge");
  let cable: ChildProcess | null = null;

  async function plugIn(): Promise<void> {
    if (cable !== null) return;
    const end = (link: string) => `pty,raw,echo=0,link=${link}`;
    cable = spawn(pathOf("socat"), [end(station), end(gauge)], { stdio: "ignore" });
    for (let waitedMs = 0; waitedMs < appearMs; waitedMs += 10) {
      if (existsSync(station) && existsSync(gauge)) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error("socat made no pseudo-terminals");
  }

  async function pullOut(): Promise<void> {
    const running = cable;
    cable = null;
    if (running === null) return;
    const gone = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await gone;
    // A killed socat leaves its links behind; a real port's name goes with the port.
    rmSync(station, { force: true });
    rmSync(gauge, { force: true });
  }

  await plugIn();
  return {
    station,
    gauge,
    plugIn,
    pullOut,
    async remove() {
      await pullOut();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
