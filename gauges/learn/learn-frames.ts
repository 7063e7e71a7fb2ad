// From captured frames of an unknown gauge to rules: which columns stay, which number varies, its unit.
import type { ReadingStatus } from "../reading.ts";
import { statusOf, unitOf } from "./column-words.ts";
import { buildOf, decimalMark, type Token, tokensOf } from "./tokens.ts";
import { unreadable, valueDoubts } from "./value-doubts.ts";

export type LearnedRule = {
  readonly match: string;
  readonly status: ReadingStatus;
  /** Absent for a status rule. */
  readonly number?: { readonly form: "decimal" } | { readonly form: "implied"; decimals: number };
  readonly unitMap?: Readonly<Record<string, string>>;
};

export type LearnedFrames = {
  readonly rules: readonly LearnedRule[];
  /** Frames with what stays and `#` for what varies, one per build. */
  readonly columns: readonly string[];
  /** What a person must decide or check, in English. */
  readonly doubts: readonly string[];
};

export type LearnRefusal = { readonly refused: string };

export type LearnOptions = {
  /** Digits behind a point that isn't sent; asked of a person, never guessed. */
  readonly decimals?: number | undefined;
};

/** Fewer frames of a build than this prove nothing. */
const BUILD_FRAMES = 3;
/** A word seen in fewer of a build's frames may be an error word, and is left out. */
const RARE_WORD = 0.2;

/** Learns the rules of the frames given; pure. */
export function learnFrames(
  frames: readonly string[],
  options: LearnOptions = {},
): LearnedFrames | LearnRefusal {
  const mark = decimalMark(frames);
  if (mark === ",") {
    return { refused: "the numbers have a decimal comma, which no rule of a model reads" };
  }
  const why = unreadable(frames);
  if (why !== null) return { refused: why };
  const builds = new Map<string, Token[][]>();
  for (const frame of frames) {
    const tokens = tokensOf(frame, mark);
    const build = buildOf(tokens);
    builds.set(build, [...(builds.get(build) ?? []), tokens]);
  }
  const doubts: string[] = [];
  const statusRules: LearnedRule[] = [];
  const valueRules: LearnedRule[] = [];
  const columns: string[] = [];
  for (const group of [...builds.values()].sort((a, b) => b.length - a.length)) {
    const learned = learnBuild(group, options, doubts);
    statusRules.push(...learned.status);
    if (learned.value !== null) valueRules.push(learned.value);
    columns.push(`${group.length} × ${columnsOf(group)}`);
  }
  if (valueRules.length === 0) return { refused: "no number varies between the frames" };
  const unstable = valueRules.flatMap(unstableTwin);
  const moving = valueRules.filter(({ status }) => status !== "ok");
  const still = valueRules.filter(({ status }) => status === "ok");
  const rules = [...unique(statusRules), ...unstable, ...moving, ...still];
  return { rules, columns, doubts: [...new Set(doubts)] };
}

type LearnedBuild = { readonly status: readonly LearnedRule[]; readonly value: LearnedRule | null };

function learnBuild(
  group: readonly Token[][],
  options: LearnOptions,
  doubts: string[],
): LearnedBuild {
  const [first = []] = group;
  const shown = first.map(({ text }) => text).join("");
  const status = group.flatMap(statusRuleOf);
  const usable = group.filter((tokens) => statusRuleOf(tokens).length === 0);
  const at = valueColumn(usable, doubts);
  if (at === null || usable.length < BUILD_FRAMES) {
    if (status.length === 0) {
      const seen = `${group.length} frame${group.length === 1 ? "" : "s"} like ${JSON.stringify(shown)}`;
      doubts.push(`${seen} got no rule and will be refused`);
    }
    return { status, value: null };
  }
  doubts.push(...valueDoubts(usable, at));
  const moves = usable.every((tokens) => tokens.some(({ text }) => text === "?"));
  if (moves) doubts.push("frames with ? were taken as unstable");
  const parts = first.map((_, index) =>
    index === at
      ? numberPattern(columnOf(usable, index), options, doubts)
      : columnPattern(usable, index, at, doubts),
  );
  const unit = unitColumn(usable, at);
  if (unit === null) doubts.push("no unit in the frame: set it at commissioning");
  else doubts.push(`units seen: ${Object.keys(unit.map).join(", ")}; frames in others are refused`);
  const implied = parts[at]?.implied ?? false;
  return {
    status,
    value: {
      match: `^${parts.map(({ pattern }) => pattern).join("")}$`,
      status: moves ? "unstable" : "ok",
      number:
        implied && options.decimals !== undefined
          ? { form: "implied", decimals: options.decimals }
          : { form: "decimal" },
      ...(unit === null ? {} : { unitMap: unit.map }),
    },
  };
}

function columnOf(group: readonly Token[][], index: number): string[] {
  return group.map((tokens) => tokens[index]?.text ?? "");
}

/** The number that varies: one with a point or sign before one without, the first of equals. */
function valueColumn(group: readonly Token[][], doubts: string[]): number | null {
  const candidates: { index: number; score: number }[] = [];
  for (const [index, token] of (group[0] ?? []).entries()) {
    if (token.kind !== "number") continue;
    const column = columnOf(group, index);
    if (new Set(column).size < 2) continue;
    const pointed = column.some((text) => text.includes(".")) ? 4 : 0;
    const signed = column.some((text) => /[+-]/u.test(text)) ? 2 : 0;
    const long = column.some((text) => text.replace(/\D/gu, "").length > 2) ? 1 : 0;
    candidates.push({ index, score: pointed + signed + long });
  }
  candidates.sort((a, b) => b.score - a.score || a.index - b.index);
  const [best, second] = candidates;
  if (best !== undefined && second?.score === best.score && best.score >= 4) {
    doubts.push("more than one number varies in a frame: the first was taken as the value");
  }
  return best?.index ?? null;
}

type Pattern = { readonly pattern: string; readonly implied?: boolean };

function numberPattern(
  column: readonly string[],
  options: LearnOptions,
  doubts: string[],
): Pattern {
  const signs = new Set(column.map((text) => /[+-]/u.exec(text)?.[0] ?? ""));
  const before = column.some((text) => text.startsWith(" ")) ? " *" : "";
  const sign = before + (signs.has("") ? "(?<sign>[+-]?)" : "(?<sign>[+-])");
  const padded = column.some((text) => /[+-] /u.test(text)) ? " *" : "";
  if (![...signs].includes("-")) {
    doubts.push("no negative value was captured: how a minus is sent is not known");
  }
  const digits = column.map((text) => text.replace(/^ *[+-]? */u, ""));
  const lengths = new Set(digits.map((text) => text.length));
  const zeros = digits.some((text) => /^0\d/u.test(text));
  const length = lengths.size === 1 && zeros ? `(?=[\\d.]{${digits[0]?.length}}(?![\\d.]))` : "";
  if (digits.every((text) => !text.includes("."))) {
    const decided = options.decimals !== undefined;
    if (!decided) {
      doubts.push(
        "no decimal mark in any frame: whole numbers, or implied decimals? Compare with the display and learn again with --decimals",
      );
    }
    return { pattern: `${sign}${padded}${length}(?<value>\\d+)`, implied: decided };
  }
  const whole = digits.some((text) => text.startsWith(".")) ? "\\d*" : "\\d+";
  const optional = digits.some((text) => !text.includes(".")) ? "?" : "";
  const fraction = optional === "" ? "\\.\\d+" : "(?:\\.\\d+)?";
  return { pattern: `${sign}${padded}${length}(?<value>${whole}${fraction})` };
}

function columnPattern(
  group: readonly Token[][],
  index: number,
  value: number,
  doubts: string[],
): Pattern {
  const kind = group[0]?.[index]?.kind;
  const column = columnOf(group, index);
  const seen = countsOf(column);
  if (kind === "blank") return { pattern: seen.size === 1 ? escaped(column[0] ?? "") : " +" };
  if (kind === "number" && seen.size > 1) {
    const channel = index < value && column.every((text) => /^ *\d{1,4}$/u.test(text));
    doubts.push(
      channel
        ? "a number before the value varies: it was taken as the channel"
        : `a further number varies (${[...seen.keys()].slice(0, 3).join(", ")} …): it is not read`,
    );
    return { pattern: channel ? " *(?<channel>\\d+)" : " *[+-]? *\\d*\\.?\\d+" };
  }
  if (kind === "word" && index > value && unitColumn(group, value)?.index === index) {
    return { pattern: `(?<unit>${[...seen.keys()].map(escaped).join("|")})` };
  }
  if (seen.size === 1) return { pattern: escaped(column[0] ?? "") };
  const often = [...seen].filter(([, count]) => count >= group.length * RARE_WORD);
  const rare = [...seen.keys()].filter((text) => !often.some(([one]) => one === text));
  const words = often.map(([text, count]) => `${text} (${count})`).join(", ");
  doubts.push(`a column of unknown meaning varies: ${words}`);
  if (rare.length > 0) {
    doubts.push(
      `${rare.join(", ")} came seldom there: frames with it are refused until you know why`,
    );
  }
  return { pattern: `(?:${often.map(([text]) => escaped(text)).join("|")})` };
}

/** The first word behind the value of which every spelling is a known unit. */
function unitColumn(
  group: readonly Token[][],
  value: number,
): { readonly index: number; readonly map: Readonly<Record<string, string>> } | null {
  for (const [index, token] of (group[0] ?? []).entries()) {
    if (index <= value || token.kind !== "word") continue;
    const spellings = [...new Set(columnOf(group, index))];
    const known = spellings.flatMap((one) => {
      const unit = unitOf(one);
      return unit === null ? [] : [[one, unit] as const];
    });
    if (known.length === spellings.length) return { index, map: Object.fromEntries(known) };
  }
  return null;
}

/** A frame with a word of known trouble, as a rule that takes frames like it. */
function statusRuleOf(tokens: readonly Token[]): LearnedRule[] {
  const trouble = tokens.find(({ kind, text }) => kind === "word" && statusOf(text) !== null);
  const status = trouble === undefined ? null : statusOf(trouble.text);
  if (trouble === undefined || status === null || status === "unstable") return [];
  const pattern = tokens.map((token) => {
    if (token === trouble) return `(?<code>${escaped(token.text)})`;
    if (token.kind === "number") return " *[+-]? *\\d*\\.?\\d*";
    if (token.kind === "blank") return " +";
    return token.kind === "word" ? "[\\p{L}]+" : escaped(token.text);
  });
  return [{ match: `^${pattern.join("")}$`, status }];
}

/** Frames that say they move keep their value with a mark: the same rule for that word alone. */
function unstableTwin(rule: LearnedRule): LearnedRule[] {
  const words = /\(\?:([^()]*\bUS\b[^()]*)\)/u.exec(rule.match);
  if (words === null) return [];
  const twin = rule.match.replace(words[0], "US");
  return [{ ...rule, match: twin, status: "unstable" }];
}

function unique(rules: readonly LearnedRule[]): LearnedRule[] {
  return [...new Map(rules.map((rule) => [rule.match, rule])).values()];
}

function countsOf(column: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of column) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function columnsOf(group: readonly Token[][]): string {
  const parts = (group[0] ?? []).map((token, index) =>
    new Set(columnOf(group, index)).size === 1 ? token.text : token.text.replace(/\S/gu, "#"),
  );
  return parts.join("");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&").replace(/[\u0000-\u001f]/gu, codeOf);
}

function codeOf(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
