// The stretch of a chart that is shown: zooming keeps the place under the finger, moving keeps the width.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  between,
  FEWEST,
  including,
  moved,
  shown,
  zoomed,
} from "../../edge/web/quality/chart-window.ts";

const live = { count: 50, end: null };

describe("the window of a chart", () => {
  it("follows the newest point until it is moved, and stays where it was moved to", () => {
    expect(shown(live, 200)).toEqual({ from: 150, to: 199 });
    expect(shown(live, 210)).toEqual({ from: 160, to: 209 });
    const back = moved(live, 200, -30);
    expect(shown(back, 200)).toEqual({ from: 120, to: 169 });
    expect(shown(back, 210)).toEqual({ from: 120, to: 169 });
  });

  it("stays live while it zooms at the newest point", () => {
    expect(zoomed(live, 200, 0.5)).toEqual({ count: 25, end: null });
    expect(zoomed(live, 200, 9)).toEqual({ count: 0, end: null });
  });

  it("keeps the place under the finger where it is", () => {
    const window = { count: 100, end: 149 };
    const closer = shown(zoomed(window, 400, 0.5, 75), 400);
    expect(closer).toEqual({ from: 63, to: 112 });
    expect((75 - closer.from) / 50).toBeCloseTo((75 - 50) / 100, 1);
  });

  it("moves as little as needed to show a selected place", () => {
    expect(shown(including(live, 200, 100), 200)).toEqual({ from: 100, to: 149 });
    expect(shown(including(live, 200, 180), 200)).toEqual({ from: 150, to: 199 });
  });

  it("holds at least five points when a handle is drawn over the other", () => {
    expect(shown(between(40, 40, 200), 200)).toEqual({ from: 40, to: 44 });
    expect(between(0, 199, 200)).toEqual({ count: 0, end: null });
  });

  it("lies inside the points, whatever is done to it", () => {
    const window = fc.record({ count: fc.nat(300), end: fc.option(fc.nat(400)) });
    const act = fc.oneof(
      fc.record({ zoom: fc.constantFrom(0.5, 0.83, 1.2, 2), at: fc.option(fc.nat(400)) }),
      fc.record({ by: fc.integer({ min: -500, max: 500 }) }),
      fc.record({ place: fc.nat(300) }),
    );
    fc.assert(
      fc.property(window, fc.integer({ min: 1, max: 300 }), fc.array(act), (start, total, acts) => {
        let current = start;
        for (const one of acts) {
          if ("zoom" in one) current = zoomed(current, total, one.zoom, one.at);
          else if ("by" in one) current = moved(current, total, one.by);
          else current = including(current, total, Math.min(total - 1, one.place));
          const { from, to } = shown(current, total);
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThan(total);
          expect(to - from + 1).toBeGreaterThanOrEqual(Math.min(total, 1));
          if ("zoom" in one) expect(to - from + 1).toBeGreaterThanOrEqual(Math.min(total, FEWEST));
        }
      }),
    );
  });
});
