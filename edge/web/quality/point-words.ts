// A point of the chart in words: for the docked panel and for whoever cannot see the chart.
import type { ChartView } from "../../http/views.ts";
import { fixed, localTime } from "../screen/numbers.ts";
import { ruleWords } from "../screen/rule-words.ts";
import { fill, type Lang } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import { sharedTexts } from "../texts/shared.ts";
import { standing } from "./selection.ts";

/** The rules a point completed, in words with the panel they are of. */
export function rulesAt(view: ChartView, subgroup: number, lang: Lang): string[] {
  return standing(view)
    .filter((one) => one.subgroup === subgroup)
    .map((one) => `${ruleWords(one, lang)} (${sharedTexts[lang][one.chart]})`);
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
    rules: rulesAt(view, point.subgroup, lang).join("; "),
  });
}
