// A reader of a station's event stream: every record it was shown, in the order it was shown.
import { get, type IncomingMessage } from "node:http";
import type { QualityRecord } from "../../sync/records/index.ts";

export type ShownRecord = {
  /** The event's id, as it stood on the wire. */
  readonly id: number;
  readonly text: string;
  readonly record: QualityRecord;
};

export type StreamReader = {
  /** Resolves when the stream has ended, by the station or by `close`. */
  readonly ended: Promise<void>;
  close(): void;
};

export type ReaderOptions = {
  /** Resumes behind this seq, by header as a browser does or by address as a page does at first. */
  readonly after?: number;
  readonly by?: "header" | "address";
  /** Epoch of that seq, as the stream told it when it was opened before. */
  readonly epoch?: string;
};

/** Opens the stream; resolves when the station has answered, rejects when it cannot be reached. */
export function readStream(
  url: string,
  onRecord: (shown: ShownRecord) => void,
  { after, by = "header", epoch }: ReaderOptions = {},
): Promise<StreamReader> {
  const query = new URLSearchParams(epoch === undefined ? {} : { epoch });
  if (after !== undefined && by === "address") query.set("after", String(after));
  const headers: Record<string, string> =
    after !== undefined && by === "header" ? { "last-event-id": String(after) } : {};
  return new Promise((resolve, reject) => {
    const request = get(`${url}/api/stream?${query}`, { headers, agent: false }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`the stream answered ${response.statusCode}`));
        request.destroy();
        return;
      }
      resolve(follow(response, onRecord, () => request.destroy()));
    });
    request.once("error", reject);
  });
}

function follow(
  response: IncomingMessage,
  onRecord: (shown: ShownRecord) => void,
  close: () => void,
): StreamReader {
  let rest = "";
  response.setEncoding("utf8");
  response.on("data", (chunk: string) => {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const shown = recordIn(block);
      if (shown !== null) onRecord(shown);
    }
  });
  // A killed station ends the stream in the middle: what stood in it so far counts.
  response.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => response.once("close", resolve));
  return { ended, close };
}

function recordIn(block: string): ShownRecord | null {
  const lines = block.split("\n");
  if (!lines.includes("event: record")) return null;
  const field = (name: string) => lines.find((line) => line.startsWith(name))?.slice(name.length);
  const text = field("data: ") ?? "";
  return { id: Number(field("id: ")), text, record: JSON.parse(text) as QualityRecord };
}
