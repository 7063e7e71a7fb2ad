// The definitions and results of a DMIS output file by their labels, and which definition a result goes by.

/** `F(name)=FEAT/CIRCLE,INNER,CART,1,2,3`: label kind, name, verb, arguments. */
export type Definition = {
  readonly name: string;
  readonly words: readonly string[];
  readonly line: number;
};
export type Judged = Definition & { readonly feature: string | null };

/** By name, in file order: a feature measured again is defined again. */
export type Definitions = Map<string, Definition[]>;

export type DmisTable = {
  readonly nominal: Definitions;
  readonly actual: Definitions;
  readonly tolerance: Definitions;
  readonly judged: Judged[];
  readonly head: Record<string, string>;
};

export function newDmisTable(): DmisTable {
  return { nominal: new Map(), actual: new Map(), tolerance: new Map(), judged: [], head: {} };
}

const definition = /^(?<kind>FA|F|TA|T)\((?<name>.*?)\)\s*=\s*(?<verb>FEAT|TOL)\/(?<rest>.*)$/u;
/** A judgement stands in results only; elsewhere a label or a line end before it was lost. */
export function isDamagedResult(text: string): boolean {
  return /,\s*(?:INTOL|OUTT?OL)\b/u.test(text) && definition.exec(text)?.groups?.kind !== "TA";
}

const headLine = /^(?<key>DMISMN|DMISMD|UNITS|FILNAM|DATE|TIME)[/=](?<rest>.*)$/u;

export function takeStatement(
  table: DmisTable,
  { text, line }: { readonly text: string; readonly line: number },
  feature: string | null,
): string | null {
  const head = headLine.exec(text)?.groups;
  if (head?.key !== undefined) {
    table.head[head.key] ??= (head.rest ?? "").replace(/^'(.*?)'/u, "$1").trim();
    return feature;
  }
  const { kind, name = "", rest = "" } = definition.exec(text)?.groups ?? {};
  const entry = { name, words: rest.split(",").map((word) => word.trim()), line };
  if (kind === "F") define(table.nominal, entry);
  else if (kind === "T") define(table.tolerance, entry);
  else if (kind === "TA")
    table.judged.push({ ...entry, feature: ownFeature(table, name, feature) });
  else if (kind === "FA") {
    define(table.actual, entry);
    return name;
  }
  return feature;
}

function define(definitions: Definitions, entry: Definition): void {
  const known = definitions.get(entry.name);
  if (known === undefined) definitions.set(entry.name, [entry]);
  else known.push(entry);
}

/** The last definition before a result; the first one where all stand behind it. */
export function definedFor(
  definitions: Definitions,
  name: string,
  { line }: Definition,
): Definition | undefined {
  const found = definitions.get(name);
  return found?.findLast((one) => one.line <= line) ?? found?.[0];
}

/** Finds the features of results that stand before them. */
export function settleFeatures(table: DmisTable): void {
  for (const [at, one] of table.judged.entries()) {
    if (one.feature !== null) continue;
    table.judged[at] = { ...one, feature: ownFeature(table, one.name, null) };
  }
}

/** The feature measured just before when the label begins with its name, else the longest such name. */
function ownFeature({ actual }: DmisTable, label: string, current: string | null): string | null {
  if (current !== null && label.startsWith(current)) return current;
  for (let end = label.length; end > 0; end -= 1) {
    if (actual.has(label.slice(0, end))) return label.slice(0, end);
  }
  return null;
}
