// The writing loop: takes all jobs that wait, commits them together, answers, and holds on when the disk refuses.
import Database from "better-sqlite3";
import { type ChainHead, createAppender } from "./insert.ts";
import type { StoreLimits } from "./limits.ts";
import type { FromWriter, Job } from "./messages.ts";
import type { OpenStore } from "./opening.ts";

export type Writer = {
  readonly take: (line: number, jobs: readonly Job[]) => void;
  readonly backup: (ticket: number, file: string) => void;
  /** Resolves once nothing waits, or at once when not patient; the database is closed then. */
  readonly close: (patient: boolean) => void;
};

export function createWriter(
  store: OpenStore,
  limits: StoreLimits,
  post: (message: FromWriter) => void,
  ended: () => void,
): Writer {
  const { db, witness, lock } = store;
  const append = createAppender(db);
  const setConfirmed = db.prepare<[string, number]>(
    "INSERT INTO confirmed (epoch, seq) VALUES (?, ?) " +
      "ON CONFLICT (epoch) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > confirmed.seq",
  );
  let head: ChainHead = store.head;
  let queue: Job[] = [];
  let line = 0;
  let turn: NodeJS.Immediate | null = null;
  let retry: NodeJS.Timeout | null = null;
  let retryMs = limits.retryFirstMs;
  let refusing: string | null = null;
  let uncheckpointed = 0;
  let idle: NodeJS.Timeout | null = null;
  let backups = 0;
  let closing = false;

  /** Commits jobs together, or throws with the database and the head as they were. */
  const write = (jobs: readonly Job[], started: (at: number) => void): readonly string[] => {
    const hashes: string[] = [];
    let seq = head.seq;
    let hash = head.hash;
    const run = db.transaction(() => {
      for (const [at, job] of jobs.entries()) {
        started(at);
        if (job.type === "confirm") setConfirmed.run(job.epoch, job.seq);
        else {
          const added = append({ ...head, seq, hash }, job.rows);
          seq += added.length;
          hash = added.at(-1) ?? hash;
          hashes.push(...added);
        }
      }
      started(-1);
    });
    run.immediate();
    head = { ...head, seq, hash };
    return hashes;
  };

  const settle = (jobs: readonly Job[], hashes: readonly string[]): void => {
    queue = queue.slice(jobs.length);
    const unwitnessed = hashes.length > 0 ? attemptWitness() : null;
    post({ type: "committed", jobs: jobs.length, hashes });
    if (refusing !== null) post({ type: "health", state: "ok", reason: unwitnessed });
    refusing = null;
    retryMs = limits.retryFirstMs;
    uncheckpointed += hashes.length;
    if (uncheckpointed >= limits.checkpointRecords) checkpoint();
    else idle ??= setTimeout(checkpoint, limits.checkpointIdleMs);
  };

  const attemptWitness = (): string | null => {
    try {
      witness.write(head);
      return null;
    } catch (error) {
      return `The line beside the journal cannot be written: ${messageOf(error)}.`;
    }
  };

  const checkpoint = (): void => {
    if (idle !== null) clearTimeout(idle);
    idle = null;
    uncheckpointed = 0;
    // A checkpoint that fails costs nothing but room in the log; the next commit meets the same disk.
    attempt(() => db.pragma("wal_checkpoint(PASSIVE)"));
  };

  const commitWaiting = (): void => {
    turn = null;
    const jobs = queue.slice(0, limits.groupActs);
    if (jobs.length === 0) return finishWhenIdle();
    let at = 0;
    const started = (job: number) => {
      at = job;
    };
    try {
      settle(jobs, write(jobs, started));
    } catch (error) {
      if (isOfTheWorld(error)) return holdOn(error);
      if (at < 0) throw error;
      return refuseAt(jobs.slice(0, at), error);
    }
    schedule();
  };

  /** A job that can never be written ends its line: what came behind counted on a seq it will not get. */
  const refuseAt = (before: readonly Job[], error: unknown): void => {
    if (before.length > 0) {
      try {
        settle(
          before,
          write(before, () => undefined),
        );
      } catch (again) {
        if (isOfTheWorld(again)) return holdOn(again);
        throw again;
      }
    }
    queue = [];
    line += 1;
    post({ type: "impossible", message: messageOf(error) });
    schedule();
  };

  const holdOn = (error: unknown): void => {
    const reason = reasonOf(error);
    if (reason !== refusing) post({ type: "health", state: "refusing", reason });
    refusing = reason;
    // A log that could be moved into the database makes room for itself.
    attempt(() => db.pragma("wal_checkpoint(RESTART)"));
    retry = setTimeout(() => {
      retry = null;
      commitWaiting();
    }, retryMs);
    retryMs = Math.min(retryMs * 2, limits.retryLongestMs);
  };

  const schedule = (): void => {
    if (turn === null && retry === null && (queue.length > 0 || closing))
      turn = setImmediate(commitWaiting);
  };

  const finishWhenIdle = (): void => {
    if (!closing || backups > 0) return;
    for (const timer of [idle, retry]) if (timer !== null) clearTimeout(timer);
    if (turn !== null) clearImmediate(turn);
    attempt(() => db.pragma("wal_checkpoint(TRUNCATE)"));
    db.close();
    witness.close();
    lock.release();
    ended();
  };

  return {
    take: (ofLine, jobs) => {
      if (ofLine !== line || closing) return;
      queue.push(...jobs);
      schedule();
    },
    backup: (ticket, file) => {
      backups += 1;
      const answer = (problem: string | null) => {
        backups -= 1;
        post({ type: "backed-up", ticket, problem });
        if (closing) schedule();
      };
      db.backup(file).then(
        () => answer(null),
        (error: unknown) => answer(messageOf(error)),
      );
    },
    close: (patient) => {
      closing = true;
      if (patient && queue.length > 0) return;
      queue = [];
      if (retry !== null) clearTimeout(retry);
      retry = null;
      schedule();
    },
  };
}

/** Faults of the disk pass; everything else SQLite says here is a bug of the act. */
function isOfTheWorld(error: unknown): boolean {
  if (!(error instanceof Database.SqliteError)) return false;
  return /^SQLITE_(FULL|IOERR|BUSY|LOCKED|NOMEM|CANTOPEN|READONLY|CORRUPT|NOTADB|PROTOCOL|PERM)/.test(
    error.code,
  );
}

function reasonOf(error: unknown): string {
  const code = error instanceof Database.SqliteError ? error.code : "unknown";
  if (code === "SQLITE_FULL") return "The disk is full (SQLITE_FULL).";
  return `The disk refuses: ${messageOf(error)} (${code}).`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!isOfTheWorld(error)) throw error;
  }
}
