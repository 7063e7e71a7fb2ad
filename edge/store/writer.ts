// The writing loop: takes all jobs that wait, commits them together, answers, and holds on when the disk refuses.
import type { Statement, Transaction } from "better-sqlite3";
import { copyDatabase } from "./database.ts";
import { isDiskFault, messageOf, sayDiskFault, unlessDiskFault } from "./disk-faults.ts";
import { type ChainHead, createAppender } from "./insert.ts";
import type { StoreLimits } from "./limits.ts";
import type { FromWriter, Job } from "./messages.ts";
import type { OpenStore } from "./opening.ts";

type Written = { readonly head: ChainHead; readonly hashes: readonly string[] };

/** Owns the open database of the writing thread; `ended` is called once it has let go of it. */
export class Writer {
  readonly #store: OpenStore;
  readonly #limits: StoreLimits;
  readonly #post: (message: FromWriter) => void;
  readonly #ended: () => void;
  readonly #append: ReturnType<typeof createAppender>;
  readonly #confirm: Statement<[string, number]>;
  readonly #taken: Statement<[string, string, number]>;
  readonly #together: Transaction<(jobs: readonly Job[]) => Written>;
  #head: ChainHead;
  #queue: Job[] = [];
  /** Which of the queued jobs is being written; -1 while the commit itself runs. */
  #at = 0;
  #line = 0;
  #turn: NodeJS.Immediate | null = null;
  #retry: NodeJS.Timeout | null = null;
  #retryMs: number;
  #refusing: string | null = null;
  #uncheckpointed = 0;
  #idle: NodeJS.Timeout | null = null;
  #quiet = true;
  #backups = 0;
  #closing = false;

  constructor(
    store: OpenStore,
    limits: StoreLimits,
    post: (message: FromWriter) => void,
    ended: () => void,
  ) {
    this.#store = store;
    this.#limits = limits;
    this.#post = post;
    this.#ended = ended;
    this.#head = store.head;
    this.#retryMs = limits.retryFirstMs;
    this.#append = createAppender(store.db);
    this.#confirm = store.db.prepare(
      "INSERT INTO confirmed (epoch, seq) VALUES (?, ?) " +
        "ON CONFLICT (epoch) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > confirmed.seq",
    );
    this.#taken = store.db.prepare(
      "INSERT INTO taken (epoch, road, seq) VALUES (?, ?, ?) " +
        "ON CONFLICT (epoch, road) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > taken.seq",
    );
    this.#together = store.db.transaction((jobs) => this.#writeAll(jobs));
  }

  /** Queues jobs, unless they belong to a line that has ended. */
  take(line: number, jobs: readonly Job[]): void {
    if (line !== this.#line || this.#closing) return;
    this.#queue.push(...jobs);
    this.#schedule();
  }

  /** Copies the database page by page between the commits, which the copy takes in. */
  backup(ticket: number, file: string): void {
    this.#backups += 1;
    const answer = (problem: string | null): void => {
      this.#backups -= 1;
      this.#post({ type: "backed-up", ticket, problem });
      this.#schedule();
    };
    copyDatabase(this.#store.db, file).then(
      () => answer(null),
      (error: unknown) => answer(messageOf(error)),
    );
  }

  /** Ends when nothing waits; when not patient, what the disk still refuses is given up. */
  close(patient: boolean): void {
    this.#closing = true;
    if (!patient) this.#queue = [];
    if (!patient && this.#retry !== null) clearTimeout(this.#retry);
    if (!patient) this.#retry = null;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#turn !== null || this.#retry !== null) return;
    if (this.#queue.length > 0 || this.#closing)
      this.#turn = setImmediate(() => {
        this.#turn = null;
        this.#commitWaiting();
      });
  }

  #commitWaiting(): void {
    const jobs = this.#queue.slice(0, this.#limits.groupActs);
    if (jobs.length === 0) {
      this.#finish();
      return;
    }
    try {
      this.#settle(jobs, this.#write(jobs));
    } catch (error) {
      if (isDiskFault(error)) this.#holdOn(error);
      else this.#refuse(jobs.slice(0, this.#at), error);
    }
    this.#schedule();
  }

  /** Commits jobs together, or throws with the database and the head as they were. */
  #write(jobs: readonly Job[]): readonly string[] {
    const { head, hashes } = this.#together.immediate(jobs);
    this.#head = head;
    return hashes;
  }

  #writeAll(jobs: readonly Job[]): Written {
    const hashes: string[] = [];
    const { station, epoch } = this.#head;
    let head = this.#head;
    for (const [at, job] of jobs.entries()) {
      this.#at = at;
      if (job.type === "confirm") this.#confirm.run(job.epoch, job.seq);
      else if (job.type === "taken") this.#taken.run(job.epoch, job.road, job.seq);
      else {
        if (job.seq !== head.seq + 1)
          throw new Error(`the act counts on seq ${job.seq}, the journal stands at ${head.seq}`);
        const added = this.#append(head, job.rows);
        const hash = added.at(-1) ?? head.hash;
        head = { station, epoch, seq: head.seq + added.length, hash };
        hashes.push(...added);
      }
    }
    this.#at = -1;
    return { head, hashes };
  }

  #settle(jobs: readonly Job[], hashes: readonly string[]): void {
    this.#queue = this.#queue.slice(jobs.length);
    const caution = hashes.length > 0 ? this.#witness() : null;
    if (this.#refusing !== null || caution !== null)
      this.#post({ type: "health", state: "ok", reason: caution });
    this.#post({ type: "committed", jobs: jobs.length, hashes });
    this.#refusing = null;
    this.#retryMs = this.#limits.retryFirstMs;
    this.#uncheckpointed += hashes.length;
    this.#quiet = false;
    if (this.#uncheckpointed >= this.#limits.checkpointRecords) this.#checkpoint();
    else this.#checkpointWhenQuiet();
  }

  #witness(): string | null {
    try {
      this.#store.witness.write(this.#head);
      return null;
    } catch (error) {
      return `The line beside the journal cannot be written: ${messageOf(error)}.`;
    }
  }

  #checkpointWhenQuiet(): void {
    this.#idle ??= setTimeout(() => {
      this.#idle = null;
      if (this.#quiet) this.#checkpoint();
      else this.#checkpointWhenQuiet();
      this.#quiet = true;
    }, this.#limits.checkpointIdleMs);
  }

  /** Made between two commits, so that no answer waits for it that need not. */
  #checkpoint(): void {
    this.#uncheckpointed = 0;
    unlessDiskFault(() => this.#store.db.pragma("wal_checkpoint(PASSIVE)"));
  }

  /** A job that can never be written ends its line: what came behind counted on a seq it will not get. */
  #refuse(before: readonly Job[], error: unknown): void {
    if (this.#at < 0) throw error;
    if (before.length > 0) {
      try {
        this.#settle(before, this.#write(before));
      } catch (again) {
        if (!isDiskFault(again)) throw again;
        this.#holdOn(again);
        return;
      }
    }
    this.#queue = [];
    this.#line += 1;
    this.#post({ type: "impossible", message: messageOf(error) });
  }

  #holdOn(error: unknown): void {
    const reason = sayDiskFault(error);
    if (reason !== this.#refusing) this.#post({ type: "health", state: "refusing", reason });
    this.#refusing = reason;
    // A log that can be moved into the database makes room for itself.
    unlessDiskFault(() => this.#store.db.pragma("wal_checkpoint(RESTART)"));
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#commitWaiting();
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, this.#limits.retryLongestMs);
  }

  #finish(): void {
    if (!this.#closing || this.#backups > 0) return;
    if (this.#idle !== null) clearTimeout(this.#idle);
    const { db, witness, lock } = this.#store;
    unlessDiskFault(() => db.pragma("wal_checkpoint(TRUNCATE)"));
    db.close();
    witness.close();
    lock.release();
    this.#ended();
  }
}
