// The first page: what was made for whom, the decision, and what is missing.
import type { PilotRunReport } from "../report-document.ts";
import type { Words } from "../words/words.ts";
import { printedTime } from "./figures-of-number.ts";
import { COLORS, INNER, type Mark, PAGE, type PdfSheet } from "./sheet.ts";
import { drawFacts, drawTable } from "./table.ts";

const DECISION_MARKS: Readonly<Record<string, Mark>> = {
  go: "pass",
  "conditional-go": "warn",
  "re-run": "fail",
  stop: "fail",
};

export function drawCover(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  const { header, stated } = report;
  sheet.newPage();
  sheet.label(words.say("title"), PAGE.left, sheet.y + 20, {
    size: 24,
    weight: "bold",
    color: COLORS.accent,
  });
  const part = `${header.part.number}, ${words.say("revision", { revision: header.part.revision })}`;
  sheet.label(words.local(header.part.name), PAGE.left, sheet.y + 44, { size: 14, weight: "bold" });
  sheet.label(part, PAGE.left, sheet.y + 60, { size: 10, color: COLORS.muted });
  sheet.y += 76;
  drawDecision(sheet, report, words);
  drawConditions(sheet, report, words);
  const none = words.say("none");
  drawFacts(sheet, [
    [words.say("report"), header.number],
    [words.say("run"), header.run],
    [words.say("brand"), header.brand],
    [words.say("supplier"), header.supplier],
    [words.say("order"), header.order ?? none],
    [words.say("material"), header.material ?? none],
    [words.say("lots"), header.lots.join(", ") || none],
    [
      words.say("quantity"),
      words.say("quantityValue", { done: header.unitsDone, target: header.target }),
    ],
    [words.say("planned"), printedTime(header.plannedAt, words)],
    [words.say("started"), printedTime(header.startedAt, words)],
    [words.say("closed"), printedTime(header.closedAt, words)],
    [words.say("issued"), printedTime(stated.issuedAt, words)],
    [words.say("station"), stated.station],
    [words.say("operators"), header.operators.join(", ") || none],
    ...preparedBy(report, words),
  ]);
  drawFacts(
    sheet,
    [
      [words.say("planHash"), header.planHash],
      [words.say("journalHead"), `${stated.head.seq}  ${stated.head.hash}`],
    ],
    1,
  );
  drawGate(sheet, report, words);
  drawGauges(sheet, report, words);
  sheet.paragraph(words.say("evidence"), { color: COLORS.muted });
}

function drawDecision(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  const { decision } = report.assessment;
  const mark = decision === null ? "warn" : (DECISION_MARKS[decision.decision] ?? "warn");
  const color = COLORS[mark];
  const height = 40;
  sheet.doc.undash().lineWidth(1.2).strokeColor(color);
  sheet.doc.rect(PAGE.left, sheet.y, INNER, height).stroke();
  sheet.mark(mark, PAGE.left + 12, sheet.y + 10, 20);
  const text =
    decision === null ? words.say("notAssessed") : words.code("decision", decision.decision);
  sheet.label(text, PAGE.left + 42, sheet.y + 26, { size: 17, weight: "bold", color });
  const done = words.say("quantityValue", {
    done: report.header.unitsDone,
    target: report.header.target,
  });
  sheet.label(done, PAGE.left + INNER - 12, sheet.y + 24, { size: 10, anchor: "end" });
  sheet.y += height + 12;
}

/** What the decision hangs on, where nobody can miss it. */
function drawConditions(sheet: PdfSheet, { assessment }: PilotRunReport, words: Words): void {
  const conditions = assessment.decision?.conditions ?? [];
  if (conditions.length === 0) return;
  const facts = conditions.map((condition, k): [string, string] => [
    k === 0 ? words.say("conditions") : "",
    condition,
  ]);
  drawFacts(sheet, facts, 1);
}

/** Nobody is named where nobody signs. */
function preparedBy({ stated }: PilotRunReport, words: Words): [string, string][] {
  const name = stated.preparedBy ?? null;
  return name === null ? [] : [[words.say("preparedBy"), name]];
}

function drawGate(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  sheet.heading(words.say("completeness"), 2);
  drawTable(
    sheet,
    [
      { title: words.say("output"), share: 30 },
      { title: words.say("state"), share: 18 },
      { title: words.say("missing"), share: 52 },
    ],
    report.assessment.outputs.map(({ output, inPlan, complete, lacks }) => [
      words.say(output),
      inPlan
        ? {
            text: words.say(complete ? "complete" : "incomplete"),
            mark: complete ? ("pass" as const) : ("warn" as const),
          }
        : words.say("notInPlan"),
      lacks.map((lack) => words.code("lack", lack.code, lack.params)).join("; "),
    ]),
  );
}

function drawGauges(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  const none = words.say("none");
  if (report.header.gauges.length === 0) return;
  sheet.heading(words.say("gauges"), 2);
  drawTable(
    sheet,
    [
      { title: words.say("gauge"), share: 20 },
      { title: words.say("model"), share: 28 },
      { title: words.say("calibrationDue"), share: 18 },
      { title: words.say("balloons"), share: 14 },
      { title: words.say("values"), share: 10, align: "right" },
      { title: words.say("keyed"), share: 14, align: "right" },
    ],
    report.header.gauges.map((gauge) => [
      gauge.gauge,
      gauge.model ?? none,
      gauge.calibrationDue ?? none,
      gauge.balloons.join(", "),
      String(gauge.readings),
      String(gauge.keyed),
    ]),
  );
  for (const { gauge, confirmed } of report.header.gauges) {
    if (confirmed === undefined) continue;
    const { by, at } = confirmed;
    sheet.paragraph(words.say("confirmed", { gauge, by, at: printedTime(at, words) }));
  }
}
