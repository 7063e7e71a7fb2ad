// Output 2: every control chart with its histogram, its signals and what was answered.
import {
  figureTexts,
  formatFixed,
  layoutControlChart,
  layoutHistogram,
  limitSubgroups,
} from "../../figures/index.ts";
import type { InProcess, PilotRunReport } from "../report-document.ts";
import type { Words } from "../words/words.ts";
import { drawChartActs } from "./chart-acts-table.ts";
import { drawFigure } from "./draw-figure.ts";
import { printedActor, printedIndex } from "./figures-of-number.ts";
import { COLORS, INNER, PAGE, type PdfSheet } from "./sheet.ts";
import { drawTable } from "./table.ts";

const CHART_HEIGHT = 232;
const HISTOGRAM_WIDTH = 150;
const TEXT_SIZE = 7;

export function drawInProcess(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  // The title of the section never stands alone: its first chart fits below it.
  const room = report.inProcess.length === 0 ? undefined : CHART_HEIGHT + 130;
  sheet.heading(words.say("ipqc"), 1, room);
  if (report.inProcess.length === 0) sheet.paragraph(words.say("noCharts"));
  for (const one of report.inProcess) drawChart(sheet, one, words);
}

function drawChart(sheet: PdfSheet, { view, signals }: InProcess, words: Words): void {
  const texts = figureTexts[words.lang];
  sheet.ensure(CHART_HEIGHT + 90);
  const { characteristic, capability } = view;
  sheet.heading(`${characteristic.balloon}  ${words.local(characteristic.name)}`, 2);
  const cpk = printedIndex(capability.cpk, words)
    .replace("\n", "  (")
    .concat(capability.cpk?.interval ? ")" : "");
  const unstable = capability.stable === false;
  const standing = unstable ? `   ${words.say("notStable")}` : "";
  sheet.label(`n ${capability.n}   Cpk ${cpk}${standing}`, PAGE.left + INNER, sheet.y - 8, {
    size: 8.5,
    anchor: "end",
    color: unstable ? COLORS.warn : COLORS.ink,
  });
  const width = INNER - HISTOGRAM_WIDTH - 8;
  const chart = layoutControlChart(view, {
    width,
    height: CHART_HEIGHT,
    texts,
    textSize: TEXT_SIZE,
  });
  drawFigure(sheet, chart, PAGE.left, sheet.y);
  const histogram = layoutHistogram(view, {
    width: HISTOGRAM_WIDTH,
    height: CHART_HEIGHT * 0.62,
    texts,
    textSize: TEXT_SIZE,
  });
  drawFigure(sheet, histogram, PAGE.left + width + 8, sheet.y);
  sheet.y += CHART_HEIGHT + 4;
  sheet.paragraph(limitsText(view, words), { size: 8, color: COLORS.muted });
  if (signals.length === 0) sheet.paragraph(words.say("noSignals"), { size: 8 });
  else drawSignals(sheet, signals, words);
  drawChartActs(sheet, view, words);
}

function limitsText(view: InProcess["view"], words: Words): string {
  const { limits, characteristic } = view;
  if (limits === null) return words.say("noLimits");
  if (limits.state === "preliminary") {
    return words.say("limitsPreliminary", { to: limitSubgroups(view, limits) });
  }
  return words.say("limitsFixed", {
    from: limits.fromSubgroup + 1,
    to: limits.toSubgroup + 1,
    estimator: words.code("estimator", limits.estimator),
    sigma: formatFixed(limits.sigma, characteristic.decimals + 2),
  });
}

function drawSignals(sheet: PdfSheet, signals: InProcess["signals"], words: Words): void {
  drawTable(
    sheet,
    [
      { title: words.say("subgroup"), share: 11 },
      { title: words.say("chart"), share: 11 },
      { title: words.say("rule"), share: 28 },
      { title: words.say("cause"), share: 20 },
      { title: words.say("action"), share: 26 },
      { title: words.say("by"), share: 14 },
    ],
    signals.map((signal) => [
      String(signal.subgroup + 1),
      words.say(signal.chart),
      `${words.code("rule", signal.rule)} (${words.code("side", signal.side)})`,
      causeCell(signal, words),
      [
        signal.answer === null ? "" : words.code("action", signal.answer.action),
        signal.answer?.note ?? "",
        withdrawnText(signal, words),
      ]
        .filter((text) => text !== "")
        .join("\n"),
      printedActor(signal.answeredBy),
    ]),
    { size: 7.5, pad: 2 },
  );
}

type ReportSignal = InProcess["signals"][number];

function causeCell({ answer, withdrawn }: ReportSignal, words: Words) {
  if (answer !== null) return words.code("cause", answer.cause);
  return withdrawn === null ? { text: words.say("notAnswered"), mark: "warn" as const } : "";
}

/** That a signal no longer stands, and why; empty while it does. */
function withdrawnText({ withdrawn }: ReportSignal, words: Words): string {
  if (withdrawn === null) return "";
  return words.say("withdrawn", { reason: words.code("reason", withdrawn.reason) });
}
