// Tells by a file's beginning which model reads it; what no model claims, or two claim, is not guessed.
import type { FileModel } from "../model/gauge-model.ts";
import { nulWords, unicodeMark } from "./decode-text.ts";
import type { FileDefinition } from "./read-result-file.ts";

const startBytes = 65_536;

const signs: Readonly<Record<Exclude<FileDefinition["format"], "delimited">, RegExp>> = {
  qif: /^\s*(?:<|![A-Za-z]+:)/u,
  dmis: /^(?:\s*\$\$[^\n]*\n)*\s*DMISM[ND]\//u,
  dfq: /^\s*K\d{4}(?:\/\S*)?(?: |\r?\n)/u,
  // Custom columns may stand anywhere between those of the program.
  calypso:
    /^(?:planid\tpartnb\t|(?=[^\r\n]*\bactual\t)[^\r\n]*\tuppertol\t|(?:[^\r\n]*\t)?x_nom\t[^\r\n]*\tnz\b)/u,
  mts: /^MTS793\|MPT\|/u,
};

/** The one model whose sign the file carries; in words why there is none. */
export function recogniseFile(
  models: Iterable<FileModel>,
  bytes: Uint8Array,
): FileModel | { readonly unknown: string } {
  // Every encoding read here has these signs in its ASCII part.
  const first = bytes.subarray(0, startBytes);
  const marked = unicodeMark(bytes);
  const start =
    marked === null
      ? Buffer.from(first)
          .toString("latin1")
          .replace(/^\u00ef\u00bb\u00bf/u, "")
      : new TextDecoder(marked).decode(first);
  const claiming = [...models].filter(({ file }) => {
    if (file.format !== "delimited") return signs[file.format].test(start);
    return file.recognise !== undefined && new RegExp(file.recognise, "u").test(start);
  });
  const [model, another] = claiming;
  if (model !== undefined && another === undefined) return model;
  if (another !== undefined) {
    return { unknown: `the models ${claiming.map(({ id }) => id).join(", ")} all claim it` };
  }
  // UTF-8 of the sign that stands for a lost character.
  if (start.includes("\u00ef\u00bf\u00bd")) {
    return { unknown: "its encoding is damaged (U+FFFD), and no format is known by its beginning" };
  }
  const why = "no format is known by its beginning";
  return { unknown: start.includes("\u0000") ? `${why}: it holds NUL bytes, ${nulWords}` : why };
}
