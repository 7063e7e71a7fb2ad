// A recorded session of a line: what came, what was sent, when the link opened and ended, as text that
// can be read, mailed and played again.
import type { LineClock } from "../line.ts";
import type { Connect } from "./link.ts";

/**
 * The format, one entry per line: `MS < HEX` received, `MS > HEX` sent, `MS + WORDS` the link opened,
 * `MS - WORDS` it ended; MS counts from the start of the recording and never goes back. The head is
 * `proofline recording 1`, `model ID` and `line rtu|tcp|frames`; empty lines and `#` lines say nothing.
 */
export const RECORDING_HEAD = "proofline recording 1";

/** What runs on the line: frames of a gauge, or Modbus in one of its two forms. */
export type RecordedLine = "frames" | "rtu" | "tcp";

export type RecordedEntry =
  | { readonly ms: number; readonly is: "received" | "sent"; readonly bytes: Buffer }
  | { readonly ms: number; readonly is: "opened" | "ended"; readonly words: string };

export type Recording = {
  readonly model: string;
  readonly line: RecordedLine;
  readonly entries: readonly RecordedEntry[];
};

const marks = { "<": "received", ">": "sent", "+": "opened", "-": "ended" } as const;
const entryLine = /^(?<ms>\d{1,12}) (?<mark>[<>+-]) ?(?<rest>.*)$/u;
const headLines = {
  model: /^model (?<word>[a-z0-9-]{1,64})$/u,
  line: /^line (?<word>frames|rtu|tcp)$/u,
};
const hexBytes = /^(?:[0-9A-Fa-f]{2} ?)+$/u;

/** Is this the beginning of a recording? */
export function isRecording(bytes: Uint8Array): boolean {
  return (
    Buffer.from(bytes.subarray(0, RECORDING_HEAD.length)).toString("latin1") === RECORDING_HEAD
  );
}

/** Reads a recording; in words with its line what is wrong with it. Pure. */
export function parseRecording(text: string): Recording | { readonly refused: string } {
  const lines = text.split(/\r?\n/u);
  if (lines[0] !== RECORDING_HEAD) return { refused: `line 1 is not "${RECORDING_HEAD}"` };
  const head: { model: string | null; line: RecordedLine | null } = { model: null, line: null };
  const entries: RecordedEntry[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line === "" || line.startsWith("#")) continue;
    const model = headLines.model.exec(line)?.groups?.word;
    const kind = headLines.line.exec(line)?.groups?.word;
    if (model !== undefined) head.model = model;
    else if (kind === "frames" || kind === "rtu" || kind === "tcp") head.line = kind;
    else {
      const entry = entryOf(line);
      if (entry === null) return { refused: `line ${index + 1} is no entry of a recording` };
      if (entry.ms < (entries.at(-1)?.ms ?? 0))
        return { refused: `line ${index + 1} goes back in time` };
      entries.push(entry);
    }
  }
  if (head.model === null || head.line === null) return { refused: "model or line is not named" };
  return { model: head.model, line: head.line, entries };
}

function entryOf(line: string): RecordedEntry | null {
  const { ms = "", mark = "", rest = "" } = entryLine.exec(line)?.groups ?? {};
  if (mark === "<" || mark === ">") {
    if (!hexBytes.test(rest)) return null;
    return { ms: Number(ms), is: marks[mark], bytes: Buffer.from(rest.replaceAll(" ", ""), "hex") };
  }
  return mark === "+" || mark === "-" ? { ms: Number(ms), is: marks[mark], words: rest } : null;
}

/** Writes each line of the recording of a line as it happens; the head comes first. */
export type Recorder = {
  /** The same link, listened to. */
  wrap(connect: Connect): Connect;
};

export function createRecorder(
  about: { readonly model: string; readonly line: RecordedLine },
  clock: LineClock,
  write: (line: string) => void,
): Recorder {
  const startMs = clock.monotonicMs();
  const put = (mark: string, rest: string) => {
    write(`${Math.round(clock.monotonicMs() - startMs)} ${mark} ${rest}`);
  };
  const hex = (bytes: Uint8Array) =>
    Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");
  for (const line of [RECORDING_HEAD, `model ${about.model}`, `line ${about.line}`]) write(line);
  return {
    wrap: (connect) => (handlers) => {
      let opened = false;
      const link = connect({
        open(remark) {
          opened = true;
          put("+", remark ?? "connected");
          handlers.open(remark);
        },
        bytes(chunk) {
          put("<", hex(chunk));
          handlers.bytes(chunk);
        },
        closed(reason, state) {
          if (opened) put("-", reason.replaceAll(/[\r\n]+/gu, " "));
          handlers.closed(reason, state);
        },
      });
      return {
        send(bytes) {
          const sent = link.send(bytes);
          if (sent) put(">", hex(bytes));
          return sent;
        },
        close: () => link.close(),
      };
    },
  };
}
