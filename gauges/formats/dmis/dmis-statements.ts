// Puts the lines of a DMIS output file together to statements, across its ways of continuing a line.

import { linesOf } from "../decode-text.ts";
import type { Refusal } from "../dfq/dfq-file.ts";

export type DmisStatement = { readonly text: string; readonly line: number };

const statementMost = 65_536;
const statementsMost = 1_000_000;

/**
 * A line that ends with `$` goes on in the next one, even inside a name; so does one that ends
 * with a comma and `$$`; a line that opens with a comma goes on from the one before. A statement
 * without end, and more than a million of them, are refused.
 */
export function dmisStatements(
  text: string,
): { readonly statements: readonly DmisStatement[] } | Refusal {
  const statements: DmisStatement[] = [];
  let open: { text: string; line: number; goesOn: boolean } | null = null;
  for (const [index, written] of linesOf(text).entries()) {
    const { text: piece, goesOn } = cut(written);
    const leading = piece.trimStart();
    const continues: boolean = open !== null && (open.goesOn || leading.startsWith(","));
    if (continues && open !== null) {
      open = { text: open.text + piece, line: open.line, goesOn };
      if (open.text.length > statementMost) {
        return { refused: "a statement without end", line: open.line };
      }
      continue;
    }
    if (open !== null) statements.push({ text: open.text.trim(), line: open.line });
    if (statements.length > statementsMost) {
      return { refused: "more than a million statements", line: index + 1 };
    }
    open = leading === "" ? null : { text: leading, line: index + 1, goesOn };
  }
  if (open !== null) statements.push({ text: open.text.trim(), line: open.line });
  return { statements };
}

function cut(line: string): { text: string; goesOn: boolean } {
  const trimmed = line.trimEnd();
  const double = trimmed.indexOf("$$");
  if (double !== -1) {
    // Elsewhere `$$` begins a comment.
    const before = trimmed.slice(0, double).trimEnd();
    return { text: before, goesOn: before.endsWith(",") };
  }
  if (trimmed.endsWith("$")) return { text: trimmed.slice(0, -1), goesOn: true };
  return { text: trimmed, goesOn: false };
}
