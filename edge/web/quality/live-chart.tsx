// The control chart as one focusable control: arrows and fingers select a point, nothing covers it.
import { figureTexts, layoutControlChart } from "../../figures/index.ts";
import type { ChartView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Figure, useSize } from "../screen/figure.tsx";
import { local } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import { pointSentence } from "./point-words.ts";
import type { Quality } from "./quality.ts";
import { moveByKey, select, shownPoints, standing } from "./selection.ts";

type Props = { quality: Quality; view: ChartView };

export function LiveChart({ quality, view }: Props) {
  const t = useTexts(qualityTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  const [place, size] = useSize<HTMLDivElement>();
  const selected = quality.selected.value;
  const list =
    size === null || size.width < 160 || size.height < 120
      ? null
      : layoutControlChart(view, {
          ...size,
          ...shownPoints(quality, view),
          texts: figureTexts[lang],
          focus: quality.focus.value,
          textSize: 13,
        });
  const choose = (event: PointerEvent) => {
    const box = place.current?.getBoundingClientRect();
    if (list === null || box === undefined) return;
    const x = event.clientX - box.left;
    const nearest = list.targets.reduce<(typeof list.targets)[number] | null>(
      (best, one) => (best === null || Math.abs(one.x - x) < Math.abs(best.x - x) ? one : best),
      null,
    );
    if (nearest !== null) select(quality, view, nearest.index);
  };
  const open = standing(view).filter((one) => one.answer === null).length;
  const name = local(view.characteristic.name, lang);
  return (
    <div class="chart-place">
      <div
        ref={place}
        class="chart"
        // A slider is what assistive technology knows for "arrows move along a line of values".
        role="slider"
        tabIndex={0}
        aria-label={t("summary", { name, n: view.points.length, open })}
        aria-valuemin={1}
        aria-valuemax={view.points.length}
        aria-valuenow={(selected ?? view.points.length - 1) + 1}
        aria-valuetext={pointSentence(view, selected ?? view.points.length - 1, lang, zone)}
        onPointerDown={choose}
        onKeyDown={(event) => {
          if (moveByKey(quality, view, event.key)) event.preventDefault();
        }}
      >
        {list !== null && (
          <Figure list={list} title="">
            {list.targets
              .filter((one) => one.index === selected)
              .map((one) => (
                <g key={one.panel} class="selection">
                  <line x1={one.x} x2={one.x} y1={0} y2={list.height} />
                  <circle cx={one.x} cy={one.y} r={9} />
                </g>
              ))}
          </Figure>
        )}
      </div>
      <p class="visually-hidden" aria-live="polite">
        {selected === null ? "" : pointSentence(view, selected, lang, zone)}
      </p>
      <small class="chart-keys">{t("keys")}</small>
    </div>
  );
}
