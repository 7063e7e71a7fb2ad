// Views to lay out, and what every display list must keep.
import { expect } from "vitest";
import type { DisplayItem, DisplayList } from "../../../edge/figures/index.ts";
import { overlaps, textBox } from "../../../edge/figures/scale.ts";
import type { ChartView } from "../../../edge/http/views.ts";

type Shape = {
  locations: readonly number[];
  limits?: { center: number; half: number } | null;
  state?: "established" | "preliminary";
  signals?: ChartView["signals"];
  size?: number;
  stages?: readonly Partial<ChartView["stages"][number]>[];
  exclusions?: ChartView["exclusions"];
  notes?: ChartView["notes"];
};

/** Limits of both panels about a centre. */
export function limitsAbout({ center, half }: { center: number; half: number }) {
  return {
    location: { center, lcl: center - half, ucl: center + half },
    spread: { center: 0.02, lcl: 0, ucl: 0.042 },
  };
}

export function viewOf(shape: Shape): ChartView {
  const size = shape.size ?? 5;
  const limits = shape.limits ?? null;
  const drawn: ChartView["limits"] =
    limits === null
      ? null
      : {
          state: shape.state ?? "established",
          ...limitsAbout(limits),
          sigma: limits.half / 3,
          estimator: "rbar/d2",
          fromSubgroup: 0,
          toSubgroup: 19,
          ...{ at: null, method: null, by: null, reason: null },
        };
  const firstStage: ChartView["stages"][number] = {
    ...{ first: 0, from: 0, to: shape.locations.length, name: "", limits: drawn, begun: null },
  };
  return {
    run: "R1",
    characteristic: {
      id: "C1",
      balloon: "1",
      name: { en: "Bore" },
      kind: "variable",
      unit: "mm",
      decimals: 3,
      nominal: 10,
      lsl: 9.9,
      usl: 10.1,
      class: "critical",
      gauge: "caliper",
      keyed: true,
      reaction: null,
    },
    chart: size > 1 ? "xbar-r" : "i-mr",
    size,
    points: shape.locations.map((location, subgroup) => ({
      subgroup,
      units: [],
      values: Array.from({ length: size }, (_, k) => location + (k - (size - 1) / 2) * 0.005),
      texts: [],
      seqs: [],
      location,
      spread: size > 1 ? 0.02 : subgroup === 0 ? null : 0.01,
      at: "2026-11-22T08:00:00.000Z",
      operators: [],
    })),
    limits: drawn,
    stages: shape.stages?.map((stage) => ({ ...firstStage, ...stage })) ?? [firstStage],
    exclusions: shape.exclusions ?? [],
    notes: shape.notes ?? [],
    signals: shape.signals ?? [],
    capability: {
      n: 100,
      mean: 10,
      sigmaWithin: 0.01,
      sigmaOverall: 0.011,
      estimator: "rbar/d2",
      cp: null,
      cpk: null,
      pp: null,
      ppk: null,
      stable: true,
      outOfSpec: 0,
      provenStrength: null,
      cautions: [],
    },
    histogram: { edges: [9.97, 9.99, 10.01, 10.03], counts: [12, 70, 18] },
  };
}

/** Established limits of a stage about a centre. */
export function limitsFor(center: number): ChartView["limits"] {
  return {
    ...{ state: "established", ...limitsAbout({ center, half: 0.02 }), sigma: 0.01 },
    ...{ estimator: "rbar/d2", fromSubgroup: 0, toSubgroup: 11 },
    ...{ at: null, method: "trial", by: "station", reason: null },
  };
}

export function exclusion(subgroup: number): ChartView["exclusions"][number] {
  const said = { epoch: "e", seq: 900 + subgroup, cause: "tool-change", note: "" };
  return { subgroup, ...said, at: "2026-11-22T08:00:00.000Z", by: "operator:Q-3", included: null };
}

export function signal(rule: string, subgroup: number, points: number[] = [subgroup]) {
  return {
    epoch: "e",
    seq: 100 + subgroup,
    at: "2026-11-22T08:00:00.000Z",
    characteristic: "C1",
    chart: "location" as const,
    rule,
    side: "above" as const,
    subgroup,
    points,
    answer: null,
    withdrawn: null,
  };
}

export function coordinates(item: DisplayItem): [number, number][] {
  switch (item.type) {
    case "line":
      return [
        [item.x1, item.y1],
        [item.x2, item.y2],
      ];
    case "rect":
      return [
        [item.x, item.y],
        [item.x + item.width, item.y + item.height],
      ];
    case "circle":
      return [[item.x, item.y]];
    case "text": {
      const box = textBox(item);
      return [
        [box.left, box.top],
        [box.right, box.bottom],
      ];
    }
    default:
      return item.points.flatMap((x, k) =>
        k % 2 === 0 ? [[x, item.points[k + 1] ?? Number.NaN] as [number, number]] : [],
      );
  }
}

export function expectInside(list: DisplayList): void {
  for (const item of list.items) {
    for (const [x, y] of coordinates(item)) {
      const where = `${item.type} ${item.role} at ${x}, ${y}`;
      expect(Number.isFinite(x) && Number.isFinite(y), where).toBe(true);
      expect(x >= -0.02 && x <= list.width + 0.02, where).toBe(true);
      expect(y >= -0.02 && y <= list.height + 0.02, where).toBe(true);
    }
  }
}

export function expectTextsApart(list: DisplayList): void {
  const boxes = list.items.flatMap((item) =>
    item.type === "text" ? [{ text: item.text, role: item.role, box: textBox(item) }] : [],
  );
  // Marks at points may touch each other's neighbourhood; what is read as a column or a row may not.
  const labels = boxes.filter(({ role }) => role !== "signal-text" && role !== "pinned-text");
  labels.forEach((one, k) => {
    for (const other of labels.slice(k + 1)) {
      expect(overlaps(one.box, other.box), `${one.text} over ${other.text}`).toBe(false);
    }
  });
}
