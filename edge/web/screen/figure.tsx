// Draws a display list as SVG: the only place that knows both figures and the document.
import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { DisplayItem, DisplayList, Size } from "../../figures/index.ts";

/** What an item is drawn as; how a role looks is decided in styles/figure.css. */
function drawn(item: DisplayItem, key: number) {
  const look = { key, class: `f-${item.role}`, ...clipped(item) };
  switch (item.type) {
    case "line":
      return <line {...look} x1={item.x1} y1={item.y1} x2={item.x2} y2={item.y2} />;
    case "polyline":
      return <polyline {...look} fill="none" points={item.points.join(" ")} />;
    case "path":
      return <polygon {...look} points={item.points.join(" ")} />;
    case "rect":
      return <rect {...look} x={item.x} y={item.y} width={item.width} height={item.height} />;
    case "circle":
      return <circle {...look} cx={item.x} cy={item.y} r={item.radius} />;
    case "text":
      return (
        <text
          {...look}
          x={item.x}
          y={item.y}
          text-anchor={item.anchor}
          font-size={item.size}
          font-weight={item.weight === "bold" ? 700 : 400}
        >
          {item.text}
        </text>
      );
  }
}

function clipped(item: DisplayItem): { "clip-path"?: string } {
  return item.clip === undefined ? {} : { "clip-path": `url(#${item.clip})` };
}

export type FigureProps = {
  readonly list: DisplayList;
  /** What a screen reader says instead of the picture; empty when words beside it say the same. */
  readonly title: string;
  readonly children?: ComponentChildren;
};

export function Figure({ list, title, children }: FigureProps) {
  return (
    <svg
      class="figure"
      viewBox={`0 0 ${list.width} ${list.height}`}
      width={list.width}
      height={list.height}
      role="img"
      aria-label={title}
    >
      {list.clips.map((clip) => (
        <clipPath key={clip.id} id={clip.id}>
          <rect x={clip.x} y={clip.y} width={clip.width} height={clip.height} />
        </clipPath>
      ))}
      {list.items.map(drawn)}
      {children}
    </svg>
  );
}

/** The size the layout gives an element, in whole pixels; null until it stands in the document. */
export function useSize<T extends HTMLElement>(): [RefObject<T | null>, Size | null] {
  const place = useRef<T>(null);
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => {
      const [width, height] = [element.clientWidth, element.clientHeight];
      setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [place, size];
}
