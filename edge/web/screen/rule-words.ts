// A chart signal in words: "9 in a row above centre", never a rule number alone.
import type { SignalView } from "../../http/views.ts";
import type { Lang } from "../texts/language.ts";
import { fill } from "../texts/language.ts";
import { sharedTexts } from "../texts/shared.ts";

export type RaisedRule = Pick<SignalView, "rule" | "side" | "points">;

/** Western Electric rules as the station names them (we-1 … we-4), in the language of the screen. */
export function ruleWords(signal: RaisedRule, lang: Lang): string {
  const texts = sharedTexts[lang];
  const side = signal.side === "above" ? texts.above : texts.below;
  switch (signal.rule) {
    case "we-1":
      return fill(texts.ruleBeyond, {
        side: signal.side === "above" ? texts.beyondAbove : texts.beyondBelow,
      });
    case "we-2":
      return fill(texts.ruleTwoOfThree, { side });
    case "we-3":
      return fill(texts.ruleFourOfFive, { side });
    case "we-4":
      return fill(texts.ruleRun, { n: signal.points.length, side });
    default:
      return fill(texts.ruleOther, { rule: signal.rule, side });
  }
}
