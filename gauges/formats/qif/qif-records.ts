// Streams a QIF document into its flat records (definitions, items, measurements, …); refuses what could bite.
import { SaxesParser, type SaxesTagNS } from "saxes";
import type { Refusal } from "../dfq/dfq-file.ts";

export type QifRecord = {
  /** Local name of its element, such as `DiameterCharacteristicMeasurement`. */
  readonly element: string;
  readonly id: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  /** Line of the document it begins in. */
  readonly line: number;
  /**
   * Path below the element → text of the first such leaf; with `@unit` behind it the unit the leaf
   * names for itself, and `Value@again` where a second value stands.
   */
  readonly fields: Readonly<Record<string, string>>;
  /** Position of the piece (MeasurementResults) it lies in, from 0; -1 outside. */
  readonly piece: number;
};

export type QifRecords = {
  readonly version: string | null;
  readonly root: string;
  /** Measurements the lists say they hold (`n`); null where none says so. */
  readonly announced: number | null;
  readonly byKind: Readonly<Record<RecordKind, readonly QifRecord[]>>;
};

type RecordKind =
  | "definition"
  | "nominal"
  | "item"
  | "measurement"
  | "piece"
  | "component"
  | "part"
  | "units";

const kindByParent: Readonly<Record<string, RecordKind>> = {
  CharacteristicDefinitions: "definition",
  CharacteristicNominals: "nominal",
  CharacteristicItems: "item",
  CharacteristicMeasurements: "measurement",
  CharacteristicActuals: "measurement",
  MeasurementResultsSet: "piece",
  ActualComponentSet: "component",
  PartSet: "part",
};

const depthMost = 100;
const leafMost = 65_536;
const recordsMost = 2_000_000;
const fieldsMost = 500;

class QifFault extends Error {
  readonly isXml: boolean;

  constructor(message: string, isXml = true) {
    super(message);
    this.isXml = isXml;
  }
}

type Open = {
  readonly fields: Record<string, string>;
  readonly depth: number;
  readonly isRead: (key: string) => boolean;
};

const none: Readonly<Record<string, string>> = {};
const always = () => true;

/** Paths of a measurement that are read. */
const measuredPaths = new Set([
  ...["CharacteristicItemId", "Value", "Status/CharacteristicStatusEnum"],
  ...["ActualComponentId", "ActualComponentIds/Id"],
]);

function isMeasured(key: string): boolean {
  return measuredPaths.has(key) || /(?:^|\/)TimeStamp$/u.test(key);
}

const ownMost = 20_000;
const sharedLength = 12;

/**
 * Texts of their own: a piece of a longer text would keep all of that in memory. Short ones, which
 * repeat, are held once.
 */
function createOwnTexts(): (text: string) => string {
  const shared = new Map<string, string>();
  return (text) => {
    if (text.length > 4 * sharedLength) return copied(text);
    const known = shared.get(text);
    if (known !== undefined) return known;
    const kept = text.length > sharedLength ? copied(text) : text;
    if (shared.size < ownMost) shared.set(kept, kept);
    return kept;
  };
}

function copied(text: string): string {
  return Buffer.from(text).toString();
}

const documentType =
  "it has a document type (DTD), which is not read: its entities could grow without bound";

/** Gives the pieces of a document in order; what it returns is why it could not, or null. */
export type QifFeed = (take: (piece: string) => void) => Refusal | null;

/** Reads a document piece by piece; a document type, an entity or an unclosed element refuses it. */
export function readQifRecords(feed: QifFeed): QifRecords | Refusal {
  const collector = createCollector();
  const parser = new SaxesParser({ xmlns: true });
  parser.on("doctype", () => {
    throw new QifFault(documentType);
  });
  parser.on("error", (error) => {
    throw new QifFault(error.message.replace(/^(undefined|\d+):\d+:\s*/u, ""));
  });
  parser.on("opentag", (tag) => collector.open(tag, parser.line));
  parser.on("text", (piece) => collector.text(piece));
  parser.on("cdata", (piece) => collector.text(piece));
  parser.on("closetag", () => collector.close());
  // The parser keeps a document type in memory until its end, so it must not even begin.
  const prolog = createProlog();
  try {
    const fault = feed((piece) => {
      prolog(piece);
      parser.write(piece);
    });
    if (fault !== null) return fault;
    parser.close();
  } catch (error) {
    if (!(error instanceof QifFault)) throw error;
    const words = error.isXml ? `no sound XML: ${error.message}` : error.message;
    return { refused: words, line: parser.line };
  }
  return collector.records();
}

const prologMost = 1_048_576;

/** Looks at what stands before the first element. */
function createProlog(): (piece: string) => void {
  let before = "";
  let open = true;
  return (piece) => {
    if (!open) return;
    before += piece;
    if (/^\s*![A-Za-z]+:?/u.test(before)) {
      const words = "Quicken finance text, not results of the Quality Information Framework";
      throw new QifFault(words, false);
    }
    const first = before.search(/<[A-Za-z_]/u);
    const start = first === -1 ? before : before.slice(0, first);
    if (start.includes("<!DOCTYPE")) throw new QifFault(documentType);
    open = first === -1;
    if (!open) before = "";
    if (before.length > prologMost) throw new QifFault("no element in its first million letters");
  };
}

function createCollector() {
  const byKind: Record<RecordKind, QifRecord[]> = {
    ...{ definition: [], nominal: [], item: [], measurement: [] },
    ...{ piece: [], component: [], part: [], units: [] },
  };
  const path: string[] = [];
  const open: Open[] = [];
  let root = "";
  let version: string | null = null;
  let leaf: string | null = null;
  let leafUnit: string | null = null;
  let suffix = "";
  let count = 0;
  let announced: number | null = null;
  const own = createOwnTexts();

  const start = (kind: RecordKind, tag: SaxesTagNS, line: number) => {
    count += 1;
    if (count > recordsMost) throw new QifFault(`more than ${recordsMost} records`);
    const measured = kind === "measurement";
    // Of the many measurements only what is read of them is kept.
    const attributes = measured ? none : attributesOf(tag);
    const fields: Record<string, string> = {};
    const piece = measured ? byKind.piece.length - 1 : -1;
    const id = tag.attributes.id === undefined ? null : own(tag.attributes.id.value);
    const record = { element: own(tag.local), id, line, attributes, fields, piece };
    byKind[kind].push(record);
    open.push({ fields, depth: path.length, isRead: measured ? isMeasured : always });
  };

  return {
    open(tag: SaxesTagNS, line: number) {
      const parent = path.at(-1) ?? "";
      path.push(tag.local);
      if (path.length > depthMost) throw new QifFault(`more than ${depthMost} levels`);
      if (path.length === 1) {
        root = tag.local;
        version = tag.attributes.versionQIF?.value ?? null;
      }
      const kind = tag.local === "PrimaryUnits" ? "units" : kindByParent[parent];
      const counts = kind !== undefined && (kind !== "part" || tag.local === "Part");
      if (counts) start(kind, tag, line);
      const n = kindByParent[tag.local] === "measurement" ? tag.attributes.n : undefined;
      if (n !== undefined) announced = (announced ?? 0) + Number(n.value);
      leafUnit = unitAttribute(tag);
      leaf = open.length > 0 && !counts ? "" : null;
      const external = tag.attributes.xId?.value;
      suffix = external === undefined ? "" : `#${external}`;
    },
    text(piece: string) {
      if (leaf === null) return;
      leaf += piece;
      if (leaf.length > leafMost) throw new QifFault(`a text of more than ${leafMost} characters`);
    },
    close() {
      const inside = open.at(-1);
      if (inside !== undefined && leaf !== null) {
        const key = path.slice(inside.depth).join("/");
        const text = leaf.trim() + suffix;
        if (inside.isRead(key)) keepLeaf(inside.fields, key, own(text), leafUnit);
      }
      if (inside !== undefined && inside.depth === path.length) open.pop();
      leaf = null;
      suffix = "";
      path.pop();
    },
    records: (): QifRecords => ({ version, root, announced, byKind }),
  };
}

/** The first leaf of a path stays; a second value is noted, so that neither is taken for the other. */
function keepLeaf(
  fields: Record<string, string>,
  key: string,
  text: string,
  unit: string | null,
): void {
  if (key === "Value" && fields.Value !== undefined) fields["Value@again"] = text;
  else if (Object.keys(fields).length < fieldsMost) {
    fields[key] ??= text;
    if (unit !== null) fields[`${key}@unit`] ??= unit;
  }
}

function attributesOf(tag: SaxesTagNS): Record<string, string> {
  return Object.fromEntries(
    Object.values(tag.attributes).map(({ local, value }) => [local, value]),
  );
}

/** A number may be in another unit than the document's: `linearUnit="inch"`, `unitName="N"`. */
function unitAttribute(tag: SaxesTagNS): string | null {
  const own = Object.values(tag.attributes).find(
    ({ local }) => local.endsWith("Unit") || local === "unitName",
  );
  return own === undefined ? null : own.value.trim();
}
