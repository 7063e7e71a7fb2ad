// What a frame line needs of a transport: one attempt to connect, bytes in, bytes out, one end.

export type Link = {
  /** Hands bytes to the device now; false when the link can't take them: nothing is kept for later. */
  send(bytes: Buffer): boolean;
  /** Ends the link; resolves within a bounded time. `closed` is not called any more. */
  close(): Promise<void>;
};

export type LinkHandlers = {
  /** Connected; `remark` tells what is odd about the connection, if anything. */
  open(remark: string | null): void;
  /** Bytes as they came; the buffer is reused after the call. */
  bytes(chunk: Uint8Array): void;
  /** The attempt failed or the link ended, in words. Called at most once; away unless said. */
  closed(reason: string, state?: "away" | "swapped"): void;
};

/** Makes one attempt; a link is never opened again, so nothing written can come out later. */
export type Connect = (handlers: LinkHandlers) => Link;
