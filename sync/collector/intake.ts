// Decides how messages become commits: grouped in order, held while the database is away, split when
// one record is refused.
import type { ClientBase } from "pg";
import type { Question } from "../records/index.ts";
import { type Database, faultCode, isRefusedValue } from "./database.ts";
import type { Claim } from "./lease.ts";
import { type Written, writeGroup } from "./ledger.ts";
import { hasParts, joinParts } from "./parts.ts";
import { hearPresence, type Presence, type Told, tellHeld } from "./presence.ts";
import { limits } from "./settings.ts";
import { type Sorted, setAside } from "./sort-batch.ts";

/** Something that came from the broker and is answered after the commit. */
export type Arrival = {
  readonly topic: string;
  readonly content:
    | { readonly is: "batch"; readonly sorted: Sorted }
    | { readonly is: "question"; readonly question: Question }
    | { readonly is: "presence"; readonly presence: Presence }
    | {
        readonly is: "greeting";
        readonly station: string;
        readonly epoch: string;
        readonly instance: string | null;
      };
  /** Tells the broker that the message is dealt with. */
  readonly done: () => void;
};

export type IntakeEvents = {
  readonly onWritten: (written: Written, group: readonly Sorted[]) => void;
  readonly onTold: (arrival: Arrival, told: Told) => void;
  /** Nothing of these is taken: another process has their station's name. */
  readonly onRefused: (claims: readonly Claim[]) => void;
  readonly onDatabase: (state: "up" | "down", reason: string | null) => void;
};

export type Intake = {
  /** False when there is no room: the connection should be dropped, the broker sends it again. */
  add(arrival: Arrival): boolean;
  /** Forgets what no one has begun to write: a lost connection delivers it again. */
  forget(): void;
  waiting(): number;
  /** Opens the database before the first message; resolves when it answered. */
  open(): Promise<void>;
  /** The idle connection broke: says so and opens another. */
  lost(reason: string): void;
  /** Ends after the group at work. */
  stop(): Promise<void>;
};

/** One writer, in the order of arrival. */
class GroupIntake implements Intake {
  readonly #database: Database;
  readonly #events: IntakeEvents;
  readonly #random: () => number;
  readonly #leaseMs: number;
  #pending: Arrival[] = [];
  #stopped = false;
  /** What was said last: up, or why not. */
  #said = "";
  #wake: () => void = () => undefined;
  #atWork: Promise<void> | null = null;

  constructor(database: Database, events: IntakeEvents, random: () => number, leaseMs: number) {
    this.#leaseMs = leaseMs;
    this.#database = database;
    this.#events = events;
    this.#random = random;
  }

  add(arrival: Arrival): boolean {
    if (this.#stopped || this.#pending.length >= limits.pending) return false;
    this.#pending.push(arrival);
    this.#begin();
    return true;
  }

  forget(): void {
    this.#pending = [];
  }

  waiting(): number {
    return this.#pending.length;
  }

  async open(): Promise<void> {
    await this.#persist((client) => client.query("SELECT 1"));
  }

  lost(reason: string): void {
    if (this.#stopped) return;
    this.#say("down", reason);
    void this.open();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pending = [];
    this.#wake();
    await this.#atWork;
  }

  #begin(): void {
    if (this.#atWork !== null || this.#stopped) return;
    this.#atWork = this.#work().finally(() => {
      this.#atWork = null;
      if (this.#pending.length > 0) this.#begin();
    });
  }

  async #work(): Promise<void> {
    while (!this.#stopped && this.#pending.length > 0) {
      const group = takeGroup(this.#pending);
      this.#pending = this.#pending.slice(group.length);
      const batches = group.flatMap(({ content }) =>
        content.is === "batch" ? [content.sorted] : [],
      );
      if (batches.length > 0 && !(await this.#writeWhole(batches))) return;
      for (const arrival of group) {
        if (!(await this.#answer(arrival))) return;
        arrival.done();
      }
    }
  }

  /** Puts pieces of records together and writes what is whole. */
  async #writeWhole(batches: readonly Sorted[]): Promise<boolean> {
    if (!hasParts(batches)) return await this.#write(batches);
    const whole = await this.#persist((client) => joinParts(client, batches));
    return whole !== null && (whole.length === 0 || (await this.#write(whole)));
  }

  /** Writes a group; when a value is refused, halves it until the one record stands alone. */
  async #write(group: readonly Sorted[]): Promise<boolean> {
    try {
      const written = await this.#persist((client) => writeGroup(client, group, this.#leaseMs));
      if (written === null) return false;
      this.#events.onWritten(written, group);
      return true;
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      for (const part of parts(group, error)) {
        if (!(await this.#write(part))) return false;
      }
      return true;
    }
  }

  async #answer(arrival: Arrival): Promise<boolean> {
    const { content, topic } = arrival;
    if (content.is === "batch") return true;
    const leaseMs = this.#leaseMs;
    if (content.is === "presence") {
      const { presence } = content;
      const refused = await this.#persist((client) => hearPresence(client, presence, leaseMs));
      if (refused !== null && refused.length > 0) this.#events.onRefused(refused);
      return refused !== null;
    }
    const told = await this.#persist((client) => {
      if (content.is === "greeting") return tellHeld(client, content, null, leaseMs);
      const { station, epoch, instance } = content.question;
      const claim = instance === undefined ? null : { station, epoch, topic, instance };
      return tellHeld(client, { station, epoch }, claim, leaseMs);
    });
    if (told === null) return false;
    this.#events.onTold(arrival, told);
    return true;
  }

  /** Tries until it is done, stopped (null), or the values themselves are refused (throws). */
  async #persist<T>(work: (client: ClientBase) => Promise<T>): Promise<T | null> {
    for (let attempt = 0; !this.#stopped; attempt += 1) {
      try {
        const done = await this.#database.run(work);
        this.#say("up", null);
        return done;
      } catch (error) {
        if (isRefusedValue(error)) throw error;
        this.#say("down", faultCode(error));
        const longest = Math.min(limits.retryLongestMs, limits.retryFirstMs * 2 ** attempt);
        await this.#pause(longest * (0.5 + this.#random()));
      }
    }
    return null;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #say(next: "up" | "down", reason: string | null): void {
    const said = `${next} ${reason}`;
    if (this.#said === said) return;
    this.#said = said;
    this.#events.onDatabase(next, reason);
  }
}

/** Nothing is written before add(); the database is opened by the first work. */
export function createIntake(
  database: Database,
  events: IntakeEvents,
  random: () => number,
  leaseMs: number,
): Intake {
  return new GroupIntake(database, events, random, leaseMs);
}

/** The first arrivals that fit one transaction; at least one. A farewell stands alone, in its place. */
function takeGroup(pending: readonly Arrival[]): readonly Arrival[] {
  let rows = 0;
  let characters = 0;
  let count = 0;
  for (const { content } of pending) {
    rows += content.is === "batch" ? content.sorted.rows.length : 0;
    characters += content.is === "batch" ? (content.sorted.part?.base64.length ?? 0) : 0;
    const full = rows > limits.groupRows || characters > limits.groupCharacters;
    if (count > 0 && (full || count >= limits.groupMessages)) break;
    const farewell = content.is === "presence" && !content.presence.online;
    if (farewell && count > 0) break;
    count += 1;
    if (farewell) break;
  }
  return pending.slice(0, count);
}

/** What a refused group is tried as: two halves, or the one refused record set aside. */
function parts(group: readonly Sorted[], error: unknown): readonly (readonly Sorted[])[] {
  const [message] = group;
  if (message === undefined) throw error;
  if (group.length > 1) {
    const middle = Math.ceil(group.length / 2);
    return [group.slice(0, middle), group.slice(middle)];
  }
  const { rows, topic, quarantined } = message;
  const [row] = rows;
  // Without a row the quarantine itself was refused: that is a fault of ours.
  if (row === undefined) throw error;
  if (rows.length === 1) {
    const { station, epoch, seq, prev, hash } = row.record;
    const place = { topic, station, epoch, seq, prev, hash };
    const aside = setAside(place, row.record, "refused-by-database", faultCode(error));
    return [[{ ...message, rows: [], quarantined: [...quarantined, aside] }]];
  }
  const middle = Math.ceil(rows.length / 2);
  return [
    [{ ...message, rows: rows.slice(0, middle) }],
    [{ ...message, rows: rows.slice(middle), quarantined: [] }],
  ];
}
