// Output 5: yield, findings, open signals, corrections, the decision and who signs it.
import { formatFixed } from "../../figures/index.ts";
import type { Assessment, Correction, PilotRunReport } from "../report-document.ts";
import type { Words } from "../words/words.ts";
import { printedActor, printedTime, replacedText } from "./figures-of-number.ts";
import { COLORS, INNER, PAGE, type PdfSheet } from "./sheet.ts";
import { drawFacts, drawTable } from "./table.ts";

export function drawAssessment(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  const { assessment } = report;
  sheet.heading(words.say("assessment"), 1);
  drawYield(sheet, assessment, words);
  drawFindings(sheet, assessment, words);
  drawOpenSignals(sheet, report, words);
  drawCorrections(sheet, report, words);
  drawDecision(sheet, assessment, words);
  drawSignatures(sheet, words);
}

function drawYield(sheet: PdfSheet, assessment: Assessment, words: Words): void {
  const { unitsDone, unitsConforming, firstPass, pareto } = assessment;
  const share = (count: number) =>
    unitsDone === 0 ? String(count) : `${count}  (${formatFixed((count / unitsDone) * 100, 1)} %)`;
  sheet.heading(words.say("yield"), 2);
  drawFacts(
    sheet,
    [
      [words.say("yieldUnits"), String(unitsDone)],
      [words.say("yieldConforming"), share(unitsConforming)],
      [words.say("yieldFirstPass"), share(firstPass)],
    ],
    3,
  );
  if (pareto.length === 0) return;
  drawTable(
    sheet,
    [
      { title: words.say("balloon"), share: 10 },
      { title: words.say("pareto"), share: 70 },
      { title: words.say("count"), share: 20, align: "right" },
    ],
    pareto.map((row) => [row.balloon, words.code("defect", row.code), String(row.count)]),
  );
}

function drawFindings(sheet: PdfSheet, { findings }: Assessment, words: Words): void {
  sheet.heading(words.say("findings"), 2);
  if (findings.length === 0) {
    sheet.paragraph(words.say("noFindings"));
    return;
  }
  drawTable(
    sheet,
    [
      { title: words.say("finding"), share: 8 },
      { title: words.say("type"), share: 8 },
      { title: words.say("severity"), share: 10 },
      { title: words.say("finding"), share: 36 },
      { title: words.say("owner"), share: 16 },
      { title: words.say("due"), share: 12 },
      { title: words.say("disposition"), share: 20 },
    ].map((column, k) => (k === 3 ? { ...column, title: words.say("findings") } : column)),
    findings.map((one) => [
      { text: one.finding, bold: true },
      words.code("type", one.type),
      words.code("severity", one.severity),
      [one.title, one.description, one.units.join(", ")].filter((text) => text !== "").join("\n"),
      one.owner ?? "",
      one.due ?? "",
      one.disposition === null
        ? { text: words.say("open"), mark: "warn" as const }
        : {
            text: [
              words.code("disposition", one.disposition),
              one.reason ?? "",
              ...one.earlier.map((decided) => replacedText("disposition", decided, words)),
            ].join("\n"),
            mark: "pass" as const,
          },
    ]),
    { size: 7.5 },
  );
}

function drawOpenSignals(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  sheet.heading(words.say("openSignals"), 2);
  const { openSignals } = report.assessment;
  if (openSignals.length === 0) {
    sheet.paragraph(words.say("noOpenSignals"));
    return;
  }
  const balloons = new Map(
    report.inProcess.map(({ view }) => [view.characteristic.id, view.characteristic.balloon]),
  );
  drawTable(
    sheet,
    [
      { title: words.say("balloon"), share: 10 },
      { title: words.say("subgroup"), share: 14, align: "right" },
      { title: words.say("chart"), share: 16 },
      { title: words.say("rule"), share: 60 },
    ],
    openSignals.map((signal) => [
      balloons.get(signal.characteristic) ?? signal.characteristic,
      String(signal.subgroup + 1),
      words.say(signal.chart),
      `${words.code("rule", signal.rule)} (${words.code("side", signal.side)})`,
    ]),
  );
}

function drawCorrections(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  const { corrections, skips } = report.assessment;
  sheet.heading(words.say("corrections"), 2);
  if (corrections.length === 0) sheet.paragraph(words.say("noCorrections"));
  else {
    sheet.paragraph(words.say("correctionsNote"), { size: 8, color: COLORS.muted });
    drawTable(
      sheet,
      [
        { title: words.say("journal"), share: 10, align: "right" },
        { title: words.say("unit"), share: 14 },
        { title: words.say("balloon"), share: 7 },
        { title: words.say("reading"), share: 21, align: "right" },
        { title: words.say("reason"), share: 48 },
      ],
      corrections.map((one) => [
        recordNumber(one, report.header.epochs),
        one.unit,
        one.balloon,
        correctedText(one, words),
        `${words.code("reason", one.reason)} (${printedActor(one.by)}, ${printedTime(one.at, words)})`,
      ]),
    );
    drawEpochs(sheet, report, words);
  }
  if (skips.length === 0) return;
  sheet.heading(words.say("skips"), 2);
  drawTable(
    sheet,
    [
      { title: words.say("unit"), share: 20 },
      { title: words.say("balloon"), share: 10 },
      { title: words.say("reason"), share: 70 },
    ],
    skips.map((one) => [one.unit, one.balloon, words.code("reason", one.reason)]),
  );
}

function correctedText({ type, text, verdict }: Correction, words: Words): string {
  if (type === "measurement") return text;
  if (type === "skip") return words.say("skippedFor", { reason: words.code("reason", text) });
  const family = verdict === "ok" ? "verdict" : "defect";
  return words.say("judged", { verdict: words.code(family, verdict) });
}

/** Number of a record, with its epoch counted from the first one of the run where there are several. */
function recordNumber({ epoch, seq }: Correction, epochs: readonly string[]): string {
  return epochs.length > 1 ? `${seq} (${epochs.indexOf(epoch) + 1})` : String(seq);
}

function drawEpochs(sheet: PdfSheet, { header }: PilotRunReport, words: Words): void {
  if (header.epochs.length < 2) return;
  const epochs = header.epochs.map((epoch, k) => `(${k + 1}) ${epoch}`).join(", ");
  sheet.paragraph(words.say("epochsNote", { epochs }), { size: 8, color: COLORS.muted });
}

function drawDecision(sheet: PdfSheet, { decision }: Assessment, words: Words): void {
  // Kept together: a condition alone on the next page is overlooked.
  sheet.heading(words.say("decision"), 2, 110 + 15 * (decision?.conditions.length ?? 0));
  if (decision === null) {
    sheet.paragraph(words.say("notAssessed"));
    return;
  }
  drawFacts(
    sheet,
    [
      [words.say("decision"), words.code("decision", decision.decision)],
      [words.say("summary"), decision.summary],
      [words.say("units"), decision.units],
      ...decision.conditions.map((condition, k): [string, string] => [
        k === 0 ? words.say("conditions") : "",
        condition,
      ]),
      [words.say("by"), `${printedActor(decision.actor)}, ${printedTime(decision.at, words)}`],
    ],
    1,
  );
}

const SIGNERS = ["signDevelopment", "signQuality", "signProduction", "signBrand"] as const;

function drawSignatures(sheet: PdfSheet, words: Words): void {
  sheet.ensure(150);
  sheet.heading(words.say("signatures"), 2);
  const width = (INNER - 20) / 2;
  SIGNERS.forEach((signer, k) => {
    const x = PAGE.left + (k % 2) * (width + 20);
    const y = sheet.y + Math.floor(k / 2) * 54;
    sheet.label(words.say(signer), x, y + 8, { size: 8.5, weight: "bold" });
    sheet.doc.undash().lineWidth(0.6).strokeColor(COLORS.muted);
    sheet.doc
      .moveTo(x, y + 34)
      .lineTo(x + width, y + 34)
      .stroke();
    sheet.label(words.say("signLine"), x, y + 43, { size: 6.5, color: COLORS.muted });
  });
  sheet.y += 112;
}
