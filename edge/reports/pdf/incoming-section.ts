// Output 1: the lots that came in, their certificates and what was decided on them.
import type { CertificateValue, PilotRunReport } from "../report-document.ts";
import type { Words } from "../words/words.ts";
import { printedActor, printedTime, replacedText } from "./figures-of-number.ts";
import { COLORS, type Mark, type PdfSheet } from "./sheet.ts";
import { drawTable } from "./table.ts";

const LOT_MARKS: Readonly<Record<string, Mark>> = {
  accept: "pass",
  reject: "fail",
  conditional: "warn",
  "use-as-is": "warn",
};

export function drawIncoming(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  sheet.heading(words.say("iqc"), 1);
  if (report.incoming.length === 0) {
    sheet.paragraph(words.say("noLots"));
    return;
  }
  const none = words.say("none");
  drawTable(
    sheet,
    [
      { title: words.say("lot"), share: 17 },
      { title: words.say("material"), share: 18 },
      { title: words.say("supplier"), share: 18 },
      { title: words.say("role"), share: 10 },
      { title: words.say("heat"), share: 11 },
      { title: words.say("quantity"), share: 11 },
      { title: words.say("certificate"), share: 17 },
      { title: words.say("received"), share: 14 },
    ],
    report.incoming.map((lot) => [
      { text: lot.lot, bold: true },
      lot.material,
      lot.supplier,
      words.code("role", lot.role),
      lot.heat ?? none,
      lot.quantity,
      lot.certificate === null
        ? { text: words.say("noCertificate"), mark: "warn" as const }
        : `${lot.certificate.type}  ${lot.certificate.number}`,
      printedTime(lot.receivedAt, words),
    ]),
    { size: 7.5 },
  );
  sheet.heading(words.say("decision"), 2);
  drawTable(
    sheet,
    [
      { title: words.say("lot"), share: 14 },
      { title: words.say("decision"), share: 22 },
      { title: words.say("reason"), share: 44 },
      { title: words.say("by"), share: 20 },
    ],
    report.incoming.map((lot) => [
      lot.lot,
      lot.decision === null
        ? { text: words.say("open"), mark: "warn" as const }
        : { text: words.code("lot", lot.decision), mark: LOT_MARKS[lot.decision] ?? "warn" },
      [lot.reason ?? "", ...lot.earlier.map((one) => replacedText("lot", one, words))].join("\n"),
      printedActor(lot.decidedBy),
    ]),
  );
  drawUnits(sheet, report, words);
  for (const { lot, certificate } of report.incoming) {
    if (certificate === null || certificate.values.length === 0) continue;
    const { type, number } = certificate;
    sheet.heading(words.say("certificateOf", { type, number, lot }), 2);
    drawCertificate(sheet, certificate.values, words);
  }
}

/** Which units come from which lot, so that a recall finds them. */
function drawUnits(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  sheet.heading(words.say("lotUnits"), 2);
  drawTable(
    sheet,
    [
      { title: words.say("lot"), share: 20 },
      { title: words.say("material"), share: 34 },
      { title: words.say("unit"), share: 34 },
      { title: words.say("count"), share: 12, align: "right" },
    ],
    report.incoming.map(({ lot, material, units }) => [
      lot,
      material,
      units.map(({ from, to }) => (from === to ? from : `${from} – ${to}`)).join("\n") ||
        words.say("none"),
      units.map(({ count }) => String(count)).join("\n") || "0",
    ]),
  );
  sheet.paragraph(words.say("lotUnitsNote"), { size: 8, color: COLORS.muted });
}

function drawCertificate(sheet: PdfSheet, values: readonly CertificateValue[], words: Words): void {
  drawTable(
    sheet,
    [
      { title: words.say("property"), share: 30 },
      { title: words.say("value"), share: 20, align: "right" },
      { title: words.say("limits"), share: 30, align: "right" },
      { title: words.say("judgement"), share: 20 },
    ],
    values.map((one) => [
      one.property,
      `${one.value} ${one.unit}`,
      limitsText(one),
      one.inside === null
        ? ""
        : {
            text: words.code("conformity", one.inside ? "conforms" : "does-not-conform"),
            mark: one.inside ? ("pass" as const) : ("fail" as const),
          },
    ]),
  );
}

function limitsText({ min, max, unit }: CertificateValue): string {
  if (min !== null && max !== null) return `${min} – ${max} ${unit}`;
  if (min !== null) return `≥ ${min} ${unit}`;
  return max === null ? "" : `≤ ${max} ${unit}`;
}
