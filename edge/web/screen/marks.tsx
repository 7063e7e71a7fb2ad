// The shapes that carry a state together with its word: never colour alone.
import type { JSX } from "preact";

export type MarkShape = "ok" | "high" | "low" | "warn" | "bad" | "online" | "connecting" | "away";

const octagon = "M19 3h26l16 16v26L45 61H19L3 45V19z";

/** One mark in the colour of the text around it; the word beside it says what it means. */
export function Mark({ shape, size }: { shape: MarkShape; size: number }) {
  return (
    <svg class="mark" viewBox="0 0 64 64" width={size} height={size} aria-hidden="true">
      {shapes[shape]()}
    </svg>
  );
}

const shapes: Record<MarkShape, () => JSX.Element> = {
  ok: () => (
    <g class="mark-line">
      <circle cx="32" cy="32" r="27" />
      <path d="M19 33l9 10 17-21" />
    </g>
  ),
  high: () => arrow("M32 49V17M19 29l13-13 13 13"),
  low: () => arrow("M32 15v32M19 35l13 13 13-13"),
  bad: () => arrow("M21 21l22 22M43 21L21 43"),
  warn: () => (
    <g>
      <path class="mark-solid" d="M32 4l30 55H2z" />
      <path class="mark-hollow" d="M32 23v18M32 49v2" />
    </g>
  ),
  online: () => <circle class="mark-solid" cx="32" cy="32" r="22" />,
  connecting: () => (
    <g class="mark-line">
      <circle cx="32" cy="32" r="22" stroke-dasharray="14 10" />
    </g>
  ),
  away: () => (
    <g class="mark-line">
      <path d="M12 12l40 40M52 12L12 52" />
    </g>
  ),
};

function arrow(path: string) {
  return (
    <g>
      <path class="mark-solid" d={octagon} />
      <path class="mark-hollow" d={path} />
    </g>
  );
}
