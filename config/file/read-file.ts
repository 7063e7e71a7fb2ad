// Reads one configuration file: TOML with the line of every key, checked against its schema, defaults filled in.
import { type AST, getStaticTOMLValue, ParseError, parseTOML } from "toml-eslint-parser";
import type { Static, TSchema } from "typebox";
import { Value } from "typebox/value";
import { checkShape } from "./check-shape.ts";
import type { ConfigError, Fault } from "./config-error.ts";
import { readFileText } from "./file-text.ts";

export type FileRead<Content> =
  | { readonly content: Content; readonly place: (fault: Fault) => ConfigError }
  | {
      readonly errors: readonly ConfigError[];
      /** What stands in a file of good syntax and wrong shape; null when nothing could be read. */
      readonly misshapen: {
        readonly content: unknown;
        readonly place: (fault: Fault) => ConfigError;
      } | null;
    };

/** Reads and checks a file; unreadable files and wrong syntax are errors like any other. */
export function readConfigFile<Schema extends TSchema>(
  schema: Schema,
  file: string,
): FileRead<Static<Schema>> {
  const read = readFileText(file);
  if ("what" in read) return { errors: [{ file, path: "", ...read }], misshapen: null };
  try {
    const tree = parseTOML(read.text);
    const lines = new Map<string, number>();
    for (const node of tree.body[0].body) noteLines(node, [], lines);
    const place = (fault: Fault): ConfigError => ({
      file,
      line: nearestLine(lines, fault.path),
      path: fault.path.join("."),
      what: fault.what,
      remedy: fault.remedy,
    });
    return shaped(schema, getStaticTOMLValue(tree), place);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const remedy = "Mend the TOML at this line; the rest of the file is read after that.";
    const { lineNumber: line, message: what } = error;
    return { errors: [{ file, line, path: "", what, remedy }], misshapen: null };
  }
}

function shaped<Schema extends TSchema>(
  schema: Schema,
  content: unknown,
  place: (fault: Fault) => ConfigError,
): FileRead<Static<Schema>> {
  const faults = checkShape(schema, content);
  if (faults.length > 0) return { errors: faults.map(place), misshapen: { content, place } };
  const filled: unknown = Value.Default(schema, content);
  if (!Value.Check(schema, filled))
    throw new Error("A file that passed the check does not fit its schema with the defaults.");
  return { content: filled, place };
}

/** Line of the longest part of the path that stands in the file. */
function nearestLine(lines: ReadonlyMap<string, number>, path: readonly string[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const line = lines.get(keyOf(path.slice(0, depth)));
    if (line !== undefined) return line;
  }
  return 1;
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}

function noteLines(
  node: AST.TOMLTable | AST.TOMLKeyValue,
  base: readonly string[],
  lines: Map<string, number>,
): void {
  const inTable = node.type === "TOMLTable";
  const own = inTable
    ? node.resolvedKey.map(String)
    : [
        ...base,
        ...node.key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value)),
      ];
  for (let depth = own.length; depth > base.length; depth -= 1) {
    const key = keyOf(own.slice(0, depth));
    if (!lines.has(key)) lines.set(key, node.loc.start.line);
  }
  if (inTable) for (const child of node.body) noteLines(child, own, lines);
  else noteValueLines(node.value, own, lines);
}

function noteValueLines(
  node: AST.TOMLContentNode,
  path: readonly string[],
  lines: Map<string, number>,
): void {
  if (node.type === "TOMLInlineTable") for (const child of node.body) noteLines(child, path, lines);
  if (node.type === "TOMLArray")
    for (const [index, element] of node.elements.entries()) {
      const own = [...path, String(index)];
      lines.set(keyOf(own), element.loc.start.line);
      noteValueLines(element, own, lines);
    }
}
