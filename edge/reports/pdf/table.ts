// Tables that break over pages between rows and repeat their heads.
import { COLORS, INNER, type Mark, PAGE, type PdfSheet } from "./sheet.ts";

export type Column = {
  readonly title: string;
  /** Share of the table's width; shares are scaled to fill it. */
  readonly share: number;
  readonly align?: "left" | "right" | "center";
};
export type TableCell =
  | string
  | {
      readonly text: string;
      readonly color?: string;
      readonly bold?: boolean;
      readonly mark?: Mark;
    };
export type TableOptions = {
  readonly size?: number;
  readonly pad?: number;
  /** Room right of figures set to the right; a dense table does without. */
  readonly gap?: number;
};

type Style = { readonly size: number; readonly pad: number; readonly gap: number };
type Placed = { readonly column: Column; readonly x: number; readonly width: number };

/** Draws a table at the cursor. A row is never cut; one that fits on no page runs over its end. */
export function drawTable(
  sheet: PdfSheet,
  columns: readonly Column[],
  rows: readonly (readonly TableCell[])[],
  options: TableOptions = {},
): void {
  const size = options.size ?? 8;
  const style: Style = { size, pad: options.pad ?? 3, gap: options.gap ?? size * 0.6 };
  const placed = placeColumns(columns);
  const headHeight = rowHeight(
    sheet,
    placed,
    columns.map((column) => column.title),
    style,
    true,
  );
  const firstRow = rows[0];
  const first = firstRow === undefined ? 0 : rowHeight(sheet, placed, firstRow, style, false);
  sheet.ensure(headHeight + first);
  drawHead(sheet, placed, style, headHeight);
  for (const row of rows) {
    const height = rowHeight(sheet, placed, row, style, false);
    if (sheet.ensure(height)) drawHead(sheet, placed, style, headHeight);
    drawRow(sheet, placed, row, style);
    sheet.y += height;
    rule(sheet, COLORS.rule, 0.4);
  }
  sheet.y += 8;
}

function placeColumns(columns: readonly Column[]): Placed[] {
  const total = columns.reduce((sum, column) => sum + column.share, 0);
  let x = PAGE.left;
  return columns.map((column) => {
    const width = (column.share / total) * INNER;
    const placed = { column, x, width };
    x += width;
    return placed;
  });
}

function partsOf(cell: TableCell | undefined): Exclude<TableCell, string> {
  return typeof cell === "string" || cell === undefined ? { text: cell ?? "" } : cell;
}

function rowHeight(
  sheet: PdfSheet,
  placed: readonly Placed[],
  cells: readonly TableCell[],
  { size, pad, gap }: Style,
  head: boolean,
): number {
  const heights = placed.map(({ column, width }, k) => {
    const { text, mark, bold } = partsOf(cells[k]);
    if (text === "") return size;
    const room =
      width -
      2 * pad -
      (mark === undefined ? 0 : size * 1.5) -
      (column.align === "right" ? gap : 0);
    return sheet.heightOf(text, room, { size, weight: head || bold ? "bold" : "regular" });
  });
  return Math.max(...heights) + 2 * pad;
}

function drawHead(sheet: PdfSheet, placed: readonly Placed[], style: Style, height: number): void {
  sheet.doc.rect(PAGE.left, sheet.y, INNER, height).fillColor(COLORS.head).fill();
  const titles = placed.map(({ column }) => ({ text: column.title, bold: true }));
  drawRow(sheet, placed, titles, style);
  sheet.y += height;
  rule(sheet, COLORS.muted, 0.6);
}

function drawRow(
  sheet: PdfSheet,
  placed: readonly Placed[],
  cells: readonly TableCell[],
  { size, pad, gap }: Style,
): void {
  placed.forEach(({ column, x, width }, k) => {
    const { text, color, bold, mark } = partsOf(cells[k]);
    const shift = mark === undefined ? 0 : size * 1.5;
    if (mark !== undefined) sheet.mark(mark, x + pad, sheet.y + pad + size * 0.2, size * 1.05);
    if (text === "") return;
    const room = width - 2 * pad - shift - (column.align === "right" ? gap : 0);
    sheet.block(text, x + pad + shift, sheet.y + pad, room, {
      size,
      weight: bold ? "bold" : "regular",
      ...(color === undefined ? {} : { color }),
      anchor: column.align === "right" ? "end" : column.align === "center" ? "middle" : "start",
    });
  });
}

function rule(sheet: PdfSheet, color: string, width: number): void {
  const { doc } = sheet;
  doc.undash().lineWidth(width).strokeColor(color);
  doc
    .moveTo(PAGE.left, sheet.y)
    .lineTo(PAGE.left + INNER, sheet.y)
    .stroke();
}

/** Names and values side by side, `columns` pairs to the row, without lines. */
export function drawFacts(
  sheet: PdfSheet,
  facts: readonly (readonly [string, string])[],
  columns = 2,
): void {
  const width = INNER / columns;
  const names = facts.map(([name]) => sheet.widthOf(name, { size: 8.5 }));
  const nameWidth = Math.min(width * 0.45, Math.max(...names, 70) + 12);
  for (let k = 0; k < facts.length; k += columns) {
    const row = facts.slice(k, k + columns);
    const height = Math.max(
      ...row.map(([, value]) => sheet.heightOf(value, width - nameWidth - 8, { size: 8.5 })),
      11,
    );
    sheet.ensure(height + 3);
    row.forEach(([name, value], at) => {
      const x = PAGE.left + at * width;
      sheet.block(name, x, sheet.y, nameWidth, { size: 8.5, color: COLORS.muted });
      sheet.block(value, x + nameWidth, sheet.y, width - nameWidth - 8, { size: 8.5 });
    });
    sheet.y += height + 3;
  }
  sheet.y += 4;
}
