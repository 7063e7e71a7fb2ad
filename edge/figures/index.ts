// Figures as display lists: one geometry for screen, PDF and image.
export { limitSubgroups } from "./chart-content.ts";
export { type ControlChartOptions, layoutControlChart } from "./control-chart.ts";
export type {
  Box,
  CircleItem,
  Clip,
  DisplayItem,
  DisplayList,
  LineItem,
  PathItem,
  PolylineItem,
  RectItem,
  Role,
  Size,
  Target,
  TextItem,
} from "./display-list.ts";
export { type ForceCurve, type ForceCurveOptions, layoutForceCurve } from "./force-curve.ts";
export { type HistogramOptions, layoutHistogram } from "./histogram.ts";
export { layoutHistoryStrip } from "./history-strip.ts";
export { formatFixed } from "./scale.ts";
export { layoutSparkline, type SparklineContent } from "./sparkline.ts";
export { type FigureLang, type FigureTexts, figureTexts } from "./texts.ts";
export { type Ink, paperTheme, type Theme } from "./theme.ts";
export {
  layoutToleranceBar,
  type ToleranceBarContent,
  type ToleranceBarOptions,
} from "./tolerance-bar.ts";
