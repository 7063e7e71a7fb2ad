// The published language: what a quality record is, one schema per kind.
export {
  type BodyOf,
  type Draft,
  findKind,
  type KindName,
  type QualityRecord,
  recordKinds,
} from "./catalogue.ts";
export * from "./chart-acts.ts";
export * from "./charting.ts";
export * from "./check.ts";
export {
  type Envelope,
  GENESIS_HASH,
  QualityRecordSchema,
  type RecordDraft,
  type RecordKind,
} from "./envelope.ts";
export * from "./exchange.ts";
export * from "./gauging.ts";
export { canonicalText, hashRecord } from "./hash.ts";
export { jsonOf, rememberJson } from "./json.ts";
export * from "./load-testing.ts";
export * from "./measuring.ts";
export { isAt, namedPlace, placeKey, type RecordPlace } from "./place.ts";
export {
  type Entry,
  EntrySchema,
  ReadingSchema,
  type ReadingStatus,
  type RecordedReading,
} from "./reading.ts";
export * from "./running.ts";
export * from "./station.ts";
export { isStorable, storableText } from "./text.ts";
