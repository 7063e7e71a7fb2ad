// A gauge on a serial port: one attempt to open it, its bytes, and its end within milliseconds of an unplug.
import type { Connect, LinkHandlers } from "./link.ts";
import { openPort, type PortSettings, readPort, type SerialHandle } from "./serial-binding.ts";
import { words } from "./system-words.ts";

/** The system may wait for unsent bytes when a port is closed; nobody waits longer than this. */
const closeWaitMs = 2000;
const unsentBytesMax = 4096;

type Attempt = {
  handle: SerialHandle | null;
  over: boolean;
  unsentBytes: number;
  /** Settles when all that was handed over before has been written: two writes must not overtake. */
  written: Promise<void>;
};

/** Connects to the port; each attempt opens it anew, so a late write can't reach the device. */
export function createSerialConnect(settings: PortSettings): Connect {
  return (handlers) => {
    const attempt: Attempt = {
      handle: null,
      over: false,
      unsentBytes: 0,
      written: Promise.resolve(),
    };
    const done = run(settings, attempt, handlers);
    return {
      send(bytes) {
        if (attempt.over || attempt.handle === null) return false;
        if (attempt.unsentBytes + bytes.length > unsentBytesMax) return false;
        write(attempt, attempt.handle, bytes);
        return true;
      },
      async close() {
        attempt.over = true;
        if (attempt.handle !== null) await closePort(attempt.handle);
        await atMost(closeWaitMs, done);
      },
    };
  };
}

async function run(
  settings: PortSettings,
  attempt: Attempt,
  handlers: LinkHandlers,
): Promise<void> {
  let handle: SerialHandle;
  try {
    handle = await openPort(settings);
  } catch (error) {
    if (!attempt.over) handlers.closed(words(error));
    return;
  }
  if (attempt.over) return closePort(handle);
  attempt.handle = handle;
  handlers.open(handle.remark);
  const reason = await readPort(handle.port, (chunk) => {
    if (!attempt.over) handlers.bytes(chunk);
  });
  if (attempt.over) return;
  attempt.over = true;
  await closePort(handle);
  handlers.closed(reason ?? "the port was closed");
}

function write(attempt: Attempt, handle: SerialHandle, bytes: Buffer): void {
  attempt.unsentBytes += bytes.length;
  attempt.written = attempt.written
    .then(() => (attempt.over ? undefined : handle.port.write(bytes)))
    .then(() => {
      attempt.unsentBytes -= bytes.length;
    })
    .catch(() => {
      // The reader sees the same fault and ends the link; closing makes sure that it does.
      if (!attempt.over) void closePort(handle);
    });
}

/** Closes without sending what is still unsent; a port that is gone closes all the same. */
async function closePort({ port }: SerialHandle): Promise<void> {
  if (!port.isOpen) return;
  const closed = port
    .flush()
    .catch(() => undefined)
    .then(() => (port.isOpen ? port.close() : undefined))
    .catch(() => undefined);
  await atMost(closeWaitMs, closed);
}

async function atMost(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
