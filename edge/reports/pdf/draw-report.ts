// The report as a PDF: sections in the order a brand reads them, the same lines on every page.
import type { PilotRunReport, ReportLang } from "../report-document.ts";
import { createWords, type Words } from "../words/words.ts";
import { drawAssessment } from "./assessment-section.ts";
import { drawCover } from "./cover.ts";
import type { ReportFonts } from "./fonts.ts";
import { drawInProcess } from "./in-process-section.ts";
import { drawIncoming } from "./incoming-section.ts";
import { drawReadings } from "./readings-appendix.ts";
import { drawDimensional, drawFunctional } from "./results-sections.ts";
import { COLORS, createSheet, INNER, PAGE, type PdfSheet } from "./sheet.ts";

/** Draws the whole report; the same report gives the same bytes. Synchronous work of some 0.5 s. */
export async function drawReport(
  report: PilotRunReport,
  lang: ReportLang,
  fonts: ReportFonts,
): Promise<Uint8Array> {
  const words = createWords(lang);
  const issued = new Date(report.stated.issuedAt);
  const sheet = createSheet(fonts, {
    Title: `${words.say("title")} ${report.header.number}`,
    Author: report.header.supplier,
    Creator: "Proofline",
    Producer: "Proofline",
    CreationDate: issued,
    ModDate: issued,
  });
  const bytes = collect(sheet.doc);
  drawCover(sheet, report, words);
  sheet.newPage();
  drawIncoming(sheet, report, words);
  drawInProcess(sheet, report, words);
  drawDimensional(sheet, report, words);
  drawFunctional(sheet, report, words);
  drawAssessment(sheet, report, words);
  drawReadings(sheet, report, words);
  drawPageLines(sheet, report, words);
  sheet.doc.end();
  return await bytes;
}

function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    doc.on("error", reject);
  });
}

/** Head and foot of each page: report, part, run, plan, journal head, page x of y. */
function drawPageLines(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  const { header, stated } = report;
  const { doc } = sheet;
  const right = PAGE.left + INNER;
  const { start, count } = doc.bufferedPageRange();
  const small = { size: 7, color: COLORS.muted };
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    const title = `${words.say("title")}   ${header.part.number} ${header.part.revision}`;
    sheet.label(title, PAGE.left, 34, { ...small, weight: "bold" });
    sheet.label(`${words.say("report")} ${header.number}`, right, 34, { ...small, anchor: "end" });
    doc.undash().lineWidth(0.5).strokeColor(COLORS.rule);
    doc.moveTo(PAGE.left, 40).lineTo(right, 40).stroke();
    const foot = PAGE.height - 40;
    doc.moveTo(PAGE.left, foot).lineTo(right, foot).stroke();
    const marks = [
      `${words.say("run")} ${header.run}`,
      `${words.say("plan")} ${header.planHash.slice(0, 16)}`,
      `${words.say("journal")} ${stated.station} ${stated.head.seq} ${stated.head.hash.slice(0, 16)}`,
    ].join("   |   ");
    sheet.label(marks, PAGE.left, foot + 11, small);
    const place = words.say("page", { page: page - start + 1, pages: count });
    sheet.label(place, right, foot + 11, { ...small, anchor: "end" });
  }
}
