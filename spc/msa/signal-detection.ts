// How wide the zone is in which appraisers cannot tell good from bad: a gauge R&R of go/no-go.

import { refuse, refuseSpec, refuseValues, whenFinite } from "../refusals.ts";
import type { Refusal, SpecLimits } from "../types.ts";

export type RatedPart = {
  /** Measured value of the part. */
  readonly value: number;
  /** Every rating of it, all appraisers and trials: accepted or not. */
  readonly accepted: readonly boolean[];
};

export type DetectionZone = {
  /** From the last part that all reject to the first that all accept. */
  readonly from: number;
  readonly to: number;
  readonly width: number;
};

export type SignalDetection = {
  readonly lower: DetectionZone | null;
  readonly upper: DetectionZone | null;
  /** Mean width of the zones: the expanded uncertainty of the decision. */
  readonly width: number;
  /** Width over 6 sigma (MSA 4; earlier 5.15). */
  readonly sigma: number;
  /** Width in per cent of the tolerance; null with one limit. */
  readonly pctTolerance: number | null;
};

/**
 * Signal detection: around each limit the zone between the part next to it that is rejected, as are
 * all beyond it, by everyone always, and the part that is accepted, as are all from there to the
 * middle, by everyone always. The mean width of the zones is taken for 6 sigma of the gauge.
 * Unit: that of the values. Source: AIAG MSA 4th edition, chapter III section C, signal detection
 * approach; ISO 22514-7:2012, 12.3; VDA 5 (2011), 6.3.
 * Refuses: too-few-values (no rating; no part that all reject or that all accept on a side),
 * not-finite, no-spec-limits, spec-limits-reversed.
 */
export function signalDetection(
  parts: readonly RatedPart[],
  spec: SpecLimits,
): Refusal | SignalDetection {
  const refused =
    refuseSpec(spec) ??
    refuseValues(
      parts.map((part) => part.value),
      2,
    );
  if (refused !== null) return refused;
  if (parts.some((part) => part.accepted.length === 0)) {
    return refuse("too-few-values", "A part has no rating.");
  }
  const { lsl, usl } = spec;
  const middle = lsl === undefined || usl === undefined ? null : (lsl + usl) / 2;
  const rising = [...parts].sort((a, b) => a.value - b.value);
  const below = middle === null ? rising : rising.filter((part) => part.value <= middle);
  const above = middle === null ? rising : rising.filter((part) => part.value >= middle);
  const lower = lsl === undefined ? null : zoneOf(below);
  const upper = usl === undefined ? null : zoneOf(above.reverse());
  if (lower === "none" || upper === "none") {
    const side = lower === "none" ? "lower" : "upper";
    return refuse(
      "too-few-values",
      `The ${side} limit needs a part that everyone rejects and one that everyone accepts.`,
    );
  }
  const widths = [lower, upper].flatMap((zone) => (zone === null ? [] : [zone.width]));
  const width = widths.reduce((sum, one) => sum + one, 0) / widths.length;
  return whenFinite({
    lower,
    upper,
    width,
    sigma: width / 6,
    pctTolerance: lsl === undefined || usl === undefined ? null : (100 * width) / (usl - lsl),
  });
}

/** The zone of parts ordered from the bad end to the good one. */
function zoneOf(fromBad: readonly RatedPart[]): DetectionZone | "none" {
  let rejected: number | null = null;
  for (const part of fromBad) {
    if (part.accepted.some((yes) => yes)) break;
    rejected = part.value;
  }
  let accepted: number | null = null;
  for (const part of [...fromBad].reverse()) {
    if (part.accepted.some((yes) => !yes)) break;
    accepted = part.value;
  }
  if (rejected === null || accepted === null) return "none";
  const [from, to] = rejected < accepted ? [rejected, accepted] : [accepted, rejected];
  return { from, to, width: to - from };
}
