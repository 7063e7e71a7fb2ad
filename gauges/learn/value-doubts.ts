// What may be wrong with the number taken as the value: digits that look like a status, sign, count or overload.
import type { Token } from "./tokens.ts";

/** Fewer different values than this say nothing of a single digit. */
const ENOUGH_VALUES = 10;

/** Why the numbers of these frames can't be read by any rule; null where nothing speaks against it. */
export function unreadable(frames: readonly string[]): string | null {
  const share = (pattern: RegExp) => frames.filter((frame) => pattern.test(frame)).length;
  if (share(/\d[eE][+-]?\d/u) > frames.length / 2) {
    return "the numbers have an exponent, which no rule of a model reads";
  }
  if (share(/\d-\s*(?:[^\d\s.]|$)/u) > 0 && share(/[+-] *\.?\d/u) === 0) {
    return "a minus stands behind the numbers, which no learned rule reads: write the rule by hand";
  }
  return null;
}

/** What a person must compare with the display before the column `at` is the value. */
export function valueDoubts(group: readonly Token[][], at: number): string[] {
  const column = group.map((tokens) => tokens[at]?.text ?? "");
  return [
    ...steadyNumber(group, at),
    ...thousands(group, at),
    ...oddDigits(column.map((text) => text.replace(/^ *[+-]? */u, ""))),
    ...overload(column),
    ...letters(group, at),
  ];
}

/** A finer number that stays the same may be the value, and the varying one a count. */
function steadyNumber(group: readonly Token[][], at: number): string[] {
  const finer = (text: string) => /[.+-]/u.test(text);
  if (group.some((tokens) => finer(tokens[at]?.text ?? ""))) return [];
  const [first = []] = group;
  const steady = first.find(
    ({ kind, text }, index) =>
      kind === "number" && finer(text) && group.every((tokens) => tokens[index]?.text === text),
  );
  if (steady === undefined) return [];
  return [
    `${steady.text.trim()} never varies and was not taken as the value: capture again with different values`,
  ];
}

function thousands(group: readonly Token[][], at: number): string[] {
  const glued = group.some((tokens) => {
    const [digit, comma, number] = [tokens[at - 2], tokens[at - 1], tokens[at]];
    return digit?.kind === "number" && comma?.text === "," && /^\d{3}/u.test(number?.text ?? "");
  });
  if (!glued) return [];
  return ["a comma stands right before the value: if it parts the thousands, the value is wrong"];
}

/** Digits that don't behave like those of a measured number. */
function oddDigits(digits: readonly string[]): string[] {
  const doubts: string[] = [];
  if (new Set(digits).size < ENOUGH_VALUES) return doubts;
  const places = new Set(digits.map((text) => text.split(".")[1]?.length ?? 0));
  if (places.size > 1) doubts.push("the digits behind the point are not always as many");
  const last = new Set(digits.map((text) => text.at(-1)));
  if (last.size <= 3) {
    const seen = [...last].sort().join(", ");
    doubts.push(`the last digit is only ever ${seen}: it may be a status and not of the value`);
  }
  const sameLength = new Set(digits.map((text) => text.length)).size === 1;
  const firsts = new Set(digits.map((text) => text[0]));
  if (sameLength && firsts.size > 1 && digits.every((text) => /^\d0\d/u.test(text))) {
    const seen = [...firsts].sort().join(", ");
    doubts.push(`the first digit is ${seen} before a zero: it may be a sign, status or channel`);
  }
  return doubts;
}

function overload(column: readonly string[]): string[] {
  const nines = column.find((text) => /^ *[+-]? *9{2,}\.?9{2,}$/u.test(text));
  if (nines === undefined) return [];
  return [`${nines.trim()} may stand for an overload: it was taken as a value`];
}

/** Letters glued to the digits: a checksum or a hexadecimal number. */
function letters(group: readonly Token[][], at: number): string[] {
  const glued = group.some((tokens) =>
    [tokens[at - 1], tokens[at + 1]].some(
      (beside) => beside?.kind === "word" && /^[A-F]{1,4}$/u.test(beside.text),
    ),
  );
  const one = new Set(group.map((tokens) => tokens[at + 1]?.text)).size === 1;
  if (!glued || (one && group.length > ENOUGH_VALUES)) return [];
  return ["letters A to F touch the digits: they may be a checksum or a hexadecimal number"];
}
