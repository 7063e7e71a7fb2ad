// Plays a recorded session as a link: frames at the times they came, Modbus answers to the requests
// they answered, so that the line above it does what it did.
import type { LineClock } from "../line.ts";
import type { Connect, LinkHandlers } from "./link.ts";
import type { RecordedEntry, Recording } from "./recording.ts";

export const REPLAY_OVER = "the recording is over";

/** Connects to the recording, where the last attempt left it; `speed` 10 plays it in a tenth of its time. */
export function createReplayConnect(
  recording: Recording,
  clock: LineClock,
  speed: number,
): Connect {
  const tape = { entries: recording.entries, at: 0, told: false };
  return (handlers) => {
    const playing: Playing = { over: false, timers: new Set() };
    const end = (reason: string) => {
      if (playing.over) return;
      playing.over = true;
      handlers.closed(reason);
    };
    const player =
      recording.line === "frames"
        ? playFrames(tape, playing, handlers, end, { clock, speed })
        : playAnswers(tape, playing, handlers, end, { speed, tcp: recording.line === "tcp" });
    return {
      send: (bytes) => !playing.over && player.send(bytes),
      close() {
        playing.over = true;
        for (const timer of playing.timers) clearTimeout(timer);
        return Promise.resolve();
      },
    };
  };
}

type Tape = { readonly entries: readonly RecordedEntry[]; at: number; told: boolean };
type Playing = { over: boolean; readonly timers: Set<NodeJS.Timeout> };
type End = (reason: string) => void;
type Player = { send(bytes: Buffer): boolean };

function later(playing: Playing, ms: number, step: () => void): void {
  const timer = setTimeout(
    () => {
      playing.timers.delete(timer);
      if (!playing.over) step();
    },
    Math.max(0, ms),
  );
  playing.timers.add(timer);
}

/** The link of a tape that has been played to its end: told once, then nothing ever comes. */
function ended(tape: Tape, playing: Playing, end: End): void {
  if (tape.told) return;
  tape.told = true;
  later(playing, 0, () => end(REPLAY_OVER));
}

function playFrames(
  tape: Tape,
  playing: Playing,
  handlers: LinkHandlers,
  end: End,
  { clock, speed }: { readonly clock: LineClock; readonly speed: number },
): Player {
  const beginMs = clock.monotonicMs();
  const firstMs = tape.entries[tape.at]?.ms ?? 0;
  let open = false;
  const opened = (words: string) => {
    if (!open) handlers.open(words);
    open = true;
  };
  const step = () => {
    const entry = tape.entries[tape.at];
    if (entry === undefined) return ended(tape, playing, end);
    const dueMs = beginMs + (entry.ms - firstMs) / speed;
    const waitMs = dueMs - clock.monotonicMs();
    if (waitMs > 0) return later(playing, Math.ceil(waitMs), step);
    tape.at += 1;
    if (entry.is === "ended") return end(entry.words);
    if (entry.is === "opened") opened(entry.words);
    else if (entry.is === "received") {
      opened("connected");
      handlers.bytes(entry.bytes);
    }
    later(playing, 0, step);
  };
  later(playing, 0, step);
  // What was asked is asked again at its own time; the answers come when they came.
  return { send: () => open };
}

function playAnswers(
  tape: Tape,
  playing: Playing,
  handlers: LinkHandlers,
  end: End,
  { speed, tcp }: { readonly speed: number; readonly tcp: boolean },
): Player {
  if (tape.at >= tape.entries.length) ended(tape, playing, end);
  else later(playing, 0, () => handlers.open("connected"));
  const deliver = (entry: RecordedEntry, request: Buffer) => {
    if (entry.is === "ended") return end(entry.words);
    if (entry.is !== "received") return;
    const answer = Buffer.from(entry.bytes);
    // A TCP answer carries the number of its request, which is another one today.
    if (tcp && request.length > 1) request.copy(answer, 0, 0, 2);
    handlers.bytes(answer);
  };
  return {
    send(request) {
      const asked = indexOfRequest(tape, request, tcp);
      if (asked === -1) {
        tape.at = tape.entries.length;
        ended(tape, playing, end);
        return true;
      }
      const sent = tape.entries[asked];
      let next = asked + 1;
      for (; next < tape.entries.length && tape.entries[next]?.is !== "sent"; next += 1) {
        const entry = tape.entries[next];
        if (entry === undefined || sent === undefined) break;
        later(playing, (entry.ms - sent.ms) / speed, () => deliver(entry, request));
      }
      tape.at = next;
      return true;
    },
  };
}

/** Where the tape, from where it stands, has this request; the number of a TCP request is nothing. */
function indexOfRequest({ entries, at }: Tape, request: Buffer, tcp: boolean): number {
  const body = tcp ? request.subarray(2) : request;
  return entries.findIndex(
    (entry, index) =>
      index >= at &&
      entry.is === "sent" &&
      (tcp ? entry.bytes.subarray(2) : entry.bytes).equals(body),
  );
}
