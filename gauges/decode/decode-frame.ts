// Decides what a terminated frame says: status rules first, then values; what no rule takes is refused.

import type { NumberDefinition, Rule } from "../model/frame-model.ts";
import type { FrameModel } from "../model/gauge-model.ts";
import type { FrameFault, ReadingKind, ReadingStatus } from "../reading.ts";
import { type DecimalValue, implyDecimals, normaliseDecimal } from "./decimal-text.ts";
import { checkPanasonicBcc } from "./panasonic-bcc.ts";

/** What the frame itself says; the line adds gauge, port, raw bytes and time. */
export type ReadingParts = {
  readonly channel: string | null;
  readonly text: string | null;
  readonly value: number | null;
  /** Unit in the frame; null where it carries none. */
  readonly unit: string | null;
  readonly status: ReadingStatus;
  readonly kind: ReadingKind | null;
  /** The device's own error code, as sent. */
  readonly code: string | null;
  readonly marks: readonly string[];
};

export type FrameOutcome =
  | { readonly kind: "readings"; readonly parts: readonly ReadingParts[] }
  /** The answer to a question of the model: no reading. `says` is its mapped capture. */
  | { readonly kind: "answer"; readonly query: string; readonly says: string | null }
  | { readonly kind: "unit"; readonly unit: string | null }
  | { readonly kind: "refused"; readonly fault: FrameFault; readonly detail: string };

export type FrameDecoder = (text: string) => FrameOutcome;

type Pattern = { readonly rule: Rule; readonly match: RegExp };
type Answer = {
  readonly query: string | null;
  readonly match: RegExp;
  readonly map: Readonly<Record<string, string>>;
};
type Captured = Readonly<Record<string, string | undefined>>;

function unknown(detail = "no rule of the gauge model takes this frame"): FrameOutcome {
  return { kind: "refused", fault: "frame-unknown", detail };
}

/** Compiles a model's rules once; the decoder is pure: frame text (without its end) → outcome. */
export function createFrameDecoder(model: FrameModel): FrameDecoder {
  const patterns = model.rule.map((rule) => ({ rule, match: new RegExp(rule.match, "u") }));
  const answers = answersOf(model);
  return (text) => {
    const checked = model.decoder === "panasonic-bcc" ? checkPanasonicBcc(text) : text;
    if (checked === null) return unknown("the frame's check characters are wrong");
    return findAnswer(answers, checked) ?? applyRules(patterns, checked, true);
  };
}

function answersOf(model: FrameModel): Answer[] {
  const answers: Answer[] = [];
  for (const [query, { match, map }] of Object.entries(model.query ?? {})) {
    answers.push({ query, match: new RegExp(match, "u"), map: map ?? {} });
  }
  for (const { unit } of model.rule) {
    if (unit === undefined || !("ask" in unit)) continue;
    answers.push({ query: null, match: new RegExp(unit.ask.match, "u"), map: unit.ask.map });
  }
  return answers;
}

function findAnswer(answers: readonly Answer[], text: string): FrameOutcome | null {
  for (const { query, match, map } of answers) {
    const found = match.exec(text);
    if (found === null) continue;
    const captured = Object.values(found.groups ?? {})[0];
    const says = captured === undefined ? null : (map[captured] ?? captured);
    return query === null ? { kind: "unit", unit: says || null } : { kind: "answer", query, says };
  }
  return null;
}

function applyRules(patterns: readonly Pattern[], text: string, whole: boolean): FrameOutcome {
  for (const { rule, match } of patterns) {
    if (whole && rule.piece === true) continue;
    const found = match.exec(text);
    if (found === null) continue;
    const groups: Captured = found.groups ?? {};
    if (rule.separator === undefined) return applyRule(rule, groups);
    // A piece is never cut again: one level is what devices with several channels send.
    if (whole) return applyToPieces(patterns, piecesOf(groups, rule.separator));
  }
  return unknown();
}

function piecesOf({ pieces = "" }: Captured, separator: string): string[] {
  const cut = pieces.split(separator);
  // Blanks pad: several of them are one separator.
  return separator === " " ? cut.filter((piece) => piece !== "") : cut;
}

function applyToPieces(patterns: readonly Pattern[], pieces: readonly string[]): FrameOutcome {
  const parts: ReadingParts[] = [];
  for (const [index, piece] of pieces.entries()) {
    const outcome = applyRules(patterns, piece, false);
    if (outcome.kind !== "readings") return unknown();
    for (const part of outcome.parts) {
      parts.push({ ...part, channel: part.channel ?? String(index + 1) });
    }
  }
  return { kind: "readings", parts };
}

function applyRule(rule: Rule, groups: Captured): FrameOutcome {
  const number = rule.number === undefined ? null : readNumber(rule.number, groups);
  if (rule.number !== undefined && number === null) {
    return unknown("the frame's number is not one plain decimal");
  }
  return {
    kind: "readings",
    parts: [
      {
        channel: groups.channel ?? null,
        text: number?.text ?? null,
        value: number?.value ?? null,
        unit: number === null ? null : readUnit(rule, groups),
        status: rule.status,
        kind: readKind(rule, groups),
        code: groups.code ?? null,
        marks: readMarks(rule, groups),
      },
    ],
  };
}

function readNumber(number: NumberDefinition, groups: Captured): DecimalValue | null {
  const sign = readSign(number, groups.sign);
  if (sign === null || groups.value === undefined) return null;
  const sent = `${sign}${groups.value}`;
  if (number.form === "decimal") return normaliseDecimal(sent);
  const decimals = number.form === "implied" ? number.decimals : Number(groups.decimals);
  return decimals === undefined ? null : implyDecimals(sent, decimals);
}

/** The captured sign as "-" or ""; null for a sign the model doesn't know. */
function readSign(number: NumberDefinition, captured: string | undefined): string | null {
  if (captured === undefined) return "";
  const sign = number.sign?.[captured] ?? captured.trim();
  if (sign === "-") return "-";
  return sign === "+" || sign === "" ? "" : null;
}

function readUnit(rule: Rule, groups: Captured): string | null {
  const { unit } = rule;
  if (unit !== undefined && "fixed" in unit) return unit.fixed;
  const captured = groups.unit;
  if (captured === undefined) return null;
  const mapped = unit !== undefined && "map" in unit ? unit.map[captured] : undefined;
  return (mapped ?? captured) || null;
}

/** What the frame says beside its value: a judgement (`mark`), what was latched (`mode`). */
function readMarks({ marks }: Rule, { mark, mode }: Captured): string[] {
  const said = [mode, mark].map((sent) => (sent === undefined ? undefined : marks?.[sent]));
  return said.filter((each) => each !== undefined);
}

function readKind(rule: Rule, groups: Captured): ReadingKind | null {
  if (rule.kind === undefined) return null;
  if (typeof rule.kind === "string") return rule.kind;
  return rule.kind[groups.kind ?? ""] ?? null;
}
