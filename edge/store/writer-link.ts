// The station's end of the writing thread: what is waiting, in which order it is answered, and how it ends.
import { Worker } from "node:worker_threads";
import { createGathering, type Gathering } from "./gathering.ts";
import type { JournalHead } from "./journal.ts";
import type { StoreLimits } from "./limits.ts";
import type { DraftRow, FromWriter, Job, ToWriter, WriterSettings } from "./messages.ts";
import { JournalRefusal, type JournalRefusalCode } from "./refusal.ts";

type Waiting = {
  readonly job: Job;
  readonly records: number;
  readonly bytes: number;
  readonly done: (before: JournalHead, hashes: readonly string[]) => void;
  readonly failed: (error: Error) => void;
};

type Ready = Extract<FromWriter, { type: "ready" }>;

/**
 * The thread is started from compiled JavaScript: beside this file in a build, and in dist/ when this
 * file itself is read as TypeScript, which worker threads of Node 20 can't.
 */
const threadFile = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/edge/store/writer-thread.js" : "./writer-thread.js",
  import.meta.url,
);

/** Starts the thread and waits until it has opened the journal. */
export async function startWriter(settings: WriterSettings): Promise<WriterLink> {
  const thread = new Worker(threadFile, { workerData: settings, name: "journal" });
  const ready = await new Promise<Ready>((resolve, reject) => {
    thread.once("error", reject);
    thread.once("message", (message: FromWriter) => {
      thread.off("error", reject);
      if (message.type === "ready") resolve(message);
      else if (message.type === "not-opened")
        reject(new JournalRefusal(message.code, message.message));
      else reject(new Error(`the writing thread began with ${message.type}`));
    });
  });
  return new WriterLink(thread, ready, settings.limits);
}

/** Owns the writing thread: hands it jobs, answers for them in order, ends it by message and never by force. */
export class WriterLink {
  readonly ready: Ready;
  readonly #thread: Worker;
  readonly #limits: StoreLimits;
  readonly #exited: Promise<void>;
  readonly #backups = new Map<number, (problem: string | null) => void>();
  #head: JournalHead;
  #health: { readonly state: "ok" | "refusing"; readonly reason: string | null };
  #line = 0;
  #pendingRecords = 0;
  #pendingBytes = 0;
  #tickets = 0;
  #closed: Promise<void> | null = null;
  /** Oldest first. */
  #waiting: Waiting[] = [];
  /** Jobs of the newest of them, gathered until they leave together. */
  #unsent: Job[] = [];
  readonly #gathering: Gathering;

  constructor(thread: Worker, ready: Ready, limits: StoreLimits) {
    this.ready = ready;
    this.#thread = thread;
    this.#limits = limits;
    this.#head = ready.head;
    this.#gathering = createGathering(limits, () => this.#flush());
    this.#health = { state: "ok", reason: null };
    this.#exited = new Promise((resolve) => thread.once("exit", () => resolve()));
    thread.on("message", (message: FromWriter) => this.#receive(message));
    thread.on("error", (error: Error) => this.#fail(error));
  }

  /** Head of what is on the disk. */
  get head(): JournalHead {
    return this.#head;
  }

  /** What the first record of the next act will get. */
  get nextSeq(): number {
    return this.#head.seq + this.#pendingRecords + 1;
  }

  get health() {
    return this.#health;
  }

  /** Calls `done` after the commit with the head before the act and the hashes of its records. */
  submit(rows: readonly DraftRow[], done: Waiting["done"], failed: Waiting["failed"]): void {
    this.#assertTaking();
    let bytes = 0;
    for (const row of rows) bytes += row[6].length;
    this.#enqueue({
      job: { type: "act", seq: this.nextSeq, rows },
      records: rows.length,
      bytes,
      done,
      failed,
    });
  }

  confirm(seq: number): Promise<void> {
    return this.#keep({ type: "confirm", epoch: this.#head.epoch, seq });
  }

  taken(epoch: string, road: string, seq: number): Promise<void> {
    return this.#keep({ type: "taken", epoch, road, seq });
  }

  /** A job without records: resolves after its commit. */
  async #keep(job: Job): Promise<void> {
    this.#assertTaking();
    await new Promise<void>((resolve, failed) => {
      this.#enqueue({ job, records: 0, bytes: 0, done: () => resolve(), failed });
    });
  }

  async backup(file: string): Promise<void> {
    this.#assertOpen();
    this.#tickets += 1;
    const ticket = this.#tickets;
    const problem = await new Promise<string | null>((resolve) => {
      this.#backups.set(ticket, resolve);
      this.#send({ type: "backup", ticket, file });
    });
    if (problem !== null) throw new JournalRefusal("journal-backup-failed", problem);
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    this.#flush();
    this.#send({ type: "close", patient: true });
    const impatient = setTimeout(
      () => this.#send({ type: "close", patient: false }),
      this.#limits.closePatienceMs,
    );
    await this.#exited;
    clearTimeout(impatient);
    this.#dropAll(() => refusal("journal-closed", "The journal was closed before the commit."));
    for (const answer of this.#backups.values()) answer("The journal was closed.");
  }

  #send(message: ToWriter): void {
    this.#thread.postMessage(message);
  }

  #enqueue(entry: Waiting): void {
    this.#waiting.push(entry);
    this.#pendingRecords += entry.records;
    this.#pendingBytes += entry.bytes;
    this.#unsent.push(entry.job);
    this.#gathering.join();
  }

  #flush(): void {
    this.#gathering.left();
    if (this.#unsent.length === 0) return;
    this.#send({ type: "work", line: this.#line, jobs: this.#unsent });
    this.#unsent = [];
  }

  #receive(message: FromWriter): void {
    if (message.type === "committed") this.#committed(message.jobs, message.hashes);
    else if (message.type === "impossible") this.#impossible(message.message);
    else if (message.type === "health")
      this.#health = { state: message.state, reason: message.reason };
    else if (message.type === "backed-up") {
      this.#backups.get(message.ticket)?.(message.problem);
      this.#backups.delete(message.ticket);
    }
  }

  #committed(jobs: number, hashes: readonly string[]): void {
    const done = this.#waiting.slice(0, jobs);
    this.#waiting = this.#waiting.slice(jobs);
    let at = 0;
    for (const entry of done) {
      const before = this.#head;
      const { station, epoch } = before;
      const own = hashes.slice(at, at + entry.records);
      at += entry.records;
      const hash = own.at(-1) ?? before.hash;
      this.#head = { station, epoch, seq: before.seq + own.length, hash };
      this.#release(entry);
      entry.done(before, own);
    }
  }

  #release(entry: Waiting): void {
    this.#pendingRecords -= entry.records;
    this.#pendingBytes -= entry.bytes;
  }

  #impossible(message: string): void {
    this.#line += 1;
    this.#dropAll((at) =>
      at === 0
        ? refusal("journal-act-impossible", `The act cannot be written: ${message}.`)
        : refusal(
            "journal-act-before-failed",
            "An act before this one could not be written; nothing of this one was kept.",
          ),
    );
  }

  /** A bug of the thread is one of the station: nobody may wait for an answer that never comes. */
  #fail(error: Error): void {
    this.#health = { state: "refusing", reason: `The writing thread failed: ${error.message}.` };
    this.#closed ??= this.#exited;
    this.#dropAll(() => refusal("journal-closed", "The writing thread failed."));
    throw error;
  }

  #dropAll(errorOf: (at: number) => Error): void {
    const dropped = this.#waiting;
    this.#waiting = [];
    this.#unsent = [];
    for (const [at, entry] of dropped.entries()) {
      this.#release(entry);
      entry.failed(errorOf(at));
    }
  }

  #assertOpen(): void {
    if (this.#closed !== null) throw refusal("journal-closed", "The journal is closed.");
  }

  #assertTaking(): void {
    this.#assertOpen();
    const { pendingActs, pendingBytes } = this.#limits;
    if (this.#waiting.length < pendingActs && this.#pendingBytes < pendingBytes) return;
    const why = this.#health.reason ?? "";
    const waiting = `${this.#waiting.length} acts wait for the disk; no more are taken.`;
    throw refusal("journal-queue-full", `${waiting} ${why}`.trim());
  }
}

function refusal(code: JournalRefusalCode, message: string): JournalRefusal {
  return new JournalRefusal(code, message);
}
