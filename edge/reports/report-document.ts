// The pilot-run report as a plain document: five outputs under one header, ready for JSON.

import type { FigureLang } from "../figures/index.ts";
import type { CapabilityView, CharacteristicView, ChartView, RunView } from "../http/views.ts";
import type { UnitStretch } from "./lots-in-use.ts";

export type ReportLang = FigureLang;

/** Place in the journal up to which the report knows. */
export type ReportHead = { readonly epoch: string; readonly seq: number; readonly hash: string };

/** What the station states beside the records: everything else in a report is computed from them. */
export type ReportOptions = {
  /** Wall clock, UTC, ISO 8601. */
  readonly issuedAt: string;
  readonly station: string;
  readonly lang: ReportLang;
  readonly head: ReportHead;
  /** The gauges of the floor, for the list of those used. */
  readonly gauges?: readonly StatedGauge[];
  /** The newest confirmation of each gauge up to the head; its record belongs to no run. */
  readonly confirmed?: readonly StatedConfirmation[];
  /** Who hands the report out; null or absent when nobody signs. */
  readonly preparedBy?: string | null;
};

export type StatedGauge = {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly calibrationDue: string | null;
};

/** A person compared two values of the gauge with its display; place of the record that says so. */
export type StatedConfirmation = {
  readonly gauge: string;
  /** Id of the gauge model whose values were compared. */
  readonly model: string;
  readonly by: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly epoch: string;
  readonly seq: number;
};

export type LocalText = CharacteristicView["name"];

export type ReportHeader = {
  readonly number: string;
  readonly run: string;
  readonly brand: string;
  readonly supplier: string;
  readonly order: string | null;
  readonly part: { readonly number: string; readonly revision: string; readonly name: LocalText };
  readonly material: string | null;
  readonly lots: readonly string[];
  readonly target: number;
  readonly unitsDone: number;
  /** Epochs of its records, oldest first: more than one after a restore or a salvage. */
  readonly epochs: readonly string[];
  readonly planHash: string;
  readonly plannedAt: string;
  readonly startedAt: string | null;
  readonly closedAt: string | null;
  readonly phase: string;
  readonly operators: readonly string[];
  readonly gauges: readonly GaugeUsed[];
  /** The decision, or null while the run is not assessed. */
  readonly result: string | null;
};

/** A gauge that gave values in this run; the model is stated, the due date too where no record has it. */
export type GaugeUsed = {
  readonly gauge: string;
  readonly balloons: readonly string[];
  readonly readings: number;
  readonly keyed: number;
  readonly model: string | null;
  readonly calibrationDue: string | null;
  /** Who compared its values with the display, and when; absent where nobody did with this model. */
  readonly confirmed?: Pick<StatedConfirmation, "by" | "at">;
};

export type CertificateValue = {
  readonly property: string;
  readonly value: string;
  readonly unit: string;
  readonly min: string | null;
  readonly max: string | null;
  /** Null where value or limits are not numbers. */
  readonly inside: boolean | null;
};

export type IncomingLot = {
  readonly lot: string;
  readonly material: string;
  readonly supplier: string;
  readonly role: string;
  readonly heat: string | null;
  readonly quantity: string;
  readonly receivedAt: string;
  readonly certificate: {
    readonly type: string;
    readonly number: string;
    readonly values: readonly CertificateValue[];
  } | null;
  readonly decision: string | null;
  readonly reason: string | null;
  readonly decidedBy: string | null;
  /** Units whose first result came while the lot was the one in use of its material. */
  readonly units: readonly UnitStretch[];
  /** Decisions that a later one replaced, oldest first. */
  readonly earlier: RunView["lots"][number]["earlier"];
};

export type ReportSignal = ChartView["signals"][number] & { readonly answeredBy: string | null };
export type InProcess = {
  readonly view: ChartView;
  readonly signals: readonly ReportSignal[];
};

export type CapabilityJudgement =
  | "not-asked"
  | "proven"
  | "not-proven"
  | "not-met"
  | "not-stable"
  | "not-known";

export type DimensionalRow = {
  readonly characteristic: CharacteristicView;
  readonly owed: number;
  readonly done: number;
  readonly skipped: number;
  readonly suspect: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly capability: CapabilityView;
  /** Every counting value by unit, in production order, as sent. */
  readonly readings: readonly { readonly unit: string; readonly text: string }[];
  readonly conformity: "conforms" | "does-not-conform" | "incomplete";
  /** Against the exit criterion, for critical characteristics. */
  readonly index: CapabilityJudgement;
  readonly asked: number | null;
};

export type Specimen = {
  readonly unit: string;
  readonly at: string;
  readonly procedure: string;
  readonly outcome: "break" | "released" | "interrupted";
  readonly peak: string | null;
  readonly uom: string;
  readonly peakSource: string;
  readonly ratePerSecond: number | null;
  readonly holdMs: number | null;
  readonly durationMs: number;
  readonly gauge: string;
  /** Of the measurement the test gave; null when it gave none that counts. */
  readonly verdict: "ok" | "low" | "high" | null;
  /** Why it ended; null in records that do not tell. */
  readonly reason: string | null;
  readonly spent: boolean | null;
  readonly hold: {
    readonly fromMs: number;
    readonly heldMs: number;
    readonly minimum: string;
    readonly complete: boolean;
  } | null;
  /** Stiffness: slope of the line fitted to the rise, force per second. */
  readonly slope: number | null;
  readonly knee: { readonly elapsedMs: number; readonly force: number } | null;
  readonly rateJudged: "ok" | "too-slow" | "too-fast" | null;
  /** What a person found after the hold. */
  readonly check: "ok" | "not-ok" | null;
  readonly curve: { readonly elapsedMs: readonly number[]; readonly force: readonly string[] };
};

/** How the plan asks for the specimens to be loaded; forces and rates in the characteristic's unit. */
export type LoadConditions = {
  readonly gate: string | null;
  readonly rate: { readonly min: number | null; readonly max: number | null } | null;
  readonly hold: {
    readonly force: number;
    readonly seconds: number;
    readonly minimum: number;
  } | null;
};

export type StrengthTest = {
  readonly characteristic: CharacteristicView;
  readonly requirement: string | null;
  readonly conditions: LoadConditions;
  readonly owed: number;
  readonly done: number;
  readonly specimens: readonly Specimen[];
  readonly capability: CapabilityView;
  readonly conformity: DimensionalRow["conformity"];
};

export type AttributeCheck = {
  readonly characteristic: CharacteristicView;
  readonly owed: number;
  readonly inspected: number;
  readonly nonconforming: number;
  readonly defects: readonly { readonly code: string; readonly count: number }[];
  /** With no failure: the share of failures is at most this, at 95 %; null otherwise. */
  readonly failuresAtMost: number | null;
  readonly conformity: DimensionalRow["conformity"];
};

/** A result that was taken out: a voided measurement, a skip or a judgement taken back. */
export type Correction = {
  readonly epoch: string;
  readonly seq: number;
  readonly type: "measurement" | "attribute" | "skip";
  readonly unit: string;
  readonly balloon: string;
  /** The value, or the reason of the skip; empty for a judgement. */
  readonly text: string;
  readonly verdict: string;
  /** Why it was taken out, by whom and when. */
  readonly reason: string;
  readonly by: string;
  readonly at: string;
};

export type Assessment = {
  readonly outputs: RunView["outputs"];
  readonly unitsDone: number;
  readonly unitsConforming: number;
  /** Units that conform without any corrected or repeated reading. */
  readonly firstPass: number;
  readonly pareto: readonly {
    readonly balloon: string;
    readonly code: string;
    readonly count: number;
  }[];
  readonly findings: RunView["findings"];
  readonly openSignals: RunView["openSignals"];
  readonly corrections: readonly Correction[];
  readonly skips: readonly {
    readonly unit: string;
    readonly balloon: string;
    readonly reason: string;
  }[];
  readonly decision: RunView["assessment"];
};

export type PilotRunReport = {
  readonly format: "proofline-report/1";
  readonly stated: ReportOptions;
  readonly header: ReportHeader;
  readonly incoming: readonly IncomingLot[];
  readonly inProcess: readonly InProcess[];
  readonly dimensional: readonly DimensionalRow[];
  readonly strength: readonly StrengthTest[];
  readonly attributes: readonly AttributeCheck[];
  readonly assessment: Assessment;
};
