// Numbers and short texts as the report prints them: the characteristic's decimals, indices with two and their interval.
import { formatFixed } from "../../figures/index.ts";
import type { CapabilityView, CharacteristicView, RunView } from "../../http/views.ts";
import type { Words } from "../words/words.ts";

export function printed(value: number | null, decimals: number, words: Words): string {
  return value === null ? words.say("none") : formatFixed(value, decimals);
}

/** Index over its interval, on two lines; a dash where there is none. */
export function printedIndex(index: CapabilityView["cpk"], words: Words): string {
  if (index === null) return words.say("none");
  const value = formatFixed(index.value, 2);
  if (index.interval === null) return value;
  return `${value}\n${formatFixed(index.interval.lower, 2)}–${formatFixed(index.interval.upper, 2)}`;
}

/** Limits and unit of a characteristic in one short text; "≥" or "≤" where only one side is limited. */
export function printedSpec(characteristic: CharacteristicView): string {
  const { lsl, usl, nominal, decimals, unit } = characteristic;
  const fixed = (value: number) => formatFixed(value, decimals);
  const tail = unit === "" ? "" : ` ${unit}`;
  if (lsl !== null && usl !== null) {
    const range = `${fixed(lsl)} – ${fixed(usl)}${tail}`;
    return nominal === null ? range : `${fixed(nominal)}\n${range}`;
  }
  if (lsl !== null) return `≥ ${fixed(lsl)}${tail}`;
  return usl === null ? "" : `≤ ${fixed(usl)}${tail}`;
}

/** Minutes are enough for a reader; the time stays UTC and says so. */
export function printedTime(at: string | null, words: Words): string {
  return at === null ? words.say("none") : `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

/** Who did it, as a reader knows them: the journal's word for a person stays in the journal. */
export function printedActor(actor: string | null): string {
  return (actor ?? "").replace(/^operator:/, "");
}

/** A decision that a later one replaced, in one line. */
export function replacedText(
  family: "lot" | "disposition",
  { decision, reason, actor }: RunView["lots"][number]["earlier"][number],
  words: Words,
): string {
  const said = { decision: words.code(family, decision), reason, by: printedActor(actor) };
  return words.say("replacedDecision", said);
}
