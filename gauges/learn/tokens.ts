// A frame as a person reads it: numbers, words, blanks and single characters, in order.

export type Token = {
  readonly kind: "number" | "word" | "blank" | "other";
  readonly text: string;
};

/** A number with its sign and the blanks that pad it; a comma counts only where points don't occur. */
const withPoint = / *[+-]? *(?:\d+(?:\.\d*)?|\.\d+)/uy;
const withComma = / *[+-]? *(?:\d+(?:,\d+)?)/uy;
const word = /[\p{L}°"%µ]+/uy;
const blank = / +/uy;

export function tokensOf(frame: string, mark: "." | ","): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < frame.length; ) {
    const token = tokenAt(frame, at, mark);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(frame: string, at: number, mark: "." | ","): Token {
  for (const [kind, pattern] of [
    ["number", mark === "." ? withPoint : withComma],
    ["word", word],
    ["blank", blank],
  ] as const) {
    pattern.lastIndex = at;
    const found = pattern.exec(frame)?.[0];
    if (found !== undefined) return { kind, text: found };
  }
  return { kind: "other", text: frame[at] ?? "" };
}

/** Frames of one build have the same: the kinds in order, and single characters as they are. */
export function buildOf(tokens: readonly Token[]): string {
  return tokens.map(({ kind, text }) => (kind === "other" ? text : kind[0])).join("\u0001");
}

/** The decimal mark of a capture: a point where any number has one. */
export function decimalMark(frames: readonly string[]): "." | "," {
  if (frames.some((frame) => /\d\.\d|\.\d|\d\./u.test(frame))) return ".";
  return frames.filter((frame) => /\d,\d/u.test(frame)).length > frames.length / 2 ? "," : ".";
}
