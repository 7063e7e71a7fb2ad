// The event stream: committed records with their seq as id, replayable from any place; a bound per client.
import type { ServerResponse } from "node:http";
import { jsonOf, type QualityRecord } from "../../sync/records/index.ts";
import type { Journal } from "../store/index.ts";
import { startEvents } from "./event-response.ts";

/** A client that has more than this waiting is dropped; it resumes by Last-Event-ID. */
const MOST_WAITING_BYTES = 1024 * 1024;
const HEARTBEAT_MS = 15_000;
const REPLAY_PAGE = 500;
/** Clients at once; a browser opens one per page. */
export const MOST_STREAMS = 64;

/**
 * Where a client says it is: the last seq it has, and of which epoch. Without an epoch the seq is one
 * of the current epoch, unless that has not come so far yet: then it is from before a restore.
 */
export type Resumed = { readonly after: number; readonly epoch: string | null };

export type StreamHub = {
  /**
   * Takes over the response, says `hello` with epoch and newest seq, replays what is behind the place
   * the client has reached, through later epochs as well, then goes on live; null begins live.
   */
  join(response: ServerResponse, resumed: Resumed | null): void;
  publish(records: readonly QualityRecord[]): void;
  /** An event that is no record: not replayed, no id. */
  tell(event: "live" | "station", body: unknown): void;
  readonly clients: () => number;
  close(): void;
};

type Client = {
  readonly response: ServerResponse;
  /** Epochs to be replayed, oldest first; the last one is the current. */
  epochs: string[];
  /** What the client has of the first of them. */
  sent: number;
  /** Last seq of the replay; 0 without one. */
  replayed: number;
  live: boolean;
};

export function createStreamHub(source: Pick<Journal, "readEpoch" | "epochs" | "head">): StreamHub {
  const clients = new Set<Client>();
  let published = 0;

  const write = (client: Client, text: string) => {
    if (client.response.destroyed) return;
    client.response.write(text);
    if (client.response.writableLength > MOST_WAITING_BYTES) client.response.destroy();
  };
  const tellAll = inOneGo((records) => {
    const text = records.map(recordEvent).join("");
    for (const client of clients) {
      if (!client.live) continue;
      client.sent = published;
      const repeats = client.replayed >= (records[0]?.seq ?? 0);
      write(client, repeats ? eventsBehind(records, client.replayed) : text);
    }
  });
  const heartbeat = setInterval(() => {
    for (const client of clients) write(client, ":\n\n");
  }, HEARTBEAT_MS);
  heartbeat.unref();

  const replay = async (client: Client) => {
    while (!client.response.destroyed) {
      const [epoch = "", ...later] = client.epochs;
      const page = await source.readEpoch(epoch, client.sent + 1, REPLAY_PAGE);
      if (page.length === 0 && later.length > 0) {
        client.epochs = later;
        client.sent = 0;
        continue;
      }
      // A record committed while this page was read has been published to live clients only.
      if (page.length === 0 && client.sent >= published) break;
      for (const record of page) {
        if (record.seq <= client.sent) continue;
        client.sent = record.seq;
        if (later.length === 0) client.replayed = record.seq;
        write(client, recordEvent(record));
      }
      await drained(client.response);
    }
    client.live = true;
  };

  return {
    join: (response, resumed) => {
      startEvents(response);
      const head = source.head();
      const behind = placeBehind(resumed, source);
      const client: Client = { response, ...behind, replayed: 0, live: resumed === null };
      clients.add(client);
      response.on("close", () => clients.delete(client));
      const hello = { station: head.station, epoch: head.epoch, seq: head.seq };
      write(client, `retry: 1000\n:ok\n\nevent: hello\ndata: ${JSON.stringify(hello)}\n\n`);
      if (!client.live) void replay(client);
    },
    publish: (records) => {
      published = records.at(-1)?.seq ?? published;
      if (clients.size > 0) tellAll(records);
    },
    tell: (event, body) => {
      if (clients.size === 0) return;
      const text = `event: ${event}\ndata: ${JSON.stringify(body)}\n\n`;
      for (const client of clients) write(client, text);
    },
    clients: () => clients.size,
    close: () => {
      clearInterval(heartbeat);
      for (const client of clients) client.response.end();
      clients.clear();
    },
  };
}

/** Acts committed together come one by one; `take` gets their records together, for one write. */
function inOneGo(take: (records: readonly QualityRecord[]) => void) {
  let waiting: QualityRecord[] = [];
  const all = () => {
    const records = waiting;
    waiting = [];
    take(records);
  };
  return (records: readonly QualityRecord[]) => {
    if (waiting.length === 0) queueMicrotask(all);
    waiting.push(...records);
  };
}

/** From where a client is replayed: an epoch the journal does not know gives all of the current one. */
function placeBehind(
  resumed: Resumed | null,
  source: Pick<Journal, "epochs" | "head">,
): Pick<Client, "epochs" | "sent"> {
  const { epoch, seq } = source.head();
  if (resumed === null) return { epochs: [epoch], sent: 0 };
  if (resumed.epoch === null)
    return { epochs: [epoch], sent: resumed.after > seq ? 0 : resumed.after };
  const epochs = source.epochs();
  const known = epochs.indexOf(resumed.epoch);
  return known < 0
    ? { epochs: [epoch], sent: 0 }
    : { epochs: epochs.slice(known), sent: resumed.after };
}

/**
 * A replay reads what is committed, which may be more than has been published yet. What a client only
 * says it has counts for nothing here: its number may come from before a restore.
 */
function eventsBehind(records: readonly QualityRecord[], seq: number): string {
  const unsent = records.filter((record) => record.seq > seq);
  return unsent.map(recordEvent).join("");
}

function recordEvent(record: QualityRecord): string {
  return `id: ${record.seq}\nevent: record\ndata: ${jsonOf(record)}\n\n`;
}

/** Waits until a slow client has taken what was written, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  if (!response.writableNeedDrain || response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
  });
}
