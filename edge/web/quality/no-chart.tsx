// What stands in the place of a chart where the plan asks for none: how many results there are, and where.
import type { ChartView } from "../../http/views.ts";
import { useLang, useTexts } from "../screen/context.ts";
import { limitsInWords } from "../screen/limits-words.ts";
import { local } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import type { Quality } from "./quality.ts";

export function NoChart({ quality, view }: { quality: Quality; view: ChartView }) {
  const t = useTexts(qualityTexts);
  const lang = useLang();
  const { characteristic, run } = view;
  const row = quality.run.current.value?.characteristics.find(
    (one) => one.characteristic.id === characteristic.id,
  );
  return (
    <section class="panel no-chart">
      <h1>
        <b class="balloon">{characteristic.balloon}</b> {local(characteristic.name, lang)}
        <small>{limitsInWords(characteristic, lang)}</small>
      </h1>
      <p>{t("noChartAsked")}</p>
      {row !== undefined && <p>{t("doneOf", { done: row.done, owed: row.owed })}</p>}
      <a href={`/run?run=${encodeURIComponent(run)}`}>{t("onRunPage")}</a>
    </section>
  );
}
