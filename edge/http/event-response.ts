// How a response becomes a stream of server-sent events: one head, no buffering, nothing chunked.
import type { ServerResponse } from "node:http";

/** Sends the head of an event stream; the caller writes events until the connection closes. */
export function startEvents(response: ServerResponse): void {
  // The stream ends with its connection: chunks would make three writes of every event.
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  response.socket?.setNoDelay(true);
}
