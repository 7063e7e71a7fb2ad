// The chart, its range buttons and the docked panel of the selected point; nothing covers the data.
import { useState } from "preact/hooks";
import type { ChartView } from "../../http/views.ts";
import { useLang, useTexts } from "../screen/context.ts";
import { limitsInWords } from "../screen/limits-words.ts";
import { local } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import { ChartTable } from "./chart-table.tsx";
import { LimitsPanel } from "./limits-panel.tsx";
import { LiveChart } from "./live-chart.tsx";
import { PointPanel } from "./point-panel.tsx";
import { type Quality, ranges } from "./quality.ts";
import { goLive, setWindow, zoom } from "./selection.ts";

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
          <Ranges quality={quality} view={view} />
          <button type="button" class="key" onClick={() => setTable(!asTable)}>
            {t(asTable ? "chart" : "table")}
          </button>
          <LiveButton quality={quality} view={view} />
        </div>
        <LimitsPanel quality={quality} view={view} />
      </div>
      {asTable ? (
        <ChartTable quality={quality} view={view} />
      ) : (
        <LiveChart quality={quality} view={view} />
      )}
      <PointPanel quality={quality} view={view} />
      <Keys />
    </section>
  );
}

function Ranges({ quality, view }: Props) {
  const t = useTexts(qualityTexts);
  const zooms = [
    ["+", "zoomIn", 0.5],
    ["−", "zoomOut", 2],
  ] as const;
  return (
    <>
      {ranges.map((count) => (
        <button
          key={count}
          type="button"
          class="key"
          aria-pressed={quality.window.value.count === count}
          onClick={() =>
            setWindow(quality, view, { count, end: count === 0 ? null : quality.window.value.end })
          }
        >
          {count === 0 ? t("all") : count}
        </button>
      ))}
      {zooms.map(([sign, name, factor]) => (
        <button
          key={sign}
          type="button"
          class="key"
          aria-label={t(name)}
          title={t(name)}
          onClick={() => zoom(quality, view, factor)}
        >
          {sign}
        </button>
      ))}
    </>
  );
}

/** Says whether the chart follows the newest point, and how many came since it was held still. */
function LiveButton({ quality, view }: Props) {
  const t = useTexts(qualityTexts);
  const live = quality.selected.value === null && quality.window.value.end === null;
  const since = view.points.length - (quality.pausedAt.value ?? view.points.length);
  const paused = since > 0 ? t("pausedNew", { n: since }) : t("paused");
  return (
    <button
      type="button"
      class={`key${live ? " k-enter" : ""}`}
      aria-pressed={live}
      onClick={() => goLive(quality)}
    >
      {live ? `▶ ${t("live")}` : paused}
    </button>
  );
}

/** What every key does, folded away. */
function Keys() {
  const t = useTexts(qualityTexts);
  return (
    <details class="chart-keys">
      <summary>{t("keysTitle")}</summary>
      <p>{t("keys")}</p>
      <p>{t("gestures")}</p>
    </details>
  );
}
