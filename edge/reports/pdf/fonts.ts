// The two fonts of reports and what they cover: a missing glyph would vanish without a word.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { create, type Font } from "fontkit";

export type Weight = "regular" | "bold";

export type ReportFonts = {
  readonly bytes: Readonly<Record<Weight, Buffer>>;
  /** PostScript names, by which pdfkit finds a font it has opened before. */
  readonly names: Readonly<Record<Weight, string>>;
  /** The text with every uncovered code point made visible as [U+1F600]; control characters as blanks. */
  readonly covered: (text: string) => string;
};

const FILES: Readonly<Record<Weight, string>> = {
  regular: "400Regular/NotoSansSC_400Regular.ttf",
  bold: "700Bold/NotoSansSC_700Bold.ttf",
};

/** Loads Noto Sans SC: Latin, Greek, Vietnamese and Chinese from one family. About 20 MB are read. */
export function loadReportFonts(): ReportFonts {
  const { resolve } = createRequire(import.meta.url);
  const read = (file: string) => readFileSync(resolve(`@expo-google-fonts/noto-sans-sc/${file}`));
  const bytes = { regular: read(FILES.regular), bold: read(FILES.bold) };
  const regular = faceOf(bytes.regular);
  const bold = faceOf(bytes.bold);
  const faces = [regular, bold];
  const names = { regular: regular.postscriptName, bold: bold.postscriptName };
  const known = new Map<number, boolean>();
  const covers = (point: number) => {
    const seen = known.get(point) ?? faces.every((face) => face.hasGlyphForCodePoint(point));
    known.set(point, seen);
    return seen;
  };
  return { bytes, names, covered: (text) => replaceUncovered(text, covers) };
}

function faceOf(bytes: Buffer): Font {
  const face = create(bytes);
  if (!("hasGlyphForCodePoint" in face)) throw new TypeError("the report font is a collection");
  return face;
}

export function replaceUncovered(text: string, covers: (point: number) => boolean): string {
  let result = "";
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    if (char === "\n") result += char;
    else if (point < 0x20 || point === 0x7f) result += " ";
    else if (covers(point)) result += char;
    else result += `[U+${point.toString(16).toUpperCase().padStart(4, "0")}]`;
  }
  return result;
}
