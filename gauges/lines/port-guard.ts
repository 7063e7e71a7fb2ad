// Connects to the port that settings name, and only while it is the adapter it was before: a gauge
// whose adapter was swapped gives no readings until a person confirms the change or undoes it.
import type { PortName } from "../line.ts";
import type { Connect, Link, LinkHandlers } from "./link.ts";
import { choosePort, type PortChoice, portKey, portsWords } from "./port-choice.ts";
import type { Ports } from "./port-list.ts";
import { words } from "./system-words.ts";

/** Bytes held while the adapter is looked at once more after opening. */
const HELD_BYTES = 65_536;

/** Which adapter a port was last, as one gauge or bus remembers it. */
export type AdapterMemory = {
  /** Why this adapter is not the one, in words; null when it is, or none is remembered. */
  judge(port: string, found: string | null): string | null;
  /** The port is open and was this adapter: from now on it must stay so. */
  keep(adapter: string | null): void;
  /** A person says that the adapter found last is right; gives it, null when none was refused. */
  accept(): string | null;
};

/** Stands for the adapter of a port that has none. */
const NO_ADAPTER = "no USB adapter";

/** `told` hears of each adapter that is kept for the first time, or anew. */
export function createAdapterMemory(
  remembered: string | null,
  told: (adapter: string) => void,
): AdapterMemory {
  let expected = remembered;
  let refused: string | null = null;
  return {
    judge(port, found) {
      const now = found ?? NO_ADAPTER;
      refused = expected === null || expected === now ? null : now;
      if (refused === null) return null;
      return `${port} is now ${now}, the gauge was on ${expected}: put it back, or confirm the new one`;
    },
    keep(adapter) {
      if (adapter === null || adapter === expected) return;
      expected = adapter;
      told(adapter);
    },
    accept() {
      if (refused === null) return null;
      expected = refused;
      refused = null;
      return expected;
    },
  };
}

export type GuardedPort = {
  readonly wanted: PortName;
  readonly ports: Ports;
  readonly memory: AdapterMemory;
  /** Connects to a path, links and all. */
  readonly open: (path: string) => Connect;
};

/** One attempt: look which port it is, open it, look again, and only then believe it. */
export function createGuardedConnect(guarded: GuardedPort): Connect {
  return (handlers) => {
    const attempt: Attempt = { link: null, over: false, held: [], heldBytes: 0, open: false };
    void run(guarded, attempt, handlers);
    return {
      send: (bytes) => attempt.open && (attempt.link?.send(bytes) ?? false),
      async close() {
        attempt.over = true;
        await attempt.link?.close();
      },
    };
  };
}

type Attempt = {
  link: Link | null;
  over: boolean;
  open: boolean;
  held: Buffer[];
  heldBytes: number;
};

async function run(guarded: GuardedPort, attempt: Attempt, handlers: LinkHandlers): Promise<void> {
  const seen = await look(guarded);
  if (attempt.over) return;
  const end = (reason: string, state: "away" | "swapped") => {
    if (attempt.over) return;
    attempt.over = true;
    void attempt.link?.close();
    handlers.closed(reason, state);
  };
  if (seen.kind !== "port") return end(seen.reason, seen.kind === "other" ? "swapped" : "away");
  const fault = judged(guarded, seen.adapter);
  if (fault !== null) return end(fault, "swapped");
  attempt.link = guarded.open(seen.path)({
    open(remark) {
      void verify(guarded, seen.adapter).then((late) => {
        if (late !== null) return end(late, "swapped");
        if (attempt.over) return;
        guarded.memory.keep(seen.adapter);
        attempt.open = true;
        handlers.open(remark);
        for (const chunk of attempt.held.splice(0)) if (!attempt.over) handlers.bytes(chunk);
      });
    },
    bytes(chunk) {
      if (attempt.over) return;
      if (attempt.open) return handlers.bytes(chunk);
      attempt.heldBytes += chunk.length;
      if (attempt.heldBytes > HELD_BYTES)
        return end("a flood of bytes while it was opened", "away");
      attempt.held.push(Buffer.from(chunk));
    },
    closed(reason) {
      if (!isMissing(reason)) return end(reason, "away");
      void guarded.ports.list().then(
        (ports) => end(`${reason}; ${portsWords(ports)}`, "away"),
        () => end(reason, "away"),
      );
    },
  });
}

function judged({ wanted, memory }: GuardedPort, adapter: string | null): string | null {
  // Settings that name the serial number are a person's word: there is nothing to compare.
  return wanted.usb?.serial === undefined ? memory.judge(portKey(wanted), adapter) : null;
}

/** Names move while one looks: is the port that was opened still the adapter that was seen? */
async function verify(guarded: GuardedPort, adapter: string | null): Promise<string | null> {
  if (adapter === null) return null;
  const again = await look(guarded);
  if (again.kind !== "port") return again.reason;
  if (again.adapter === adapter) return null;
  return `${portKey(guarded.wanted)} became ${again.adapter ?? NO_ADAPTER} while it was opened`;
}

async function look({ wanted, ports }: GuardedPort): Promise<PortChoice> {
  try {
    const listed = await ports.list();
    const { path } = wanted;
    return choosePort(wanted, listed, path === undefined ? null : await ports.follow(path, listed));
  } catch (error) {
    return { kind: "none", reason: `the ports of this machine cannot be listed: ${words(error)}` };
  }
}

function isMissing(reason: string): boolean {
  return /no such file|file not found/i.test(reason);
}
