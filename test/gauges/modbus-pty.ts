// Two pseudo-terminals joined by socat: a serial cable for the Modbus tests.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathOf } from "../fakes/needs.ts";

export type Cable = {
  readonly near: string;
  readonly far: string;
  /** Pulls the cable: both ends hang up. */
  cut(): Promise<void>;
  /** Plugs it in again under the same names. */
  plug(): Promise<void>;
  remove(): Promise<void>;
};

export async function createCable(): Promise<Cable> {
  const folder = mkdtempSync(join(tmpdir(), "cable-"));
  const near = join(folder, "near");
  const far = join(folder, "far");
  let socat: ReturnType<typeof spawn> | null = null;

  const plug = async () => {
    const ends = [near, far].map((path) => `pty,raw,echo=0,link=${path}`);
    socat = spawn(pathOf("socat"), ends, { stdio: "ignore" });
    for (let tries = 0; !(existsSync(near) && existsSync(far)); tries++) {
      if (tries > 400) throw new Error("socat gave no pair of terminals within 4 s");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const cut = async () => {
    const running = socat;
    socat = null;
    if (running === null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await ended;
    for (const path of [near, far]) rmSync(path, { force: true });
  };
  await plug();
  return {
    near,
    far,
    cut,
    plug,
    async remove() {
      await cut();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
