// Decides what a batch holds: records of one epoch in order, from the tail in memory or the journal.
import { jsonOf, type QualityRecord } from "../records/index.ts";

/** What the publisher needs of a journal; the edge's journal fits as it is. */
export type OutboxJournal = {
  /** Records of the current epoch with seq >= from, in order, at most `limit`. */
  read(from: number, limit: number): Promise<readonly QualityRecord[]>;
  readonly head: () => { readonly station: string; readonly epoch: string; readonly seq: number };
  /** Durable watermark of the collector for the current epoch. */
  confirmed(): Promise<number>;
  setConfirmed(seq: number): Promise<void>;
  /** Last seq of an epoch that the broker named `road` took over; 0 when unknown. */
  taken?(epoch: string, road: string): Promise<number>;
  /** Keeps it over restarts; without it a station that no collector answers begins again at 1. */
  setTaken?(epoch: string, road: string, seq: number): Promise<void>;
  /** All epochs the journal keeps records of, oldest first; without it only the current is sent. */
  readonly epochs?: () => readonly string[];
  /** As `read`, for any of them. An earlier epoch may have holes where a journal was salvaged. */
  readEpoch?(epoch: string, from: number, limit: number): Promise<readonly QualityRecord[]>;
};

/** One epoch as the publisher sees it. */
export type Outbox = {
  readonly epoch: string;
  readonly current: boolean;
  /** What the collector confirmed in an earlier life, as the journal knows it. */
  readonly startsAt: number;
  /** What the broker took over in an earlier life. */
  readonly takenBefore: number;
  head(): number;
  read(from: number, limit: number): Promise<readonly SentRecord[]>;
  setConfirmed(seq: number): Promise<void>;
  setTaken(seq: number): Promise<void>;
};

/** A record's JSON text, made once, and its hash. */
export type SentRecord = { readonly seq: number; readonly hash: string; readonly text: string };

export type Tail = {
  keep(records: readonly QualityRecord[]): void;
  /** Records from `from` on when the tail holds it, else nothing. */
  from(seq: number, limit: number): readonly SentRecord[];
  clear(): void;
};

export function asSent(record: QualityRecord): SentRecord {
  return { seq: record.seq, hash: record.hash, text: jsonOf(record) };
}

/**
 * The newest records in memory, so that what was just committed is not read again. Bounded by count
 * and by length; what falls out is read from the journal.
 */
export function createTail(limits: {
  readonly records: number;
  readonly characters: number;
}): Tail {
  let kept: SentRecord[] = [];
  let length = 0;

  function shorten(): void {
    let drop = 0;
    while (
      drop < kept.length &&
      (kept.length - drop > limits.records || length > limits.characters)
    ) {
      length -= kept[drop]?.text.length ?? 0;
      drop += 1;
    }
    if (drop > 0) kept = kept.slice(drop);
  }

  return {
    keep(records) {
      for (const record of records) {
        const last = kept.at(-1);
        if (last !== undefined && record.seq !== last.seq + 1) {
          kept = [];
          length = 0;
        }
        const made = asSent(record);
        kept.push(made);
        length += made.text.length;
      }
      if (kept.length > limits.records * 1.25 || length > limits.characters) shorten();
    },
    from(seq, limit) {
      const first = kept[0];
      if (first === undefined || seq < first.seq) return [];
      return kept.slice(seq - first.seq, seq - first.seq + limit);
    },
    clear() {
      kept = [];
      length = 0;
    },
  };
}

/**
 * The epochs to send, in order: earlier ones first, then the current one. How much of an earlier one
 * the collector holds is not in the journal: the collector is asked.
 * @param road names the broker; what one took over says nothing about another
 */
export async function openOutboxes(
  journal: OutboxJournal,
  tail: Tail,
  road: string,
): Promise<Outbox[]> {
  const { epoch } = journal.head();
  const now: Outbox = {
    epoch,
    current: true,
    startsAt: await journal.confirmed(),
    ...(await takenOf(journal, epoch, road)),
    head: () => journal.head().seq,
    async read(from, limit) {
      const fresh = tail.from(from, limit);
      return fresh.length > 0 ? fresh : (await journal.read(from, limit)).map(asSent);
    },
    setConfirmed: (seq) => journal.setConfirmed(seq),
  };
  const past = (journal.epochs?.() ?? []).filter((known) => known !== epoch);
  const earlier: Outbox[] = [];
  for (const known of past) earlier.push(await openEarlier(journal, known, road));
  return [...earlier.filter((outbox) => outbox.head() > 0), now];
}

async function takenOf(
  journal: OutboxJournal,
  epoch: string,
  road: string,
): Promise<Pick<Outbox, "takenBefore" | "setTaken">> {
  return {
    takenBefore: (await journal.taken?.(epoch, road)) ?? 0,
    setTaken: async (seq) => journal.setTaken?.(epoch, road, seq),
  };
}

async function openEarlier(journal: OutboxJournal, epoch: string, road: string): Promise<Outbox> {
  const read = async (from: number, limit: number) =>
    (await journal.readEpoch?.(epoch, from, limit)) ?? [];
  const head = await lastSeq(async (seq) => (await read(seq, 1)).length > 0);
  return {
    epoch,
    current: false,
    startsAt: 0,
    ...(await takenOf(journal, epoch, road)),
    head: () => head,
    read: async (from, limit) => (await read(from, limit)).map(asSent),
    setConfirmed: async () => undefined,
  };
}

/** The highest seq for which `reaches` holds, found by doubling and halving; 0 when none. */
async function lastSeq(reaches: (seq: number) => Promise<boolean>): Promise<number> {
  let below = 0;
  let above = 1;
  while (await reaches(above)) {
    below = above;
    above *= 2;
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (await reaches(middle)) below = middle;
    else above = middle;
  }
  return below;
}

/** As many records as a batch takes: at least one, else at most `bytes` in all and without a gap. */
export function fillBatch(
  records: readonly SentRecord[],
  from: number,
  bytes: number,
): readonly SentRecord[] {
  const batch: SentRecord[] = [];
  let size = 0;
  for (const record of records) {
    if (record.seq !== from + batch.length) break;
    size += Buffer.byteLength(record.text) + 1;
    if (batch.length > 0 && size > bytes) break;
    batch.push(record);
  }
  return batch;
}

/** What every message to the collector says first. */
export type MessageHeader = {
  readonly station: string;
  readonly epoch: string;
  readonly sentAt: string;
  readonly instance: string;
};

/** The message of a batch; the records' texts go in as they are. */
export function batchText(header: MessageHeader, batch: readonly SentRecord[]): string {
  const from = batch[0]?.seq ?? 0;
  const head = JSON.stringify({ v: 1, ...header, from, to: from + batch.length - 1 });
  return `${head.slice(0, -1)},"records":[${batch.map((record) => record.text).join(",")}]}`;
}
