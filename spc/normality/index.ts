// The contents page of normality.

export { type AndersonDarling, andersonDarling } from "./anderson-darling.ts";
export {
  type PlotBand,
  type PlotPoint,
  type ProbabilityPlot,
  probabilityPlot,
} from "./probability-plot.ts";
export { type RyanJoiner, ryanJoiner } from "./ryan-joiner.ts";
export { type ShapiroWilk, shapiroWilk } from "./shapiro-wilk.ts";
