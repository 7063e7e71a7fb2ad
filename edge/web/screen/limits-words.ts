// The specification limits of a characteristic in words.
import type { CharacteristicView } from "../../http/views.ts";
import { fill, type Lang } from "../texts/language.ts";
import { sharedTexts } from "../texts/shared.ts";
import { fixed } from "./numbers.ts";

/** "18.920 … 19.080 mm", or one-sided in words; empty without limits. */
export function limitsInWords(one: CharacteristicView, lang: Lang): string {
  const { lsl, usl, decimals, unit } = one;
  if (lsl !== null && usl !== null)
    return `${fixed(lsl, decimals)} … ${fixed(usl, decimals)} ${unit}`;
  const limit = `${fixed(lsl ?? usl, decimals)} ${unit}`;
  if (lsl !== null) return fill(sharedTexts[lang].atLeast, { limit });
  return usl === null ? "" : fill(sharedTexts[lang].atMost, { limit });
}
