// A point of the chart in words: for the docked panel and for whoever cannot see the chart.
import type { ChartView } from "../../http/views.ts";
import { fixed, localTime } from "../screen/numbers.ts";
import { ruleWords } from "../screen/rule-words.ts";
import { chartActTexts } from "../texts/chart-acts.ts";
import { fill, type Lang, textOf } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import { sharedTexts } from "../texts/shared.ts";
import { exclusionOf, standing } from "./selection.ts";

/** The rules a point completed, in words with the panel they are of. */
export function rulesAt(view: ChartView, subgroup: number, lang: Lang): string[] {
  return standing(view)
    .filter((one) => one.subgroup === subgroup)
    .map((one) => `${ruleWords(one, lang)} (${sharedTexts[lang][one.chart]})`);
}

/** What is to be said of a point: that it is left out and why, and the rules it completed. */
export function marksAt(view: ChartView, subgroup: number, lang: Lang): string[] {
  const exclusion = exclusionOf(view, subgroup);
  const rules = rulesAt(view, subgroup, lang);
  if (exclusion === null) return rules;
  const cause = textOf(qualityTexts, lang, exclusion.cause) ?? exclusion.cause;
  return [fill(chartActTexts[lang].excludedBy, { cause }), ...rules];
}

export function pointSentence(
  view: ChartView,
  place: number,
  lang: Lang,
  zone: string | undefined,
): string {
  const point = view.points[place];
  if (point === undefined) return "";
  const texts = qualityTexts[lang];
  return fill(texts.sentence, {
    n: point.subgroup + 1,
    time: localTime(point.at, zone),
    name: view.size > 1 ? texts.mean : texts.value,
    value: fixed(point.location, view.characteristic.decimals + 1),
    unit: view.characteristic.unit,
    rules: marksAt(view, point.subgroup, lang).join("; "),
  });
}
