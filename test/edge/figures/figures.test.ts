// Whatever a chart is given, its list stays in the frame, its labels apart, and its meaning intact.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  figureTexts,
  layoutControlChart,
  layoutForceCurve,
  layoutHistogram,
  layoutSparkline,
  layoutToleranceBar,
  paperTheme,
} from "../../../edge/figures/index.ts";
import { expectInside, expectTextsApart, signal, viewOf } from "./chart-views.ts";

const texts = figureTexts.en;

const shapes = fc.record({
  locations: fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { maxLength: 120 }),
  limits: fc.option(
    fc.record({
      center: fc.double({ min: -20, max: 20, noNaN: true }),
      half: fc.double({ min: 1e-6, max: 30, noNaN: true }),
    }),
  ),
  size: fc.constantFrom(1, 5),
});

describe("a control chart", () => {
  it("keeps every item inside its frame and its labels apart, whatever the values", () => {
    fc.assert(
      fc.property(
        shapes,
        fc.integer({ min: 420, max: 1600 }),
        fc.integer({ min: 260, max: 900 }),
        (shape, width, height) => {
          const list = layoutControlChart(viewOf(shape), { width, height, texts });
          expectInside(list);
          expectTextsApart(list);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("labels limits with their numbers in the right gutter", () => {
    const view = viewOf({ locations: [10, 10.01, 9.99], limits: { center: 10, half: 0.02 } });
    const list = layoutControlChart(view, { width: 800, height: 400, texts });
    const labels = list.items.flatMap((item) => (item.type === "text" ? [item.text] : []));
    expect(labels).toEqual(expect.arrayContaining(["UCL 10.0200", "CL 10.0000", "LCL 9.9800"]));
  });

  it("never draws a specification limit", () => {
    const view = viewOf({ locations: [10, 10.2, 9.8], limits: { center: 10, half: 0.02 } });
    const list = layoutControlChart(view, { width: 800, height: 400, texts });
    expect(list.items.filter((item) => item.role.startsWith("spec"))).toEqual([]);
  });

  it("gives an empty chart no numbers on its axes", () => {
    const empty = layoutControlChart(viewOf({ locations: [] }), { width: 800, height: 400, texts });
    const roles = empty.items.map((item) => item.role);
    expect(roles).toContain("label");
    expect(roles).not.toContain("axis-text");
    expect(roles).not.toContain("grid");
  });

  it("marks a point beyond the limit with a filled diamond and a run rule with a square", () => {
    const view = viewOf({
      locations: Array.from({ length: 25 }, (_, k) => 10 + (k === 3 ? 0.03 : 0.002)),
      limits: { center: 10, half: 0.02 },
      signals: [signal("we-1", 3), signal("we-4", 12, [5, 6, 7, 8, 9, 10, 11, 12])],
    });
    const list = layoutControlChart(view, {
      width: 900,
      height: 400,
      texts,
      focus: { epoch: "e", seq: 112 },
    });
    const diamond = list.items.find((item) => item.role === "signal-beyond");
    const square = list.items.find((item) => item.role === "signal-run");
    expect(diamond?.type === "path" && diamond.points.length).toBe(8);
    expect(diamond?.type === "path" && diamond.points[0]).toBe(
      list.targets.find((target) => target.index === 3 && target.panel === "location")?.x,
    );
    expect(square?.type === "path" && square.points[1] === square.points[3]).toBe(true);
    expect(list.items.filter((item) => item.role === "pattern")).toHaveLength(8);
    const numbers = list.items.flatMap((item) =>
      item.type === "text" && item.role === "signal-text" ? [item.text] : [],
    );
    expect(numbers).toEqual(["1", "4"]);
  });

  it("draws preliminary limits in a role of their own and says so", () => {
    const view = viewOf({
      locations: [10, 10.01],
      limits: { center: 10, half: 0.02 },
      state: "preliminary",
    });
    const roles = new Set(
      layoutControlChart(view, { width: 800, height: 400, texts }).items.map((item) => item.role),
    );
    expect(roles.has("limit-preliminary")).toBe(true);
    expect(roles.has("limit")).toBe(false);
    expect(paperTheme["limit-preliminary"].dash).not.toEqual(paperTheme.limit.dash);
  });

  it("pins a far outlier at the edge with its value instead of squashing the chart", () => {
    const view = viewOf({
      locations: Array.from({ length: 30 }, (_, k) => (k === 10 ? 25 : 10 + (k % 3) * 0.005)),
      limits: { center: 10.005, half: 0.02 },
    });
    const list = layoutControlChart(view, { width: 900, height: 400, texts });
    const pins = list.items.filter((item) => item.role === "point-pinned");
    const values = list.items.flatMap((item) =>
      item.type === "text" && item.role === "pinned-text" ? [item.text] : [],
    );
    expect(pins).toHaveLength(1);
    expect(values).toEqual(["25.0000"]);
    const limits = list.items.flatMap((item) =>
      item.type === "line" && item.role === "limit" && item.group === "location" ? [item.y1] : [],
    );
    expect(Math.abs((limits[0] ?? 0) - (limits[1] ?? 0))).toBeGreaterThan(40);
  });

  it("ticks individuals behind the means up to 60 subgroups, and none beyond", () => {
    const limits = { center: 10, half: 0.02 };
    const ticks = (count: number) =>
      layoutControlChart(viewOf({ locations: Array(count).fill(10), limits }), {
        width: 900,
        height: 400,
        texts,
      }).items.filter((item) => item.role === "individual").length;
    expect(ticks(60)).toBe(300);
    expect(ticks(61)).toBe(0);
  });

  it("keeps the list of 100,000 points small and loses no extreme of a column", () => {
    const locations = Array.from({ length: 100_000 }, (_, k) => 10 + Math.sin(k) * 0.01);
    locations[54_321] = 10.03;
    const view = viewOf({ locations, limits: { center: 10, half: 0.02 }, size: 1 });
    const list = layoutControlChart(view, { width: 1000, height: 400, texts });
    expect(list.items.length).toBeLessThan(200);
    const traces = list.items.flatMap((item) =>
      item.type === "polyline" && item.group === "location" ? [item.points] : [],
    );
    expect(traces.flat().length).toBeLessThan(5000);
    const ucl = list.items.find((item) => item.role === "limit" && item.group === "location");
    const top = Math.min(...traces.flat().filter((_, k) => k % 2 === 1));
    expect(ucl?.type === "line" && top < ucl.y1).toBe(true);
  });

  it("has the same geometry as the golden list", async () => {
    const view = viewOf({
      locations: [10, 10.01, 9.99, 10.004, 9.996, 10.03, 10.002],
      limits: { center: 10, half: 0.02 },
      signals: [signal("we-1", 5)],
    });
    const list = layoutControlChart(view, { width: 480, height: 280, texts });
    await expect(list).toMatchFileSnapshot("golden/control-chart.txt");
  });

  it("shows only the window asked for, on the scale of that window", () => {
    const locations = Array.from({ length: 100 }, (_, k) => 10 + k * 0.01);
    const list = layoutControlChart(viewOf({ locations }), {
      width: 800,
      height: 400,
      texts,
      from: 50,
      to: 59,
    });
    const shown = list.targets.filter((target) => target.panel === "location");
    expect(shown.map((target) => target.index)).toEqual([50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
  });
});

describe("the other figures", () => {
  it("keep every item inside their frames, whatever the values", () => {
    const number = fc.double({ min: -100, max: 100, noNaN: true });
    const input = fc.record({
      values: fc.array(number, { maxLength: 40 }),
      limit: fc.option(number),
      other: fc.option(number),
      value: fc.option(number),
    });
    fc.assert(
      fc.property(input, ({ values, limit, other, value }) => {
        const lsl = limit !== null && other !== null ? Math.min(limit, other) : limit;
        const usl = limit !== null && other !== null ? Math.max(limit, other) : other;
        const size = { width: 300, height: 80, texts };
        expectInside(
          layoutToleranceBar(
            { lsl, usl, nominal: null, decimals: 2, value, previous: values },
            size,
          ),
        );
        expectInside(layoutSparkline({ values, limits: null }, { width: 120, height: 24 }));
        const forces = values.map(Math.abs);
        expectInside(
          layoutForceCurve(
            {
              elapsedMs: forces.map((_, k) => k * 100),
              force: forces,
              unit: "kN",
              decimals: 2,
              peak: forces.length === 0 ? null : Math.max(...forces),
              required: limit === null ? null : Math.abs(limit),
              outcome: "break",
            },
            { width: 360, height: 200, texts },
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("draw both specification limits and a normal curve on a histogram", () => {
    const list = layoutHistogram(viewOf({ locations: [10] }), { width: 400, height: 240, texts });
    expectInside(list);
    expect(list.items.filter((item) => item.role === "spec")).toHaveLength(2);
    expect(list.items.filter((item) => item.role === "bar")).toHaveLength(3);
    expect(list.items.filter((item) => item.role === "curve")).toHaveLength(1);
    expect(list.items.some((item) => item.role === "limit")).toBe(false);
  });

  it("say which force was required and which was reached", () => {
    const list = layoutForceCurve(
      {
        elapsedMs: [0, 1000, 2000, 2200],
        force: [0, 12, 24.61, 0.2],
        unit: "kN",
        decimals: 2,
        peak: 24.61,
        required: 20,
        outcome: "break",
      },
      { width: 400, height: 220, texts },
    );
    const labels = list.items.flatMap((item) => (item.type === "text" ? [item.text] : []));
    expect(labels).toEqual(expect.arrayContaining(["Peak 24.61", "Required 20.00"]));
    expect(list.items.filter((item) => item.role === "break")).toHaveLength(2);
  });

  it("lead from the highest sample to a peak that the rig held above it", () => {
    const curve = {
      ...{ elapsedMs: [0, 1000, 2000, 2200], force: [0, 12, 21, 0.2], unit: "kN", decimals: 2 },
      ...{ required: 20, outcome: "break" as const },
    };
    const size = { width: 400, height: 220, texts };
    const rises = (peak: number) =>
      layoutForceCurve({ ...curve, peak }, size).items.flatMap((item) =>
        item.type === "line" && item.role === "peak" && item.x1 === item.x2 ? [item] : [],
      );
    expect(rises(21)).toEqual([]);
    const [rise] = rises(24.61);
    const dot = layoutForceCurve({ ...curve, peak: 24.61 }, size).items.find(
      (item) => item.type === "circle" && item.role === "peak",
    );
    expect(dot?.type === "circle" && dot.y).toBe(rise?.y2);
    expect(rise?.y2).toBeLessThan(rise?.y1 ?? 0);
  });

  it("pin a value off the tolerance bar at the end it left by", () => {
    const bar = (value: number) =>
      layoutToleranceBar(
        { lsl: 9, usl: 11, nominal: 10, decimals: 1, value, previous: [] },
        { width: 200, height: 50, texts },
      ).items.at(-1);
    const far = bar(99);
    expect(far?.role).toBe("value-bad");
    expect(far?.type === "path" && far.points[0]).toBe(200);
    expect(bar(10.5)?.role).toBe("value-ok");
  });
});
