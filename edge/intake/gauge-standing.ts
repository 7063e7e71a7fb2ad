// Whether a gauge's values count: commissioned where its model asks for it, within its calibration.
import type { Reading } from "../../gauges/index.ts";
import type { BodyOf } from "../../sync/records/index.ts";
import type { IntakeGauge } from "./bind-reading.ts";
import { dayIn } from "./station-day.ts";

/** What the records say of one gauge; folded like everything else of the station. */
export type GaugeStanding = {
  readonly commissioned: (BodyOf<"gauge.commissioned"> & { readonly at: string }) | null;
  readonly calibrated: BodyOf<"gauge.calibrated"> | null;
  /** The last study that was recorded, whatever calibration followed it. */
  readonly msa: { readonly on: string; readonly grrPercent: string } | null;
  /** USB adapter it was on last; null where its port has none. */
  readonly adapter: string | null;
};

export type GaugePolicy = {
  /** Values of a model nobody has seen on a device: asked for a confirmation, never, or at once. */
  readonly unverified: "confirm" | "refuse" | "accept";
  /** Values of a model from a manual or a capture. */
  readonly verified: "confirm" | "accept";
  /** Values after the last day of the calibration: marked suspect, or kept out. */
  readonly calibration: "flag" | "refuse";
};

export const DEFAULT_POLICY: GaugePolicy = {
  unverified: "confirm",
  verified: "accept",
  calibration: "flag",
};

/** What must be the same for a confirmation to go on holding. */
export type CommissioningTerms = {
  readonly evidence: string;
  /** Set in the station's file, where frames or registers leave it open. */
  readonly unit: string | null;
  readonly wordOrder: string | null;
  /** How the gauge is spoken to: address, unit id, baud rate …; not compared when left out. */
  readonly line?: BodyOf<"gauge.commissioned">["line"];
};

export type StandingRecord =
  | {
      readonly kind: "gauge.commissioned";
      readonly at: string;
      readonly body: BodyOf<"gauge.commissioned">;
    }
  | {
      readonly kind: "gauge.calibrated";
      readonly at: string;
      readonly body: BodyOf<"gauge.calibrated">;
    }
  | {
      readonly kind: "gauge.adapter";
      readonly at: string;
      readonly body: BodyOf<"gauge.adapter">;
    };

/** Whether a record says how a gauge stands. */
export function isStanding<Record extends { readonly kind: string }>(
  record: Record,
): record is Extract<Record, { kind: StandingRecord["kind"] }> {
  const { kind } = record;
  return kind === "gauge.commissioned" || kind === "gauge.calibrated" || kind === "gauge.adapter";
}

const nothingKnown: GaugeStanding = {
  commissioned: null,
  calibrated: null,
  msa: null,
  adapter: null,
};

/** Folds one record into what is known of its gauge. */
export function applyStanding(
  standings: Map<string, GaugeStanding>,
  { kind, at, body }: StandingRecord,
): void {
  const before = standings.get(body.gauge) ?? nothingKnown;
  if (kind === "gauge.commissioned") {
    standings.set(body.gauge, { ...before, commissioned: { ...body, at } });
    return;
  }
  if (kind === "gauge.adapter") {
    standings.set(body.gauge, { ...before, adapter: body.adapter });
    return;
  }
  standings.set(body.gauge, { ...before, calibrated: body, msa: body.msa ?? before.msa });
}

/**
 * `commissioned`: a person confirmed two values of this model, unit, word order and line. `needed`: its
 * values wait for that. `refused`: the station takes no unverified models. `not-needed`: they count.
 */
export type CommissioningState = "commissioned" | "needed" | "refused" | "not-needed";

/** How a gauge stands with the model named; a changed file or setting asks anew. */
export function commissioningState(
  gauge: IntakeGauge,
  standing: GaugeStanding | undefined,
  model: { readonly id: string; readonly hash: string },
): CommissioningState {
  const { terms } = gauge;
  if (terms === undefined) return "not-needed";
  const policy = gauge.policy ?? DEFAULT_POLICY;
  const unverified = terms.evidence === "unverified";
  if (unverified && policy.unverified === "refuse") return "refused";
  const done = standing?.commissioned ?? null;
  const holds =
    done !== null &&
    done.model.id === model.id &&
    done.model.hash === model.hash &&
    done.unit === terms.unit &&
    done.wordOrder === terms.wordOrder &&
    isSameLine(done.line, terms.line ?? done.line);
  if (holds) return "commissioned";
  return (unverified ? policy.unverified : policy.verified) === "accept" ? "not-needed" : "needed";
}

/** Another unit id, host, port or baud rate may be another device: nobody compared its display. */
function isSameLine(
  confirmed: BodyOf<"gauge.commissioned">["line"],
  line: BodyOf<"gauge.commissioned">["line"],
): boolean {
  const names = new Set([...Object.keys(confirmed), ...Object.keys(line)]);
  return [...names].every((name) => confirmed[name] === line[name]);
}

/** Why the values of this reading's gauge do not count yet; null when they do. */
export function standingFault(
  gauge: IntakeGauge,
  standing: GaugeStanding | undefined,
  reading: Reading,
): "gauge-not-commissioned" | "model-unverified" | null {
  if (reading.entry === "keyed" || reading.entry === "wedge") return null;
  const state = commissioningState(gauge, standing, reading.model);
  if (state === "needed") return "gauge-not-commissioned";
  return state === "refused" ? "model-unverified" : null;
}

/** Last day of the calibration: what was recorded last wins over the station's file. */
export function calibrationDueOf(
  gauge: IntakeGauge,
  standing: GaugeStanding | undefined,
): string | null {
  return standing?.calibrated == null ? gauge.calibrationDue : standing.calibrated.due;
}

/** A day counts to its end where the station stands; `at` is UTC, ISO 8601. */
export function isPastDue(due: string | null, at: string, zone: string): boolean {
  return due !== null && dayIn(zone, at) > due;
}
