// The control chart as one focusable control: keys, fingers and wheel move it, nothing covers it.
import { useMemo, useRef } from "preact/hooks";
import { type DisplayList, figureTexts, layoutControlChart } from "../../figures/index.ts";
import type { ChartView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Figure, useSize } from "../screen/figure.tsx";
import { local } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import { moved, type Shown, zoomed } from "./chart-window.ts";
import { createGestures, type GestureTarget } from "./gestures.ts";
import { HistoryStrip } from "./history-strip.tsx";
import { pointSentence } from "./point-words.ts";
import type { Quality } from "./quality.ts";
import { moveByKey, resetWindow, select, setWindow, shownPoints, standing } from "./selection.ts";

type Props = { quality: Quality; view: ChartView };

export function LiveChart({ quality, view }: Props) {
  const t = useTexts(qualityTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  const [place, size] = useSize<HTMLDivElement>();
  const selected = quality.selected.value;
  const window = shownPoints(quality, view);
  const options = { ...window, texts: figureTexts[lang], focus: quality.focus.value, textSize: 13 };
  const list =
    size === null || size.width < 160 || size.height < 120
      ? null
      : layoutControlChart(view, { ...size, ...options });
  const gestures = useGestures(quality, view, window, list, () =>
    place.current?.getBoundingClientRect(),
  );
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
        onPointerDown={gestures.down}
        onPointerMove={gestures.move}
        onPointerUp={gestures.up}
        onPointerCancel={gestures.cancel}
        onWheel={gestures.wheel}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          if (moveByKey(quality, view, event.key)) event.preventDefault();
        }}
      >
        {list !== null && (
          <Figure list={list} title="">
            <Selection list={list} selected={selected} />
          </Figure>
        )}
      </div>
      <HistoryStrip quality={quality} view={view} />
      <p class="visually-hidden" aria-live="polite">
        {selected === null ? "" : pointSentence(view, selected, lang, zone)}
      </p>
    </div>
  );
}

function Selection({ list, selected }: { list: DisplayList; selected: number | null }) {
  return (
    <>
      {list.targets
        .filter((one) => one.index === selected)
        .map((one) => (
          <g key={one.panel} class="selection">
            <line x1={one.x} x2={one.x} y1={0} y2={list.height} />
            <circle cx={one.x} cy={one.y} r={9} />
          </g>
        ))}
    </>
  );
}

type Drawn = {
  readonly quality: Quality;
  readonly view: ChartView;
  readonly window: Shown;
  readonly scale: { readonly x0: number; readonly step: number } | null;
};

/** The gestures of one chart, which see what was drawn last. */
function useGestures(
  quality: Quality,
  view: ChartView,
  window: Shown,
  list: DisplayList | null,
  box: () => DOMRect | undefined,
) {
  const drawn = useRef<Drawn | null>(null);
  drawn.current = { quality, view, window, scale: scaleOf(list, window) };
  return useMemo(
    () =>
      createGestures(
        targetOf(() => drawn.current),
        () => box()?.left ?? 0,
      ),
    [],
  );
}

/** Where the first place shown is drawn, and pixels from point to point. */
function scaleOf(list: DisplayList | null, { from, to }: Shown): Drawn["scale"] {
  const foot = list?.items.find(
    (item) => item.type === "line" && item.role === "axis" && item.y1 === item.y2,
  );
  if (foot?.type !== "line") return null;
  const step = (foot.x2 - foot.x1) / (to - from + 1);
  return { x0: foot.x1 + step / 2, step };
}

function targetOf(last: () => Drawn | null): GestureTarget {
  let grabbed: Drawn | null = null;
  const placeAt = ({ window, scale }: Drawn, x: number) =>
    scale === null ? window.to : window.from + (x - scale.x0) / scale.step;
  return {
    tap: (x) => {
      const drawn = last();
      if (drawn === null || drawn.view.points.length === 0) return;
      const { from, to } = drawn.window;
      const place = Math.round(placeAt(drawn, x));
      select(drawn.quality, drawn.view, Math.min(to, Math.max(from, place)));
    },
    grab: () => {
      grabbed = last();
    },
    drag: (dx) => {
      if (grabbed === null || grabbed.scale === null) return;
      const { quality, view, window, scale } = grabbed;
      const held = { count: window.to - window.from + 1, end: window.to };
      setWindow(quality, view, moved(held, view.points.length, -Math.round(dx / scale.step)));
    },
    zoom: (factor, x) => {
      const drawn = last();
      if (drawn === null) return;
      const { quality, view } = drawn;
      const at = placeAt(drawn, x);
      setWindow(quality, view, zoomed(quality.window.value, view.points.length, factor, at));
    },
    reset: () => {
      const drawn = last();
      if (drawn !== null) resetWindow(drawn.quality);
    },
  };
}
