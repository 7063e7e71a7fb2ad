// The paper: pages, a cursor that moves down, and the few things ever put on it.
import PDFDocument from "pdfkit";
import type { ReportFonts, Weight } from "./fonts.ts";

export const PAGE = { width: 595.28, height: 841.89, left: 42, right: 42, top: 62, bottom: 56 };
export const INNER = PAGE.width - PAGE.left - PAGE.right;
export const COLORS = {
  ink: "#14181c",
  muted: "#5b6670",
  rule: "#c9cfd5",
  head: "#eef1f4",
  accent: "#1f4e79",
  pass: "#1f6b3d",
  fail: "#b3261e",
  warn: "#8a4300",
} as const;

export type Mark = "pass" | "fail" | "warn";
type LabelStyle = {
  readonly anchor?: "start" | "middle" | "end";
  readonly size: number;
  readonly weight?: Weight;
  readonly color?: string;
};

export type PdfSheet = {
  readonly doc: PDFKit.PDFDocument;
  /** Where the next thing goes, from the top of the page in points. */
  y: number;
  /** Begins a new page unless `height` fits on this one; true when it did. */
  readonly ensure: (height: number) => boolean;
  readonly newPage: () => void;
  /** One line at a place; `y` is the baseline. */
  readonly label: (text: string, x: number, y: number, style: LabelStyle) => void;
  /** Wrapped text at the cursor; moves it down. */
  readonly paragraph: (text: string, style?: Partial<LabelStyle>) => void;
  /** `room`: what must fit below on the same page, where it is less or more than usual. */
  readonly heading: (text: string, level: 1 | 2, room?: number) => void;
  /** Wrapped text at a place, top aligned. */
  readonly block: (text: string, x: number, y: number, width: number, style: LabelStyle) => void;
  readonly heightOf: (text: string, width: number, style: LabelStyle) => number;
  readonly widthOf: (text: string, style: LabelStyle) => number;
  readonly mark: (mark: Mark, x: number, y: number, size: number) => void;
};

function openDocument(fonts: ReportFonts, about: PDFKit.DocumentInfo): PDFKit.PDFDocument {
  const doc = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    bufferPages: true,
    autoFirstPage: false,
    pdfVersion: "1.4",
    subset: "PDF/A-1b",
    info: about,
    // The default font must be an embedded one, for PDF/A and for Chinese.
    font: fonts.bytes.regular as unknown as string,
  });
  // Opened once; from here on found by name. A registered alias of an opened font would be parsed anew
  // at every use (10 MB each time).
  doc.font(fonts.bytes.bold);
  return doc;
}

/** Starts a document; nothing is drawn before the first page is asked for. */
export function createSheet(fonts: ReportFonts, about: PDFKit.DocumentInfo): PdfSheet {
  const doc = openDocument(fonts, about);
  const use = (style: LabelStyle) =>
    doc
      .font(fonts.names[style.weight ?? "regular"])
      .fontSize(style.size)
      .fillColor(style.color ?? COLORS.ink);
  const sheet: PdfSheet = {
    doc,
    y: PAGE.top,
    ensure(height) {
      if (sheet.y + height <= PAGE.height - PAGE.bottom) return false;
      sheet.newPage();
      return true;
    },
    newPage() {
      doc.addPage();
      sheet.y = PAGE.top;
    },
    label(text, x, y, style) {
      const shown = fonts.covered(text);
      use(style);
      const width =
        style.anchor === undefined || style.anchor === "start" ? 0 : doc.widthOfString(shown);
      const shift = style.anchor === "end" ? width : style.anchor === "middle" ? width / 2 : 0;
      doc.text(shown, x - shift, y, { lineBreak: false, baseline: "alphabetic" });
    },
    paragraph(text, style = {}) {
      const whole = { size: 8.5, ...style };
      const height = sheet.heightOf(text, INNER, whole);
      sheet.ensure(height);
      sheet.block(text, PAGE.left, sheet.y, INNER, whole);
      sheet.y += height + 4;
    },
    heading(text, level, room = level === 1 ? 150 : 110) {
      const size = level === 1 ? 14 : 10.5;
      const fresh = sheet.ensure(room) || sheet.y === PAGE.top;
      sheet.y += fresh ? 4 : level === 1 ? 26 : 10;
      sheet.label(text, PAGE.left, sheet.y + size, {
        size,
        weight: "bold",
        color: level === 1 ? COLORS.accent : COLORS.ink,
      });
      sheet.y += size + (level === 1 ? 12 : 8);
    },
    block(text, x, y, width, style) {
      use(style);
      doc.text(fonts.covered(text), x, y, { width, align: alignOf(style), lineGap: 1 });
    },
    heightOf(text, width, style) {
      use(style);
      return doc.heightOfString(fonts.covered(text), { width, lineGap: 1 });
    },
    widthOf(text, style) {
      use(style);
      return doc.widthOfString(fonts.covered(text));
    },
    mark: (mark, x, y, size) => drawMark(doc, mark, x, y, size),
  };
  return sheet;
}

function alignOf(style: LabelStyle): "left" | "right" | "center" {
  return style.anchor === "end" ? "right" : style.anchor === "middle" ? "center" : "left";
}

/** Ring with a check, filled octagon with a bar, triangle: three shapes that print in grey alike. */
function drawMark(doc: PDFKit.PDFDocument, mark: Mark, x: number, y: number, size: number): void {
  const r = size / 2;
  const cx = x + r;
  const cy = y + r;
  doc.undash();
  if (mark === "pass") {
    doc.lineWidth(size * 0.11).strokeColor(COLORS.pass);
    doc.circle(cx, cy, r * 0.9).stroke();
    doc
      .moveTo(cx - r * 0.45, cy)
      .lineTo(cx - r * 0.1, cy + r * 0.38)
      .lineTo(cx + r * 0.45, cy - r * 0.35)
      .stroke();
    return;
  }
  if (mark === "fail") {
    const corner = r * 0.414;
    const octagon: [number, number][] = [
      [cx - corner, cy - r],
      [cx + corner, cy - r],
      [cx + r, cy - corner],
      [cx + r, cy + corner],
      [cx + corner, cy + r],
      [cx - corner, cy + r],
      [cx - r, cy + corner],
      [cx - r, cy - corner],
    ];
    doc
      .polygon(...octagon)
      .fillColor(COLORS.fail)
      .fill();
    doc
      .rect(cx - r * 0.55, cy - r * 0.16, r * 1.1, r * 0.32)
      .fillColor("#ffffff")
      .fill();
    return;
  }
  doc.lineWidth(size * 0.11).strokeColor(COLORS.warn);
  doc.polygon([cx, cy - r * 0.85], [cx + r * 0.95, cy + r * 0.8], [cx - r * 0.95, cy + r * 0.8]);
  doc.stroke();
  doc
    .rect(cx - r * 0.08, cy - r * 0.3, r * 0.16, r * 0.6)
    .fillColor(COLORS.warn)
    .fill();
}
