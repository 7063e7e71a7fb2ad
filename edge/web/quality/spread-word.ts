// What the lower panel of a chart shows, in words.
import type { ChartView } from "../../http/views.ts";

/** Key of the word in the texts of the quality page. */
export function spreadWord({
  chart,
  size,
}: Pick<ChartView, "chart" | "size">): "spreadRange" | "spreadDeviation" | "movingRange" {
  if (size === 1) return "movingRange";
  return chart === "xbar-s" ? "spreadDeviation" : "spreadRange";
}
