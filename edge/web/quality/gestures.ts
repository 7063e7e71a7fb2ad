// Fingers, mouse and wheel on the chart: a tap selects, a drag moves, a pinch or the wheel zooms.

export type GestureTarget = {
  /** A tap at this x, in pixels of the chart. */
  readonly tap: (x: number) => void;
  /** Begins a drag; called before the first `drag`. */
  readonly grab: () => void;
  /** Moved this far since it was grabbed, in pixels. */
  readonly drag: (dx: number) => void;
  /** Shows `factor` times as many points about this x. */
  readonly zoom: (factor: number, x: number) => void;
  readonly reset: () => void;
};

/** A finger that moves less than this taps. */
const TAP_PX = 8;
/** Two taps within this reset the window. */
const DOUBLE_TAP_MS = 300;
const WHEEL_FACTOR = 1.2;

type Point = { readonly x: number };

/** Handlers of one chart; `left` tells where it begins on the page. */
export function createGestures(target: GestureTarget, left: () => number) {
  const fingers = new Map<number, Point>();
  let start: Point | null = null;
  let dragging = false;
  let pinched = 0;
  let tappedAt = Number.NEGATIVE_INFINITY;

  const spread = () => {
    const [a, b] = [...fingers.values()];
    return a === undefined || b === undefined ? 0 : Math.max(20, Math.abs(a.x - b.x));
  };
  const middle = () => [...fingers.values()].reduce((sum, { x }) => sum + x, 0) / fingers.size;

  return {
    down: (event: PointerEvent) => {
      if (event.button !== 0) return;
      fingers.set(event.pointerId, { x: event.clientX });
      if (fingers.size === 1) {
        start = { x: event.clientX };
        dragging = false;
      } else {
        start = null;
        pinched = spread();
      }
    },
    move: (event: PointerEvent) => {
      if (!fingers.has(event.pointerId)) return;
      fingers.set(event.pointerId, { x: event.clientX });
      if (fingers.size === 2) {
        const now = spread();
        if (Math.abs(now - pinched) < TAP_PX) return;
        target.zoom(pinched / now, middle() - left());
        pinched = now;
        return;
      }
      if (start === null) return;
      const dx = event.clientX - start.x;
      if (!dragging && Math.abs(dx) < TAP_PX) return;
      if (!dragging) {
        dragging = true;
        if (event.currentTarget instanceof Element)
          event.currentTarget.setPointerCapture(event.pointerId);
        target.grab();
      }
      target.drag(dx);
    },
    up: (event: PointerEvent) => {
      const known = fingers.delete(event.pointerId);
      if (!known || start === null || dragging) return;
      start = null;
      if (event.timeStamp - tappedAt < DOUBLE_TAP_MS) target.reset();
      else target.tap(event.clientX - left());
      tappedAt = event.timeStamp;
    },
    cancel: (event: PointerEvent) => {
      fingers.delete(event.pointerId);
      start = null;
    },
    wheel: (event: WheelEvent) => {
      if (event.deltaY === 0) return;
      event.preventDefault();
      const factor = event.deltaY > 0 ? WHEEL_FACTOR : 1 / WHEEL_FACTOR;
      target.zoom(factor, event.clientX - left());
    },
  };
}
