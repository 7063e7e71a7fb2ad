// What a capability does not prove, in words: never a bare index.
import type { CapabilityView } from "../../http/views.ts";
import { type Lang, textOf } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";

/** Every caution in the language of the screen; the station's sentence where a code is unknown. */
export function cautionWords(capability: CapabilityView, lang: Lang): string[] {
  return capability.cautions.map(({ code, why }) => textOf(qualityTexts, lang, code) ?? why);
}
