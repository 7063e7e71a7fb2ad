// The chart, its range buttons and the docked panel of the selected point; nothing covers the data.
import { useState } from "preact/hooks";
import type { ChartView } from "../../http/views.ts";
import { useLang, useTexts } from "../screen/context.ts";
import { limitsInWords } from "../screen/limits-words.ts";
import { type Lang, local, textOf } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import { ChartTable } from "./chart-table.tsx";
import { LiveChart } from "./live-chart.tsx";
import { PointPanel } from "./point-panel.tsx";
import { type Quality, ranges } from "./quality.ts";

type Props = { quality: Quality; view: ChartView };

export function ChartPanel({ quality, view }: Props) {
  const [asTable, setTable] = useState(false);
  const t = useTexts(qualityTexts);
  const lang = useLang();
  const { characteristic } = view;
  return (
    <section class="chart-panel">
      <div class="chart-head">
        <h1>
          <b class="balloon">{characteristic.balloon}</b> {local(characteristic.name, lang)}
          <small>{limitsInWords(characteristic, lang)}</small>
        </h1>
        <div class="chart-tools" role="toolbar" aria-label={t("range")}>
          {ranges.map((range) => (
            <button
              key={range}
              type="button"
              class="key"
              aria-pressed={quality.range.value === range}
              onClick={() => {
                quality.range.value = range;
              }}
            >
              {range === 0 ? t("all") : range}
            </button>
          ))}
          <button type="button" class="key" onClick={() => setTable(!asTable)}>
            {t(asTable ? "chart" : "table")}
          </button>
          <LiveButton quality={quality} />
        </div>
        <p class="chart-origin">{originWords(view, t, lang)}</p>
      </div>
      {asTable ? (
        <ChartTable quality={quality} view={view} />
      ) : (
        <LiveChart quality={quality} view={view} />
      )}
      <PointPanel quality={quality} view={view} />
    </section>
  );
}

function LiveButton({ quality }: { quality: Quality }) {
  const t = useTexts(qualityTexts);
  const live = quality.selected.value === null;
  return (
    <button
      type="button"
      class={`key${live ? " k-enter" : ""}`}
      aria-pressed={live}
      onClick={() => {
        quality.selected.value = null;
      }}
    >
      {live ? `▶ ${t("live")}` : t("paused")}
    </button>
  );
}

function originWords(
  view: ChartView,
  t: ReturnType<typeof useTexts<keyof (typeof qualityTexts)["en"]>>,
  lang: Lang,
): string {
  const { limits } = view;
  if (limits === null) return t("limitsNone");
  if (limits.state === "preliminary") return t("limitsPreliminary", { n: view.points.length });
  const [from, to] = [limits.fromSubgroup + 1, limits.toSubgroup + 1];
  const estimator = textOf(qualityTexts, lang, limits.estimator) ?? limits.estimator;
  return t("limitsEstablished", { from, to, estimator });
}
