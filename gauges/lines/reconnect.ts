// Keeps one link to a gauge: connects, notices its end, tries again after a growing wait until stopped.
import type { LineClock, LineState } from "../line.ts";
import { waitMs } from "./backoff.ts";
import type { Connect, Link } from "./link.ts";

/** A link that held this long counts as good: the next loss is retried at once again. */
const steadyMs = 2000;

export type ReconnectHandlers = {
  opened(): void;
  bytes(chunk: Uint8Array): void;
  /** The link is gone or the line stops. */
  ended(): void;
  state(state: LineState, reason: string): void;
};

export type Reconnecting = {
  start(): void;
  stop(): Promise<void>;
  /** Sends if online; false otherwise. */
  send(bytes: Buffer): boolean;
  /** Ends the link and opens it anew; nothing is told unless it can't be opened. */
  renew(): void;
};

export function createReconnecting(
  connect: Connect,
  clock: LineClock,
  random: () => number,
  handlers: ReconnectHandlers,
): Reconnecting {
  let link: Link | null = null;
  let online = false;
  let running = false;
  let failures = 0;
  let openedAtMs = 0;
  let timer: NodeJS.Timeout | null = null;
  const tell = createTelling(handlers);

  function lost(reason: string, state: "away" | "swapped" = "away"): void {
    const wasOnline = online;
    online = false;
    link = null;
    if (wasOnline) handlers.ended();
    if (wasOnline && clock.monotonicMs() - openedAtMs >= steadyMs) failures = 0;
    if (!running) return;
    tell(state, reason);
    timer = setTimeout(attempt, waitMs(failures, random));
    failures += 1;
  }

  function attempt(): void {
    timer = null;
    link = connect({
      open(remark) {
        if (!running) return;
        online = true;
        openedAtMs = clock.monotonicMs();
        tell("online", remark ?? "connected");
        handlers.opened();
      },
      bytes: (chunk) => handlers.bytes(chunk),
      closed: lost,
    });
  }

  return {
    start() {
      if (running) return;
      running = true;
      tell("connecting", "opening the port");
      attempt();
    },
    async stop() {
      running = false;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const last = link;
      link = null;
      if (online) handlers.ended();
      online = false;
      await last?.close();
    },
    renew() {
      const last = link;
      if (!online || last === null) return;
      online = false;
      link = null;
      handlers.ended();
      void last.close().then(() => {
        if (running && link === null && timer === null) attempt();
      });
    },
    send: (bytes) => online && (link?.send(bytes) ?? false),
  };
}

/** A port that stays away for the same reason is one event, not one per attempt. */
function createTelling(handlers: ReconnectHandlers): ReconnectHandlers["state"] {
  let last = "";
  return (state, reason) => {
    const both = `${state} ${reason}`;
    if (both === last) return;
    last = both;
    handlers.state(state, reason);
  };
}
