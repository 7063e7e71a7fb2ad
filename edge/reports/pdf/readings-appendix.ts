// The appendix: every value that counts, units down, characteristics across.
import type { PilotRunReport } from "../report-document.ts";
import type { Words } from "../words/words.ts";
import { COLORS, INNER, PAGE, type PdfSheet } from "./sheet.ts";

/** Characteristics beside each other; more go into a further table. */
const COLUMNS_MAX = 10;
const ROW = 9.2;
const SIZE = 6.5;

export function drawReadings(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  const rows = report.dimensional.filter((row) => row.readings.length > 0);
  if (rows.length === 0) return;
  sheet.newPage();
  sheet.heading(words.say("readings"), 1);
  sheet.paragraph(words.say("readingsNote"), { size: 8, color: COLORS.muted });
  for (let from = 0; from < rows.length; from += COLUMNS_MAX) {
    drawGrid(sheet, rows.slice(from, from + COLUMNS_MAX), words);
  }
}

/** Bold as well as red: the appendix is printed in grey too. */
const OUTSIDE = { weight: "bold", color: COLORS.fail } as const;

function isOutside(row: Row | undefined, text: string): boolean {
  const { lsl, usl } = row?.characteristic ?? { lsl: null, usl: null };
  const value = Number(text);
  return (lsl !== null && value < lsl) || (usl !== null && value > usl);
}

type Row = PilotRunReport["dimensional"][number];

function drawGrid(sheet: PdfSheet, rows: readonly Row[], words: Words): void {
  const byUnit = rows.map((row) => new Map(row.readings.map(({ unit, text }) => [unit, text])));
  const units = [...new Set(byUnit.flatMap((readings) => [...readings.keys()]))].sort();
  const groups = rows.length <= 4 ? 2 : 1;
  const groupWidth = (INNER - (groups - 1) * 16) / groups;
  const unitWidth = Math.max(52, groupWidth * 0.16);
  const column = (groupWidth - unitWidth) / rows.length;
  let next = 0;
  while (next < units.length) {
    sheet.ensure(ROW * 6);
    const perGroup = Math.floor((PAGE.height - PAGE.bottom - sheet.y) / ROW) - 1;
    const left = Math.ceil((units.length - next) / groups);
    const count = Math.min(perGroup, left);
    for (let group = 0; group < groups; group++) {
      const x = PAGE.left + group * (groupWidth + 16);
      const part = units.slice(next, next + count);
      next += part.length;
      if (part.length === 0) continue;
      drawHead(sheet, rows, words, { x, groupWidth, unitWidth, column });
      part.forEach((unit, k) => {
        const y = sheet.y + ROW * (k + 2) - 2.6;
        sheet.label(unit, x + 2, y, { size: SIZE, color: COLORS.muted });
        byUnit.forEach((readings, at) => {
          const right = x + unitWidth + column * (at + 1) - 3;
          const text = readings.get(unit);
          if (text === undefined) return;
          const style = isOutside(rows[at], text) ? OUTSIDE : {};
          sheet.label(text, right, y, { size: SIZE, anchor: "end", ...style });
        });
      });
    }
    sheet.y += ROW * (count + 1) + 12;
  }
}

function drawHead(
  sheet: PdfSheet,
  rows: readonly Row[],
  words: Words,
  place: { x: number; groupWidth: number; unitWidth: number; column: number },
): void {
  const { x, groupWidth, unitWidth, column } = place;
  sheet.doc.rect(x, sheet.y, groupWidth, ROW).fillColor(COLORS.head).fill();
  const y = sheet.y + ROW - 2.6;
  sheet.label(words.say("unit"), x + 2, y, { size: SIZE, weight: "bold" });
  rows.forEach(({ characteristic }, at) => {
    const right = x + unitWidth + column * (at + 1) - 3;
    const unit = characteristic.unit === "" ? "" : ` ${characteristic.unit}`;
    sheet.label(`${characteristic.balloon}${unit}`, right, y, {
      size: SIZE,
      weight: "bold",
      anchor: "end",
    });
  });
}
