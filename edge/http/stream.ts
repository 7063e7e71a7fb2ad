// The event stream: committed records with their seq as id, replayable from any seq; a bound per client.
import type { ServerResponse } from "node:http";
import { jsonOf, type QualityRecord } from "../../sync/records/index.ts";

/** A client that has more than this waiting is dropped; it resumes by Last-Event-ID. */
const MOST_WAITING_BYTES = 1024 * 1024;
const HEARTBEAT_MS = 15_000;
const REPLAY_PAGE = 500;
/** Clients at once; a browser opens one per page. */
export const MOST_STREAMS = 64;

export type StreamHub = {
  /** Takes over the response; replays from `after + 1` when given, then goes on live. */
  join(response: ServerResponse, after: number | null): void;
  publish(records: readonly QualityRecord[]): void;
  /** An event that is no record: not replayed, no id. */
  tell(event: "live" | "station", body: unknown): void;
  readonly clients: () => number;
  close(): void;
};

type Client = {
  readonly response: ServerResponse;
  /** What the client says it has, and what it was sent since. */
  sent: number;
  /** Last seq of the replay; 0 without one. */
  replayed: number;
  live: boolean;
};

export function createStreamHub(source: {
  read(from: number, limit: number): Promise<readonly QualityRecord[]>;
}): StreamHub {
  const clients = new Set<Client>();
  let published = 0;

  const write = (client: Client, text: string) => {
    if (client.response.destroyed) return;
    client.response.write(text);
    if (client.response.writableLength > MOST_WAITING_BYTES) client.response.destroy();
  };
  const heartbeat = setInterval(() => {
    for (const client of clients) write(client, ":\n\n");
  }, HEARTBEAT_MS);
  heartbeat.unref();

  const replay = async (client: Client) => {
    while (!client.response.destroyed) {
      const page = await source.read(client.sent + 1, REPLAY_PAGE);
      // A record committed while this page was read has been published to live clients only.
      if (page.length === 0 && client.sent >= published) break;
      for (const record of page) {
        if (record.seq <= client.sent) continue;
        client.sent = record.seq;
        client.replayed = record.seq;
        write(client, recordEvent(record));
      }
      await drained(client.response);
    }
    client.live = true;
  };

  return {
    join: (response, after) => {
      // The stream ends with its connection: chunks would make three writes of every event.
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      response.socket?.setNoDelay(true);
      const client: Client = { response, sent: after ?? 0, replayed: 0, live: after === null };
      clients.add(client);
      response.on("close", () => clients.delete(client));
      write(client, "retry: 1000\n:ok\n\n");
      if (!client.live) void replay(client);
    },
    publish: (records) => {
      published = records.at(-1)?.seq ?? published;
      if (clients.size === 0) return;
      let text = "";
      for (const record of records) text += recordEvent(record);
      for (const client of clients) {
        if (!client.live) continue;
        client.sent = published;
        const repeats = client.replayed >= (records[0]?.seq ?? 0);
        write(client, repeats ? eventsBehind(records, client.replayed) : text);
      }
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
