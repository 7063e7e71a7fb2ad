// Display lists as PDF vectors.
import type { DisplayItem, DisplayList, Ink } from "../../figures/index.ts";
import { paperTheme } from "../../figures/index.ts";
import type { PdfSheet } from "./sheet.ts";

/** Draws a list with its upper left corner at (x, y), one unit of the list to the point. */
export function drawFigure(sheet: PdfSheet, list: DisplayList, x: number, y: number): void {
  const { doc } = sheet;
  doc.save().translate(x, y);
  for (const item of list.items) drawItem(sheet, item, paperTheme[item.role]);
  doc.restore();
}

function drawItem(sheet: PdfSheet, item: DisplayItem, ink: Ink): void {
  if (item.type === "text") {
    sheet.label(item.text, item.x, item.y, {
      anchor: item.anchor,
      size: item.size,
      weight: item.weight,
      color: ink.fill ?? "#000000",
    });
    return;
  }
  const { doc } = sheet;
  const open = item.type === "line" || item.type === "polyline";
  trace(sheet, item);
  const fill = open ? null : ink.fill;
  if (ink.stroke !== null) {
    doc.lineWidth(ink.width).strokeColor(ink.stroke);
    if (ink.dash.length > 0 && open) doc.dash(ink.dash[0] ?? 1, { space: ink.dash[1] ?? 1 });
    else doc.undash();
  }
  if (fill !== null && ink.stroke !== null) doc.fillColor(fill).fillAndStroke();
  else if (fill !== null) doc.fillColor(fill).fill();
  else doc.stroke();
}

function trace({ doc }: PdfSheet, item: Exclude<DisplayItem, { type: "text" }>): void {
  switch (item.type) {
    case "line":
      doc.moveTo(item.x1, item.y1).lineTo(item.x2, item.y2);
      return;
    case "rect":
      doc.rect(item.x, item.y, item.width, item.height);
      return;
    case "circle":
      doc.circle(item.x, item.y, item.radius);
      return;
    default:
      item.points.forEach((x, k) => {
        if (k % 2 !== 0) return;
        const y = item.points[k + 1] ?? 0;
        if (k === 0) doc.moveTo(x, y);
        else doc.lineTo(x, y);
      });
      if (item.type === "path") doc.closePath();
  }
}
