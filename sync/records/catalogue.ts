// The list of every record kind, and the typed union built from it.
import type { Static } from "typebox";
import { chartNoted, stageBegun, subgroupExcluded, subgroupIncluded } from "./chart-acts.ts";
import {
  limitsEstablished,
  signalAcknowledged,
  signalRaised,
  signalWithdrawn,
} from "./charting.ts";
import type { Envelope, RecordDraft, RecordKind } from "./envelope.ts";
import { gaugeCalibrated, gaugeCommissioned } from "./gauging.ts";
import {
  loadTestChecked,
  loadTestFinished,
  loadTestSampled,
  loadTestStarted,
} from "./load-testing.ts";
import {
  attributeCounted,
  cellReopened,
  frameRejected,
  measurementTaken,
  measurementVoided,
  readingDismissed,
  readingUnassigned,
  unitSkipped,
} from "./measuring.ts";
import {
  findingDisposed,
  findingOpened,
  lotDecided,
  lotReceived,
  runAssessed,
  runClosed,
  runHeld,
  runPlanned,
  runResumed,
  runStarted,
} from "./running.ts";
import {
  clockJumped,
  epochOpened,
  gaugeAdapter,
  gaugeAway,
  gaugeBack,
  operatorIdentified,
  stationStarted,
  stationStopped,
} from "./station.ts";

export const recordKinds = [
  measurementTaken,
  measurementVoided,
  readingUnassigned,
  readingDismissed,
  frameRejected,
  attributeCounted,
  unitSkipped,
  cellReopened,
  loadTestStarted,
  loadTestSampled,
  loadTestFinished,
  loadTestChecked,
  limitsEstablished,
  signalRaised,
  signalWithdrawn,
  signalAcknowledged,
  subgroupExcluded,
  subgroupIncluded,
  stageBegun,
  chartNoted,
  runPlanned,
  runStarted,
  runHeld,
  runResumed,
  runClosed,
  runAssessed,
  lotReceived,
  lotDecided,
  findingOpened,
  findingDisposed,
  epochOpened,
  stationStarted,
  stationStopped,
  gaugeAway,
  gaugeBack,
  gaugeAdapter,
  gaugeCommissioned,
  gaugeCalibrated,
  clockJumped,
  operatorIdentified,
] as const;

type KnownKind = (typeof recordKinds)[number];
export type KindName = KnownKind["kind"];
export type BodyOf<K extends KindName> = Static<Extract<KnownKind, { kind: K }>["body"]>;

/** A draft whose body fits its kind; distributes over all kinds. */
export type Draft = { [K in KindName]: RecordDraft<K, BodyOf<K>> }[KindName];

/** A committed record; switch on `kind` to narrow its body. */
export type QualityRecord = {
  [K in KindName]: Omit<Envelope, "kind" | "body"> & { kind: K; body: BodyOf<K> };
}[KindName];

export function findKind(kind: string): RecordKind | undefined {
  return recordKinds.find((known) => known.kind === kind);
}
