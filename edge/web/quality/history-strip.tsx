// The strip of the whole history under the chart: what is shown now is a window that can be dragged.
import { useRef } from "preact/hooks";
import { layoutHistoryStrip } from "../../figures/index.ts";
import type { ChartView } from "../../http/views.ts";
import { useTexts } from "../screen/context.ts";
import { Figure, useSize } from "../screen/figure.tsx";
import { qualityTexts } from "../texts/quality.ts";
import { between, moved } from "./chart-window.ts";
import type { Quality } from "./quality.ts";
import { setWindow, shownPoints } from "./selection.ts";

type Part = "middle" | "left" | "right";
type Drag = { readonly part: Part; readonly x: number; readonly from: number; readonly to: number };

export function HistoryStrip({ quality, view }: { quality: Quality; view: ChartView }) {
  const t = useTexts(qualityTexts);
  const [place, size] = useSize<HTMLDivElement>();
  const drag = useRef<Drag | null>(null);
  const total = view.points.length;
  if (total < 2) return null;
  const { from, to } = shownPoints(quality, view);
  const pointsPerPixel = total / Math.max(1, size?.width ?? 1);
  const grab = (part: Part) => (event: PointerEvent) => {
    event.stopPropagation();
    drag.current = { part, x: event.clientX, from, to };
    if (event.currentTarget instanceof Element)
      event.currentTarget.setPointerCapture(event.pointerId);
  };
  const pull = (event: PointerEvent) => {
    const held = drag.current;
    if (held === null) return;
    const by = Math.round((event.clientX - held.x) * pointsPerPixel);
    const window =
      held.part === "middle"
        ? moved({ count: held.to - held.from + 1, end: held.to }, total, by)
        : held.part === "left"
          ? between(Math.min(held.to, held.from + by), held.to, total)
          : between(held.from, Math.max(held.from, held.to + by), total);
    setWindow(quality, view, window);
  };
  const drop = () => {
    drag.current = null;
  };
  const jump = (event: PointerEvent) => {
    const box = place.current?.getBoundingClientRect();
    if (box === undefined) return;
    const at = Math.floor((event.clientX - box.left) * pointsPerPixel);
    const count = to - from + 1;
    setWindow(quality, view, moved({ count, end: at + Math.floor(count / 2) }, total, 0));
  };
  const handle = (part: "left" | "right") => (
    <span
      class={`strip-handle is-${part}`}
      onPointerDown={grab(part)}
      onPointerMove={pull}
      onPointerUp={drop}
      onPointerCancel={drop}
    />
  );
  const share = (at: number) => `${(100 * at) / total}%`;
  return (
    <div ref={place} class="strip" aria-hidden="true" title={t("history")} onPointerDown={jump}>
      {size !== null && <Figure title="" list={layoutHistoryStrip(view, size)} />}
      <span
        class="strip-window"
        style={{ left: share(from), width: share(to - from + 1) }}
        onPointerDown={grab("middle")}
        onPointerMove={pull}
        onPointerUp={drop}
        onPointerCancel={drop}
      >
        {handle("left")}
        {handle("right")}
      </span>
    </div>
  );
}
