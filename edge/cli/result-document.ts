// A result file as one JSON document, given in pieces: values by the hundred thousand are never one text here.
import {
  type FileModel,
  type ResultCharacteristic,
  type ResultFile,
  type ResultPart,
  zoneOf,
} from "../../gauges/index.ts";

/**
 * The pieces, in order, of a document of what the file says of itself, the model that read it,
 * counts, remarks and parts. Beside a time stands its zone, null where neither the file nor
 * anybody says in which one the clock ran.
 */
export function* resultDocument(
  file: ResultFile,
  model: FileModel,
  zone: string | undefined,
): Generator<string> {
  const { format, head, counts, remarks, parts } = file;
  const characteristics = parts.reduce((sum, part) => sum + part.characteristics.length, 0);
  const totals = { parts: parts.length, characteristics, values: valuesIn(file) };
  const { id, hash, evidence } = model;
  const said = { format, model: { id, hash, evidence }, counts: { ...totals, ...counts } };
  yield* withList(
    { ...said, head, remarks },
    "parts",
    parts.map((part) => partPieces(part, zone)),
  );
}

export function valuesIn({ parts }: ResultFile): number {
  return parts
    .flatMap((part) => part.characteristics)
    .reduce((sum, { values }) => sum + values.length, 0);
}

function* partPieces(
  { name, pieces, curve, characteristics }: ResultPart,
  zone: string | undefined,
): Generator<string> {
  yield `${JSON.stringify({ name, pieces }).slice(0, -1)},"curve":`;
  if (curve === null) yield "null";
  else
    yield* withList(
      { columns: curve.columns },
      "rows",
      itemPieces(curve.rows, (row) => row),
    );
  yield ',"characteristics":[';
  yield* joined(characteristics.map((one) => characteristicPieces(one, zone)));
  yield "]}";
}

function characteristicPieces(
  { values, ...said }: ResultCharacteristic,
  zone: string | undefined,
): Generator<string> {
  const pieces = itemPieces(values, ({ source, ...value }) => ({
    ...value,
    measuredZone: zoneOf(value.measuredAt, zone),
  }));
  return withList(said, "values", pieces);
}

/** The object with one more key, which holds the list. */
function* withList(
  said: Readonly<Record<string, unknown>>,
  key: string,
  items: Iterable<Iterable<string>>,
): Generator<string> {
  yield `${JSON.stringify(said).slice(0, -1)},${JSON.stringify(key)}:[`;
  yield* joined(items);
  yield "]}";
}

function* joined(items: Iterable<Iterable<string>>): Generator<string> {
  let separator = "";
  for (const item of items) {
    yield separator;
    yield* item;
    separator = ",";
  }
}

const itemsOfPiece = 1000;

function* itemPieces<T>(items: readonly T[], said: (item: T) => unknown): Generator<[string]> {
  for (let at = 0; at < items.length; at += itemsOfPiece) {
    const some = items.slice(at, at + itemsOfPiece).map(said);
    yield [JSON.stringify(some).slice(1, -1)];
  }
}
