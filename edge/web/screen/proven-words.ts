// The proven strength in words: a bound below zero proves nothing, and is not shown as a force.
import type { CapabilityView } from "../../http/views.ts";
import { fill, type Lang } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import { fixed } from "./numbers.ts";

export function provenWords(
  { value }: NonNullable<CapabilityView["provenStrength"]>,
  unit: string,
  lang: Lang,
): string {
  const { proven, provenNone } = qualityTexts[lang];
  return value > 0 ? fill(proven, { value: `${fixed(value, 2)} ${unit}` }) : provenNone;
}
