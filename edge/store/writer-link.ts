// The station's end of the writing thread: what is waiting, in which order it is answered, and how it ends.
import { Worker } from "node:worker_threads";
import type { JournalHead } from "./journal.ts";
import type { DraftRow, FromWriter, Job, ToWriter, WriterSettings } from "./messages.ts";
import { JournalRefusal } from "./refusal.ts";

type Waiting = {
  readonly job: Job;
  readonly records: number;
  readonly bytes: number;
  readonly done: (head: JournalHead, hashes: readonly string[]) => void;
  readonly failed: (error: Error) => void;
};

type Ready = Extract<FromWriter, { type: "ready" }>;

export type WriterLink = {
  readonly ready: Ready;
  /** Head of what is on the disk. */
  readonly head: () => JournalHead;
  /** Records handed in and not yet on the disk. */
  readonly pendingRecords: () => number;
  readonly health: () => { readonly state: "ok" | "refusing"; readonly reason: string | null };
  /** Gives the hashes of the act's records, and the head before them. */
  readonly submit: (
    rows: readonly DraftRow[],
  ) => Promise<{ readonly before: JournalHead; readonly hashes: readonly string[] }>;
  readonly confirm: (seq: number) => Promise<void>;
  readonly backup: (file: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

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
  return linkTo(thread, ready, settings);
}

function linkTo(thread: Worker, ready: Ready, settings: WriterSettings): WriterLink {
  const { limits } = settings;
  let head = ready.head;
  let health: ReturnType<WriterLink["health"]> = { state: "ok", reason: null };
  let line = 0;
  let pendingRecords = 0;
  let pendingBytes = 0;
  let closing: Promise<void> | null = null;
  let ticket = 0;
  /** Oldest first; those from `unsent` on have not been posted yet. */
  let waiting: Waiting[] = [];
  let unsent: Job[] = [];
  const backups = new Map<number, (problem: string | null) => void>();
  const exited = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
  const post = (message: ToWriter): void => thread.postMessage(message);

  const flush = (): void => {
    if (unsent.length === 0) return;
    post({ type: "work", line, jobs: unsent });
    unsent = [];
  };

  const enqueue = (entry: Waiting): void => {
    waiting.push(entry);
    pendingRecords += entry.records;
    pendingBytes += entry.bytes;
    if (unsent.push(entry.job) === 1) queueMicrotask(flush);
  };

  const release = (entry: Waiting): void => {
    pendingRecords -= entry.records;
    pendingBytes -= entry.bytes;
  };

  const committed = (jobs: number, hashes: readonly string[]): void => {
    const done = waiting.slice(0, jobs);
    waiting = waiting.slice(jobs);
    let at = 0;
    for (const entry of done) {
      const before = head;
      const own = hashes.slice(at, at + entry.records);
      at += entry.records;
      head = { ...head, seq: head.seq + own.length, hash: own.at(-1) ?? head.hash };
      release(entry);
      entry.done(before, own);
    }
  };

  const dropAll = (errorOf: (at: number) => Error): void => {
    const dropped = waiting;
    waiting = [];
    unsent = [];
    for (const [at, entry] of dropped.entries()) {
      release(entry);
      entry.failed(errorOf(at));
    }
  };

  const impossible = (message: string): void => {
    line += 1;
    dropAll((at) =>
      at === 0
        ? new JournalRefusal("journal-act-impossible", `The act cannot be written: ${message}.`)
        : new JournalRefusal(
            "journal-act-before-failed",
            "An act before this one could not be written; nothing of this one was kept.",
          ),
    );
  };

  thread.on("message", (message: FromWriter) => {
    switch (message.type) {
      case "committed":
        return committed(message.jobs, message.hashes);
      case "impossible":
        return impossible(message.message);
      case "health":
        health = { state: message.state, reason: message.reason };
        return;
      case "backed-up":
        backups.get(message.ticket)?.(message.problem);
        backups.delete(message.ticket);
        return;
    }
  });
  // A bug of the thread is one of the station: nobody may wait for an answer that never comes.
  thread.on("error", (error) => {
    health = { state: "refusing", reason: `The writing thread failed: ${error.message}.` };
    dropAll(() => new JournalRefusal("journal-closed", "The writing thread failed."));
    throw error;
  });

  const assertOpen = (): void => {
    if (closing !== null) throw new JournalRefusal("journal-closed", "The journal is closed.");
  };

  const assertRoom = (): void => {
    if (waiting.length < limits.pendingActs && pendingBytes < limits.pendingBytes) return;
    throw new JournalRefusal(
      "journal-queue-full",
      `${waiting.length} acts wait for the disk; no more are taken. ${health.reason ?? ""}`.trim(),
    );
  };

  const close = async (): Promise<void> => {
    flush();
    post({ type: "close", patient: true });
    const impatient = setTimeout(
      () => post({ type: "close", patient: false }),
      limits.closePatienceMs,
    );
    await exited;
    clearTimeout(impatient);
    dropAll(
      () => new JournalRefusal("journal-closed", "The journal was closed before the commit."),
    );
  };

  return {
    ready,
    head: () => head,
    pendingRecords: () => pendingRecords,
    health: () => health,
    submit: async (rows) => {
      assertOpen();
      assertRoom();
      const bytes = rows.reduce((sum, row) => sum + row[6].length, 0);
      return await new Promise((resolve, reject) => {
        enqueue({
          job: { type: "act", rows },
          records: rows.length,
          bytes,
          done: (before, hashes) => resolve({ before, hashes }),
          failed: reject,
        });
      });
    },
    confirm: async (seq) => {
      assertOpen();
      assertRoom();
      await new Promise<void>((resolve, reject) => {
        const job = { type: "confirm", epoch: head.epoch, seq } as const;
        enqueue({ job, records: 0, bytes: 0, done: () => resolve(), failed: reject });
      });
    },
    backup: async (file) => {
      assertOpen();
      ticket += 1;
      const own = ticket;
      const problem = await new Promise<string | null>((resolve) => {
        backups.set(own, resolve);
        post({ type: "backup", ticket: own, file });
      });
      if (problem !== null) throw new JournalRefusal("journal-backup-failed", problem);
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
