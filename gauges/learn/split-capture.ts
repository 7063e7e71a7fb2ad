// Where a frame of an unknown gauge ends: the line end that cuts a capture into the most regular pieces.

export type SplitCapture = {
  /** Frames without start and end, as latin-1 text. The broken first and last ones are left out. */
  readonly frames: readonly string[];
  readonly end: string;
  /** A control character that begins every frame; null where there is none. */
  readonly start: string | null;
  /** True when NUL bytes stood between the frames and were dropped. */
  readonly stripsNul: boolean;
};

const lineEnds = ["\r\n", "\r", "\n", "\u0003", ";"] as const;
const control = /[\u0000-\u001f]/u;

/** Cuts a capture; null when no character ends lines in it. Pure. */
export function splitCapture(bytes: Uint8Array): SplitCapture | null {
  const sent = Buffer.from(bytes).toString("latin1");
  const stripsNul = sent.includes("\u0000");
  const text = sent.replaceAll("\u0000", "");
  const found = lineEnds.find((one) => text.includes(one));
  if (found === undefined) return null;
  const end = found + constantTail(text, found);
  const pieces = text.split(end);
  // What follows the last end is half a frame; the first may have begun before the capture did.
  const whole = pieces.slice(0, -1);
  const start = commonStart(whole.slice(1));
  const frames = whole.map((piece) => (start === null ? piece : afterStart(piece, start)));
  const [first = "", ...others] = frames;
  const lengths = new Set(others.map((one) => one.length));
  const kept = lengths.has(first.length) || others.length < 2 ? frames : others;
  return { frames: kept.filter((one) => one !== ""), end, start, stripsNul };
}

/** Control characters that stand behind every line end but the last, such as the LF of CR LF. */
function constantTail(text: string, end: string): string {
  let tail = "";
  for (;;) {
    const behind = new Set<string>();
    const whole = end + tail;
    for (let at = text.indexOf(whole); at !== -1; at = text.indexOf(whole, at + whole.length)) {
      const next = text[at + whole.length];
      if (next !== undefined) behind.add(next);
    }
    const [only] = behind;
    if (behind.size !== 1 || only === undefined || !control.test(only) || only === "\u0002") {
      return tail;
    }
    if (end.includes(only) || tail.length >= 3) return tail;
    tail += only;
  }
}

function commonStart(pieces: readonly string[]): string | null {
  const [first = ""] = pieces;
  const start = first[0];
  if (start === undefined || !control.test(start)) return null;
  return pieces.every((piece) => piece.startsWith(start)) ? start : null;
}

function afterStart(piece: string, start: string): string {
  const at = piece.lastIndexOf(start);
  return at === -1 ? piece : piece.slice(at + start.length);
}
