// What a panel of a control chart is given: values, stages, signals, and its place on the sheet.
import type { RecordPlace } from "../../sync/records/index.ts";
import type { ChartView } from "../http/views.ts";
import type { PanelSignal } from "./chart-marks.ts";
import { type Box, round2 } from "./display-list.ts";
import type { Tick } from "./scale.ts";
import type { FigureTexts } from "./texts.ts";
import type { YRange } from "./y-range.ts";

export type PanelLimits = {
  readonly center: number;
  readonly lcl: number;
  readonly ucl: number;
  readonly preliminary: boolean;
  /** Places of the first and last point the limits were computed from. */
  readonly from: number;
  readonly to: number;
  /** The same as subgroup numbers, for people. */
  readonly name: string;
};

/** A stretch of points with limits of its own; places are inclusive. */
export type PanelStage = {
  readonly from: number;
  readonly to: number;
  /** Empty for the stage that a chart begins with. */
  readonly name: string;
  readonly limits: PanelLimits | null;
};

/** What one panel shows; `values` and `individuals` stand in the order of the chart's points. */
export type PanelContent = {
  readonly id: "location" | "spread";
  readonly title: string;
  readonly values: readonly (number | null)[];
  readonly individuals: readonly (readonly number[])[];
  /** One at least, in the order of their points. */
  readonly stages: readonly PanelStage[];
  /** Places of the points left out of limits and rules. */
  readonly excluded: ReadonlySet<number>;
  /** Places of the points with a note beside them. */
  readonly notes: readonly number[];
  readonly signals: readonly PanelSignal[];
  /** Place of the signal whose pattern is underlined; null for none. */
  readonly focus: RecordPlace | null;
  readonly decimals: number;
  /** A range is never below zero; null for the location panel. */
  readonly floor: number | null;
  readonly zones: boolean;
};

/** The place of a panel and the x axis it shares. `from` and `to` are places in the points. */
export type PanelPlace = {
  readonly box: Box;
  readonly axis: PanelAxis;
  readonly from: number;
  readonly to: number;
  readonly x: (index: number) => number;
  /** Pixels from point to point. */
  readonly step: number;
  readonly size: number;
  /** Right end of the whole figure, behind the gutter. */
  readonly edge: number;
  readonly texts: FigureTexts;
};

/** The y axis of a panel: the range shown, and its ticks. */
export type PanelAxis = { readonly range: YRange; readonly ticks: readonly Tick[] };

/** How many subgroups limits come from: those that are whole and not left out. */
export function limitSubgroups(
  { points, size, exclusions }: ChartView,
  {
    fromSubgroup,
    toSubgroup,
  }: Pick<NonNullable<ChartView["limits"]>, "fromSubgroup" | "toSubgroup">,
): number {
  const out = new Set(exclusions.flatMap((one) => (one.included === null ? one.subgroup : [])));
  const counted = points.filter(
    ({ subgroup, values }) =>
      subgroup >= fromSubgroup &&
      subgroup <= toSubgroup &&
      values.length === size &&
      !out.has(subgroup),
  );
  return counted.length;
}

export type PanelWindow = { readonly from: number; readonly to: number };

/** The stages of which a window shows something. */
export function stagesShown({ stages }: PanelContent, { from, to }: PanelWindow): PanelStage[] {
  return stages.filter((stage, k) => {
    const open = k === stages.length - 1;
    return stage.from <= to && (open || stage.to >= from);
  });
}

/** The limits whose numbers stand in the gutter: of the last stage shown that has any. */
export function gutterLimits(content: PanelContent, window: PanelWindow): PanelLimits | null {
  return stagesShown(content, window).findLast(({ limits }) => limits !== null)?.limits ?? null;
}

/** Left and right end of a stage inside the box; the last one reaches to where points will come. */
export function stageEnds(
  { stages }: PanelContent,
  { box, x }: PanelPlace,
  stage: PanelStage,
): { left: number; right: number } {
  const at = stages.indexOf(stage);
  const within = (value: number) => Math.min(box.right, Math.max(box.left, round2(value)));
  return {
    left: at === 0 ? box.left : within(x(stage.from - 0.5)),
    right: at === stages.length - 1 ? box.right : within(x(stage.to + 0.5)),
  };
}
