// A folder into which a measuring machine drops result files: each is read once, kept for good, then moved aside.
import { createHash } from "node:crypto";
import { access, mkdir, open, rename, writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { decodeFile } from "../decode/decode-file.ts";
import type { GaugeLine, GaugeSettings, LineClock, LineSink } from "../line.ts";
import type { FileModel } from "../model/gauge-model.ts";
import type { FrameFault } from "../reading.ts";
import { createFileLedger, type FileLedger } from "./file-ledger.ts";
import { fileReading } from "./file-reading.ts";
import { pieceBytes } from "./framer.ts";
import { type LineIdentity, rejectedFrame } from "./rejecting.ts";
import { createFolderWatch, type FolderWatch, type StableFile } from "./stable-files.ts";
import { words } from "./system-words.ts";

const lookMostMs = 500;
/**
 * A file that can't be read, or whose last line has no end, may still be being written: it is given
 * this many times the usual silence before it is taken as it is.
 */
const patience = 10;
const lineEnd = 0x0a;
export const repeatedFileMark = "repeated-file";

type Refused = { readonly fault: FrameFault; readonly detail: string };

/** A line over `settings.line.folder`; files go to `taken/` or `refused/` below it, never away. */
export function createHotFolder(
  settings: GaugeSettings,
  model: FileModel,
  sink: LineSink,
  clock: LineClock,
): GaugeLine {
  if (settings.line.kind !== "file") throw new Error(`no folder on a ${settings.line.kind} line`);
  const line = new HotFolder(settings.id, settings.line.folder, model, { sink, clock });
  return { gauge: settings.id, start: () => line.start(), stop: () => line.stop() };
}

/** Where a file goes that is done with. */
type Aside = { readonly folder: "taken" } | { readonly folder: "refused"; readonly reason: string };

/** Owns the timer and the one file that is being taken. */
class HotFolder {
  readonly #folder: string;
  readonly #model: FileModel;
  readonly #identity: LineIdentity;
  readonly #sink: LineSink;
  readonly #clock: LineClock;
  readonly #watch: FolderWatch;
  readonly #ledger: FileLedger;
  /** Delivered and kept, but not moved yet: only the move is tried again. */
  readonly #unmoved = new Map<string, Aside>();
  #running = false;
  #loaded = false;
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<void> = Promise.resolve();
  #told = "";

  constructor(
    gauge: string,
    folder: string,
    model: FileModel,
    outside: { readonly sink: LineSink; readonly clock: LineClock },
  ) {
    this.#folder = folder;
    this.#model = model;
    this.#identity = { gauge, port: folder, model: { id: model.id, hash: model.hash } };
    this.#sink = outside.sink;
    this.#clock = outside.clock;
    this.#watch = createFolderWatch(folder, model.file.glob, model.file.stableMs);
    this.#ledger = createFileLedger(join(folder, "taken"));
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#tell("connecting", `opening ${this.#folder}`);
    this.#again(0);
  }

  async stop(): Promise<void> {
    this.#running = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#round;
  }

  #again(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#round = this.#look().then(
        () => this.#tell("online", `watching ${this.#folder}`),
        (error: unknown) => this.#tell("away", words(error)),
      );
      void this.#round.then(() => {
        const nextMs = Math.min(lookMostMs, this.#model.file.stableMs / 2);
        if (this.#running) this.#again(nextMs);
      });
    }, ms);
  }

  #tell(state: "connecting" | "online" | "away", reason: string): void {
    if (this.#told === state + reason) return;
    this.#told = state + reason;
    this.#sink.state(this.#identity.gauge, state, reason);
  }

  async #look(): Promise<void> {
    const files = await this.#watch.look(this.#clock.monotonicMs());
    if (!this.#loaded) await this.#ledger.load();
    this.#loaded = true;
    for (const file of files) {
      if (!this.#running) return;
      await this.#take(file);
    }
  }

  async #take(file: StableFile): Promise<void> {
    const waiting = this.#unmoved.get(versionOf(file));
    if (waiting !== undefined) return this.#move(file, waiting);
    if (file.size > this.#model.file.maxBytes) {
      const detail = `${file.size} bytes, at most ${this.#model.file.maxBytes} are read`;
      return this.#refuse(file, { fault: "file-unsupported", detail }, new Uint8Array());
    }
    const bytes = await readUnchanged(join(this.#folder, file.name), file);
    if (bytes === null) {
      this.#watch.forget(file.name);
      return;
    }
    const outcome = decodeFile(this.#model, bytes);
    const finished = outcome.kind === "values" && bytes.at(-1) === lineEnd;
    if (!finished && file.stableForMs < patience * this.#model.file.stableMs) return;
    if (outcome.kind === "refused") return this.#refuse(file, outcome, bytes);
    if (outcome.values.length === 0) {
      return this.#refuse(file, { fault: "file-unsupported", detail: "no values in it" }, bytes);
    }
    const hash = createHash("sha256").update(bytes).digest("hex");
    const marks = this.#ledger.has(hash) ? [repeatedFileMark] : [];
    for (const value of outcome.values) {
      if ("detail" in value) {
        this.#reject({ fault: "file-unsupported", detail: `${file.name}: ${value.detail}` });
      } else {
        this.#sink.reading(fileReading(this.#identity, this.#clock, file.name, value, marks));
      }
    }
    await this.#sink.settled?.();
    const aside = { folder: "taken" } as const;
    this.#unmoved.set(versionOf(file), aside);
    await this.#ledger.add(hash);
    await this.#move(file, aside);
  }

  async #refuse(file: StableFile, { fault, detail }: Refused, bytes: Uint8Array): Promise<void> {
    // The file itself is kept; the record carries its beginning.
    this.#reject({ fault, detail: `${file.name}: ${detail}` }, bytes.subarray(0, pieceBytes));
    await this.#sink.settled?.();
    const aside = { folder: "refused", reason: `${fault}: ${detail}\n` } as const;
    this.#unmoved.set(versionOf(file), aside);
    await this.#move(file, aside);
  }

  #reject({ fault, detail }: Refused, raw: Uint8Array = new Uint8Array()): void {
    this.#sink.rejected(rejectedFrame(this.#identity, this.#clock, fault, detail, raw));
  }

  /** Moves the file aside under a name that is free, its reason before it: none lies there unexplained. */
  async #move(file: StableFile, aside: Aside): Promise<void> {
    const folder = join(this.#folder, aside.folder);
    await mkdir(folder, { recursive: true });
    const { name, ext } = parse(file.name);
    let target = join(folder, file.name);
    for (let copy = 2; await exists(target); copy += 1) {
      target = join(folder, `${name}~${copy}${ext}`);
    }
    if (aside.folder === "refused") await writeFile(`${target}.reason.txt`, aside.reason);
    await rename(join(this.#folder, file.name), target);
    this.#unmoved.delete(versionOf(file));
    this.#watch.forget(file.name);
  }
}

function versionOf({ name, size, mtimeMs }: StableFile): string {
  return `${mtimeMs} ${size} ${name}`;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The file's bytes; null when it can't be had yet or changes while it is read. */
async function readUnchanged(path: string, expected: StableFile): Promise<Buffer | null> {
  const handle = await open(path, "r").catch(() => null);
  if (handle === null) return null;
  try {
    const bytes = await handle.readFile();
    const now = await handle.stat();
    const same = now.size === expected.size && now.mtimeMs === expected.mtimeMs;
    return same && bytes.length === expected.size ? bytes : null;
  } finally {
    await handle.close();
  }
}
