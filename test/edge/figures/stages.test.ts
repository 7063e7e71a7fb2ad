// Stages, exclusions and notes on a chart, and the strip of its whole history.
import { describe, expect, it } from "vitest";
import {
  figureTexts,
  layoutControlChart,
  layoutHistoryStrip,
} from "../../../edge/figures/index.ts";
import {
  exclusion,
  expectInside,
  expectTextsApart,
  limitsFor,
  signal,
  viewOf,
} from "./chart-views.ts";

const texts = figureTexts.en;

describe("a control chart", () => {
  const staged = () =>
    viewOf({
      locations: Array.from({ length: 30 }, (_, k) => (k < 12 ? 10 : 10.03) + (k % 3) * 0.002),
      stages: [
        { from: 0, to: 12, limits: limitsFor(10) },
        { first: 12, from: 12, to: 30, name: "New spindle", limits: limitsFor(10.03) },
      ],
      exclusions: [exclusion(5), { ...exclusion(6), included: { at: "", by: "", reason: "" } }],
      notes: [{ subgroup: 20, event: "coil", text: "coil 12", at: "", by: "" }],
    });

  it("steps limits and zones at the beginning of a stage, which is named, and joins nothing across", () => {
    const list = layoutControlChart(staged(), { width: 900, height: 400, texts });
    expectInside(list);
    expectTextsApart(list);
    const of = (role: string) =>
      list.items.filter((item) => item.role === role && item.group === "location");
    const limits = of("limit").flatMap((item) => (item.type === "line" ? [item] : []));
    expect(limits).toHaveLength(4);
    const [first, , second] = limits;
    expect(first?.x2).toBe(second?.x1);
    expect(first?.y1).not.toBe(second?.y1);
    expect(of("stage")).toMatchObject([{ type: "line", x1: first?.x2 }]);
    const names = of("stage-text").map((item) => (item.type === "text" ? item.text : ""));
    expect(names).toContain("New spindle");
    const labels = of("limit-text").map((item) => (item.type === "text" ? item.text : ""));
    expect(labels).toEqual(["UCL 10.0500", "LCL 10.0100"]);
  });

  it("breaks the line at an excluded point, which stays as a cross, and flags a note", () => {
    const list = layoutControlChart(staged(), { width: 900, height: 400, texts });
    const of = (role: string) =>
      list.items.filter((item) => item.role === role && item.group === "location");
    expect(of("excluded")).toHaveLength(2);
    expect(of("point")).toHaveLength(29);
    expect(
      of("trace").map((item) => (item.type === "polyline" ? item.points.length / 2 : 0)),
    ).toEqual([5, 6, 18]);
    const flag = of("note").find((item) => item.type === "path");
    const noted = list.targets.find((one) => one.index === 20 && one.panel === "location");
    expect(flag?.type === "path" && flag.points[0]).toBe(noted?.x);
    expect(list.targets.some((one) => one.index === 5)).toBe(true);
  });

  it("shows only the stages of its window, with the numbers of the last one", () => {
    const list = layoutControlChart(staged(), { width: 900, height: 400, texts, from: 0, to: 10 });
    const labels = list.items.flatMap((item) =>
      item.type === "text" && item.role === "limit-text" && item.group === "location"
        ? [item.text]
        : [],
    );
    expect(labels).toEqual(["UCL 10.0200", "LCL 9.9800"]);
    expect(list.items.some((item) => item.role === "stage")).toBe(false);
  });

  it("has its whole history in a strip that stays small, with its signals as ticks", () => {
    const locations = Array.from({ length: 100_000 }, (_, k) => 10 + Math.sin(k) * 0.01);
    const view = viewOf({ locations, signals: [signal("we-1", 3), signal("we-1", 99_999)] });
    const list = layoutHistoryStrip(view, { width: 600, height: 48 });
    expectInside(list);
    const [line] = list.items.filter((item) => item.role === "envelope");
    expect(line?.type === "polyline" && line.points.length).toBeLessThan(600 * 4 + 8);
    expect(list.items.filter((item) => item.role === "tick")).toHaveLength(2);
  });
});
