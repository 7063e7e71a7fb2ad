// The words inside figures, per language; a missing word is a type error.
export type FigureTexts = {
  readonly mean: string;
  readonly range: string;
  readonly individual: string;
  readonly deviation: string;
  readonly movingRange: string;
  readonly ucl: string;
  readonly lcl: string;
  readonly center: string;
  readonly preliminary: string;
  /** Name of the stage from which limits were computed; the subgroups follow. */
  readonly trial: string;
  readonly subgroup: string;
  readonly unitIndex: string;
  readonly noPoints: string;
  readonly lsl: string;
  readonly usl: string;
  readonly nominal: string;
  readonly average: string;
  readonly count: string;
  readonly peak: string;
  readonly required: string;
  readonly knee: string;
  readonly holdMinimum: string;
  readonly time: string;
  readonly noCurve: string;
};

export type FigureLang = "en" | "zh-CN";

export const figureTexts: Readonly<Record<FigureLang, FigureTexts>> = {
  en: {
    mean: "Mean of subgroup",
    range: "Range R",
    individual: "Individual value",
    deviation: "Standard deviation s",
    movingRange: "Moving range MR",
    ucl: "UCL",
    lcl: "LCL",
    center: "CL",
    preliminary: "preliminary",
    trial: "limits from",
    subgroup: "Subgroup",
    unitIndex: "Unit",
    noPoints: "No complete subgroup yet",
    lsl: "LSL",
    usl: "USL",
    nominal: "Nominal",
    average: "Mean",
    count: "Count",
    peak: "Peak",
    required: "Required",
    knee: "Knee",
    holdMinimum: "Held",
    time: "Time",
    noCurve: "No curve recorded",
  },
  "zh-CN": {
    mean: "子组均值",
    range: "极差 R",
    individual: "单值",
    deviation: "标准差 s",
    movingRange: "移动极差 MR",
    ucl: "UCL",
    lcl: "LCL",
    center: "CL",
    preliminary: "暂定",
    trial: "控制限取自",
    subgroup: "子组",
    unitIndex: "件号",
    noPoints: "尚无完整子组",
    lsl: "LSL",
    usl: "USL",
    nominal: "名义值",
    average: "均值",
    count: "频数",
    peak: "峰值",
    required: "要求",
    knee: "屈服拐点",
    holdMinimum: "保持",
    time: "时间",
    noCurve: "无曲线记录",
  },
};
