// Reads TOML with the line of every key, so that an error points at the place to mend.
import { type AST, getStaticTOMLValue, ParseError, parseTOML } from "toml-eslint-parser";

export type TomlDocument =
  | { readonly syntax: { readonly line: number; readonly what: string } }
  | {
      readonly content: unknown;
      /** Line (from 1) of the nearest key that stands in the file for a path such as `rule.0.match`. */
      readonly lineOf: (path: readonly string[]) => number;
    };

export function readToml(text: string): TomlDocument {
  try {
    const tree = parseTOML(text);
    const lines = new Map<string, number>();
    for (const node of tree.body[0].body) collectLines(node, [], lines);
    return { content: getStaticTOMLValue(tree), lineOf: (path) => nearest(lines, path) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { syntax: { line: error.lineNumber, what: error.message } };
  }
}

function nearest(lines: Map<string, number>, path: readonly string[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const line = lines.get(path.slice(0, depth).join("\u0000"));
    if (line !== undefined) return line;
  }
  return 1;
}

function keyParts(key: AST.TOMLKey): string[] {
  return key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));
}

function collectLines(
  node: AST.TOMLTable | AST.TOMLKeyValue,
  base: readonly string[],
  lines: Map<string, number>,
): void {
  if (node.type === "TOMLTable") {
    const path = node.resolvedKey.map(String);
    note(lines, path, node.loc.start.line);
    for (const child of node.body) collectLines(child, path, lines);
    return;
  }
  const path = [...base, ...keyParts(node.key)];
  note(lines, path, node.loc.start.line);
  collectValue(node.value, path, lines);
}

function collectValue(node: AST.TOMLContentNode, path: string[], lines: Map<string, number>): void {
  if (node.type === "TOMLInlineTable") {
    for (const child of node.body) collectLines(child, path, lines);
  }
  if (node.type === "TOMLArray") {
    node.elements.forEach((element, index) => {
      const inner = [...path, String(index)];
      note(lines, inner, element.loc.start.line);
      collectValue(element, inner, lines);
    });
  }
}

/** Notes a path and the parents that no line of their own introduces. */
function note(lines: Map<string, number>, path: readonly string[], line: number): void {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const key = path.slice(0, depth).join("\u0000");
    if (lines.has(key)) return;
    lines.set(key, line);
  }
}
