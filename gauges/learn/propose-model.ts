// A draft model file from a capture: its own frames as examples, unverified, and what a person must decide.
import { decodeCapture } from "../capture.ts";
import { wrongSettingsWords } from "../lines/rejecting.ts";
import type { GaugeModel } from "../model/gauge-model.ts";
import { parseModel } from "../model/load-models.ts";
import { type LearnedRule, type LearnOptions, learnFrames } from "./learn-frames.ts";
import { splitCapture } from "./split-capture.ts";

/** Fewer frames show too little of what varies. */
export const LEARN_FRAMES = 20;

export type ProposalSettings = LearnOptions & {
  readonly id: string;
  readonly baud: number;
  readonly bits: 7 | 8;
  readonly parity: "none" | "even" | "odd";
  readonly stop: 1 | 2;
  /** What the gauge was asked with; null for one that sends by its own key. */
  readonly send: string | null;
  /** Where the frames came from, for the file's `source`. */
  readonly source: string;
};

export type Proposal = {
  /** The model file. */
  readonly toml: string;
  readonly model: GaugeModel;
  readonly frames: number;
  /** Frames the proposed rules give a value for, and frames they refuse. */
  readonly values: number;
  readonly refused: number;
  readonly columns: readonly string[];
  readonly doubts: readonly string[];
};

/** Proposes a model for a capture of at least 20 frames, or says in English why it can't. Pure. */
export function proposeModel(
  bytes: Uint8Array,
  settings: ProposalSettings,
): Proposal | { readonly refused: string } {
  const wrong = wrongSettingsWords(bytes);
  if (wrong !== null) return { refused: `${wrong}; capture again` };
  const split = splitCapture(bytes);
  if (split === null) return { refused: "no character ends the frames" };
  if (split.frames.length < LEARN_FRAMES) {
    const count = `${split.frames.length} whole frames were found`;
    return { refused: `${count}, ${LEARN_FRAMES} are needed: capture more, with different values` };
  }
  const learned = learnFrames(split.frames, settings);
  if ("refused" in learned) return learned;
  const longest = Math.max(...split.frames.map((frame) => frame.length));
  const head = headOf(settings, learned.doubts, split.frames.length);
  const frame = [
    "[frame]",
    ...(split.start === null ? [] : [`start = ${quoted(split.start)}`]),
    `end = ${quoted(split.end)}`,
    `maxBytes = ${Math.max(32, 2 * longest)}`,
    ...(split.stripsNul ? ['strip = ["\\u0000"]'] : []),
    "idleResetMs = 500",
  ];
  const rules = learned.rules.map(ruleText);
  const wrap = (text: string) => `${split.start ?? ""}${text}${split.end}`;
  const without = [head, frame.join("\n"), pollText(settings.send), ...rules].filter(Boolean);
  const draft = parseModel("draft.toml", Buffer.from([...without, placeholders].join("\n\n")));
  if (draft.model === null) return { refused: `the draft does not load: ${wordsOf(draft.errors)}` };
  const examples = examplesOf(draft.model, split.frames, wrap);
  const comment = learned.columns.map((one) => `# ${one}`).join("\n");
  const toml = `${[`# Columns seen (# varies):\n${comment}`, ...without, ...examples].join("\n\n")}\n`;
  const final = parseModel("proposal.toml", Buffer.from(toml));
  if (final.model === null) return { refused: `the draft does not load: ${wordsOf(final.errors)}` };
  const entries = decodeCapture(final.model, [
    Buffer.from(split.frames.map(wrap).join(""), "latin1"),
  ]);
  const values = entries.filter((one) => one.is === "reading" && one.text !== null).length;
  const refused = entries.filter((one) => one.is === "rejected").length;
  const { columns, doubts } = learned;
  return {
    toml,
    model: final.model,
    frames: split.frames.length,
    values,
    refused,
    columns,
    doubts,
  };
}

function headOf(settings: ProposalSettings, doubts: readonly string[], frames: number): string {
  const note = ["Learned from a capture, confirmed by nobody.", ...doubts.map((one) => `${one}.`)];
  return [
    `id = ${quoted(settings.id)}`,
    'vendor = "Unknown"',
    `models = [${quoted(settings.id)}]`,
    'evidence = "unverified"',
    `source = ${quoted(`Learned from ${frames} frames of ${settings.source}`)}`,
    `note = ${quoted(note.join(" "))}`,
    "",
    "[line]",
    'kind = "serial"',
    `baud = [${settings.baud}]`,
    `bits = ${settings.bits}`,
    `parity = "${settings.parity}"`,
    `stop = ${settings.stop}`,
    'flow = "none"',
  ].join("\n");
}

function pollText(send: string | null): string {
  return send === null ? "" : `[poll]\nsend = ${quoted(send)}`;
}

function ruleText({ match, status, number, unitMap }: LearnedRule): string {
  const lines = ["[[rule]]", `match = ${literal(match)}`, `status = "${status}"`];
  if (number?.form === "decimal") lines.push('number = { form = "decimal" }');
  if (number?.form === "implied") {
    lines.push(`number = { form = "implied", decimals = ${number.decimals} }`);
  }
  if (unitMap !== undefined) {
    const pairs = Object.entries(unitMap).map(([from, to]) => `${quoted(from)} = ${quoted(to)}`);
    lines.push(`unit = { map = { ${pairs.join(", ")} } }`);
  }
  return lines.join("\n");
}

/** Only to load the draft before its examples can be made. */
const placeholders = ["a", "b", "c"]
  .map((one) => `[[example]]\nbytes = "${one}"\ngives = { fault = "frame-incomplete" }`)
  .join("\n\n");

/** The smallest, the largest and the first value, a frame of each other outcome, and half a frame. */
function examplesOf(
  model: GaugeModel,
  frames: readonly string[],
  wrap: (text: string) => string,
): string[] {
  const chosen = new Map<string, string>();
  const values: { text: string; value: number }[] = [];
  for (const text of frames) {
    const [entry] = decodeCapture(model, [Buffer.from(wrap(text), "latin1")]);
    if (entry?.is === "reading" && entry.value !== null) values.push({ text, value: entry.value });
    else chosen.set(entry?.is === "reading" ? entry.status : "refused", text);
  }
  values.sort((a, b) => a.value - b.value);
  const middle = values[Math.floor(values.length / 2)];
  for (const one of [values[0], middle, values.at(-1)]) {
    if (one !== undefined) chosen.set(`value ${one.text}`, one.text);
  }
  const whole = [...chosen.values()].map((text) => exampleText(model, wrap(text)));
  const half = wrap(frames[0] ?? "").slice(0, 4);
  return [...new Set([...whole, exampleText(model, half)])];
}

function exampleText(model: GaugeModel, bytes: string): string {
  const entries = decodeCapture(model, [Buffer.from(bytes, "latin1")]);
  const gives = entries.map((entry) => {
    if (entry.is === "rejected") return `{ fault = "${entry.fault}" }`;
    const code = entry.marks.find((mark) => mark.startsWith("code:"))?.slice(5);
    const parts = [
      entry.text === null ? "" : `value = "${entry.text}"`,
      entry.unit === null || entry.text === null ? "" : `unit = ${quoted(entry.unit)}`,
      entry.channel === null ? "" : `channel = ${quoted(entry.channel)}`,
      `status = "${entry.status}"`,
      code === undefined ? "" : `code = ${quoted(code)}`,
    ];
    return `{ ${parts.filter((part) => part !== "").join(", ")} }`;
  });
  const [only] = gives;
  const told = gives.length === 1 ? only : `[${gives.join(", ")}]`;
  return `[[example]]\nbytes = ${quoted(bytes)}\ngives = ${told}`;
}

/** A TOML basic string: control characters and bytes above 0x7E as escapes. */
function quoted(text: string): string {
  const inner = [...text].map((one) => {
    if (one === '"' || one === "\\") return `\\${one}`;
    if (one === "\r") return "\\r";
    if (one === "\n") return "\\n";
    const code = one.codePointAt(0) ?? 0;
    return code < 0x20 || code > 0x7e ? `\\u${code.toString(16).padStart(4, "0")}` : one;
  });
  return `"${inner.join("")}"`;
}

/** A pattern as a TOML literal string; one with an apostrophe needs the other kind. */
function literal(pattern: string): string {
  return /['\u0080-\uffff]/u.test(pattern) ? quoted(pattern) : `'${pattern}'`;
}

function wordsOf(errors: readonly { line: number; what: string }[]): string {
  return errors.map(({ line, what }) => `line ${line}: ${what}`).join("; ");
}
