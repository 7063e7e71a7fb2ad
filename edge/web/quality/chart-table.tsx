// The chart as a table, for whoever reads numbers better than pictures or cannot see them.
import type { ChartView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { fixed, localTime } from "../screen/numbers.ts";
import { qualityTexts } from "../texts/quality.ts";
import { marksAt } from "./point-words.ts";
import type { Quality } from "./quality.ts";
import { select, shownPoints } from "./selection.ts";
import { spreadWord } from "./spread-word.ts";

export function ChartTable({ quality, view }: { quality: Quality; view: ChartView }) {
  const t = useTexts(qualityTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  const { from, to } = shownPoints(quality, view);
  const averaged = view.size > 1;
  const decimals = view.characteristic.decimals + (averaged ? 1 : 0);
  const rows = view.points.slice(from, to + 1).reverse();
  return (
    <div class="chart-place chart-table">
      <table>
        <thead>
          <tr>
            <th>{t("subgroup")}</th>
            <th>{t("time")}</th>
            <th>{t(averaged ? "mean" : "value")}</th>
            <th>{t(spreadWord(view))}</th>
            <th>{t("readings")}</th>
            <th>{t("rules")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((point, k) => (
            <tr key={point.subgroup}>
              <td>
                <button type="button" class="link" onClick={() => select(quality, view, to - k)}>
                  {point.subgroup + 1}
                </button>
              </td>
              <td>{localTime(point.at, zone)}</td>
              <td>{fixed(point.location, decimals)}</td>
              <td>{fixed(point.spread, decimals)}</td>
              <td>{point.texts.join("  ")}</td>
              <td class="is-bad">{marksAt(view, point.subgroup, lang).join("; ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
