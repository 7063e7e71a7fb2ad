// Decides how messages become commits: grouped in order, held while the database is away, split when
// one record is refused.
import type { Question } from "../records/index.ts";
import { type Database, faultCode, isRefusedValue } from "./database.ts";
import { type Held, readHeld, type Written, writeGroup } from "./ledger.ts";
import { limits } from "./settings.ts";
import { type Sorted, setAside } from "./sort-batch.ts";

/** Something that came from the broker and is answered after the commit. */
export type Arrival = {
  readonly topic: string;
  readonly content:
    | { readonly is: "batch"; readonly sorted: Sorted }
    | { readonly is: "question"; readonly question: Question }
    | { readonly is: "greeting"; readonly station: string; readonly epoch: string };
  /** Tells the broker that the message is dealt with. */
  readonly done: () => void;
};

export type IntakeEvents = {
  readonly onWritten: (written: Written, group: readonly Sorted[]) => void;
  readonly onHeld: (arrival: Arrival, held: Held) => void;
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
  /** Ends after the group at work. */
  stop(): Promise<void>;
};

/** One writer, in the order of arrival. */
export function createIntake(
  database: Database,
  events: IntakeEvents,
  random: () => number,
): Intake {
  let pending: Arrival[] = [];
  let stopped = false;
  let state: "up" | "down" | "unknown" = "unknown";
  let wake: () => void = () => undefined;
  let atWork: Promise<void> | null = null;

  function say(next: "up" | "down", reason: string | null): void {
    if (state === next) return;
    state = next;
    events.onDatabase(next, reason);
  }

  /** Tries until it is done, stopped, or the values themselves are refused. */
  async function persist<T>(work: () => Promise<T>): Promise<T | null> {
    for (let attempt = 0; !stopped; attempt += 1) {
      try {
        const done = await work();
        say("up", null);
        return done;
      } catch (error) {
        if (isRefusedValue(error)) throw error;
        say("down", faultCode(error));
        const longest = Math.min(limits.retryLongestMs, limits.retryFirstMs * 2 ** attempt);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, longest * (0.5 + random()));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    }
    return null;
  }

  /** Writes a group; when a value is refused, halves it until the one record stands alone. */
  async function write(group: readonly Sorted[]): Promise<boolean> {
    try {
      const written = await persist(() => database.run((client) => writeGroup(client, group)));
      if (written === null) return false;
      events.onWritten(written, group);
      return true;
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      for (const part of halves(group, faultCode(error))) {
        if (!(await write(part))) return false;
      }
      return true;
    }
  }

  async function answer(arrival: Arrival): Promise<boolean> {
    const { content } = arrival;
    if (content.is === "batch") return true;
    const { station, epoch } = content.is === "question" ? content.question : content;
    const held = await persist(() => database.run((client) => readHeld(client, station, epoch)));
    if (held === null) return false;
    events.onHeld(arrival, held);
    return true;
  }

  async function work(): Promise<void> {
    while (!stopped && pending.length > 0) {
      const group = takeGroup(pending);
      pending = pending.slice(group.length);
      const batches = group.flatMap(({ content }) =>
        content.is === "batch" ? [content.sorted] : [],
      );
      if (batches.length > 0 && !(await write(batches))) return;
      for (const arrival of group) {
        if (!(await answer(arrival))) return;
        arrival.done();
      }
    }
  }

  function begin(): void {
    if (atWork !== null || stopped) return;
    atWork = work().finally(() => {
      atWork = null;
      if (pending.length > 0) begin();
    });
  }

  return {
    add(arrival) {
      if (stopped || pending.length >= limits.pending) return false;
      pending.push(arrival);
      begin();
      return true;
    },
    forget() {
      pending = [];
    },
    waiting: () => pending.length,
    async open() {
      await persist(() => database.run((client) => client.query("SELECT 1")));
    },
    async stop() {
      stopped = true;
      pending = [];
      wake();
      await atWork;
    },
  };
}

/** The first arrivals that fit one transaction; at least one. */
function takeGroup(pending: readonly Arrival[]): readonly Arrival[] {
  let rows = 0;
  let count = 0;
  for (const { content } of pending) {
    rows += content.is === "batch" ? content.sorted.rows.length : 0;
    if (count > 0 && (rows > limits.groupRows || count >= limits.groupMessages)) break;
    count += 1;
  }
  return pending.slice(0, count);
}

/** Two halves of a group, of a message, or the one refused record set aside. */
function halves(group: readonly Sorted[], code: string): readonly (readonly Sorted[])[] {
  if (group.length > 1) {
    const middle = Math.ceil(group.length / 2);
    return [group.slice(0, middle), group.slice(middle)];
  }
  return group
    .map((message) => {
      const { rows, topic } = message;
      const [row] = rows;
      if (row !== undefined && rows.length === 1) {
        const { station, epoch, seq, prev, hash } = row.record;
        const place = { topic, station, epoch, seq, prev, hash };
        const aside = setAside(place, row.record, "refused-by-database", code);
        return [{ ...message, rows: [], quarantined: [...message.quarantined, aside] }];
      }
      const middle = Math.ceil(rows.length / 2);
      return [
        { ...message, rows: rows.slice(0, middle) },
        { ...message, rows: rows.slice(middle), quarantined: [] },
      ];
    })
    .flat()
    .map((message) => [message]);
}
