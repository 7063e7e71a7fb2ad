// What a person confirms of a gauge: that its decoded values are what it shows, and how it is calibrated.
import type { Reading } from "../../gauges/index.ts";
import type { BodyOf, Draft } from "../../sync/records/index.ts";
import { type Act, type CommandRefusal, refuse } from "../runs/index.ts";
import { compareShown, type ShownDifference } from "./compare-shown.ts";
import type { GaugeStanding } from "./gauge-standing.ts";
import { sameDecimal, sameUnit } from "./unit-conversion.ts";

/** A reading that was told on the page, and what the person read off the display. */
export type HeardPair = {
  readonly reading: Reading;
  readonly shown: string;
  readonly shownUnit: string;
};

/** The gauge as it is wired and set at the moment. */
export type GaugeFacts = {
  readonly gauge: string;
  readonly evidence: string;
  readonly model: { readonly id: string; readonly hash: string };
  readonly port: string;
  readonly line: BodyOf<"gauge.commissioned">["line"];
  readonly unit: string | null;
  readonly wordOrder: string | null;
};

/**
 * The record of a commissioning, or why there is none: every pair must agree, and two of them, of
 * one channel and in one unit, must be of different amounts: a display switched from mm to inch or
 * another channel shows a new number without proving the scale.
 */
export function commissionGauge(
  facts: GaugeFacts,
  standing: GaugeStanding | undefined,
  pairs: readonly HeardPair[],
  by: string,
  act: Act,
): Draft[] | CommandRefusal {
  const confirmed: Confirmed[] = [];
  for (const pair of pairs) {
    const checked = checkPair(facts, pair);
    if ("refused" in checked) return checked;
    confirmed.push(checked);
  }
  if (!confirmed.some((one, at) => confirmed.slice(at + 1).some((next) => differs(one, next)))) {
    const remedy = "Change what the gauge shows and compare a second, different value.";
    const detail = "Two different values of one channel, in one unit, are needed.";
    return refuse("same-value", detail, remedy);
  }
  const body = { ...facts, adapter: standing?.adapter ?? null, pairs: confirmed, by };
  const { newId, at, actor } = act;
  return [{ id: newId(), at, kind: "gauge.commissioned", v: 1, actor, body }];
}

type Confirmed = BodyOf<"gauge.commissioned">["pairs"][number];

function differs(one: Confirmed, next: Confirmed): boolean {
  const comparable = one.channel === next.channel && sameUnit(one.unit, next.unit);
  return comparable && !sameDecimal(one.text, next.text);
}

function checkPair(
  { model }: GaugeFacts,
  { reading, shown, shownUnit }: HeardPair,
): Confirmed | CommandRefusal {
  const { text, unit, channel, receivedAt, raw } = reading;
  if (reading.model.id !== model.id || reading.model.hash !== model.hash) {
    return refuse("no-such-frame", "The frame was read by another model.", "Take a new one.");
  }
  if (text === null || reading.status !== "ok") {
    return refuse("no-value", `The frame has no value: ${reading.status}.`, "Take another one.");
  }
  if (unit === null) {
    const remedy = "Set the gauge's unit in station.toml and start the station again.";
    return refuse("unit-unknown", "The frame carries no unit and none is set.", remedy);
  }
  const comparison = compareShown({ text, unit }, { text: shown, unit: shownUnit });
  if (!comparison.agrees) {
    const detail = `Decoded ${text} ${unit}, shown ${shown} ${shownUnit}.`;
    return refuse(`shown-${comparison.why}`, detail, remedies[comparison.why]);
  }
  return {
    channel,
    text,
    unit,
    shown,
    shownUnit,
    raw: Buffer.from(raw).toString("hex"),
    receivedAt,
  };
}

const remedies: Readonly<Record<ShownDifference, string>> = {
  "unit-set-wrong": "The digits agree, the unit does not: correct the unit in station.toml.",
  "unit-differs": "Set display and frame to one unit and compare again.",
  "unit-mismatch": "Check the unit of the display and of the frame.",
  sign: "Check the setting of the sign on the gauge; the model must say what a minus means.",
  point: "The decimal point is elsewhere: correct the decimals in a model of your own.",
  factor: "The ratio is that of two units: check the unit set on the gauge.",
  value: "Take a new frame while the display stands still; then check the model.",
};

/** The record of a calibration or a study. */
export function calibrateGauge(
  body: BodyOf<"gauge.calibrated">,
  act: Act,
): Draft[] | CommandRefusal {
  if (body.calibratedOn !== null && body.due !== null && body.due < body.calibratedOn) {
    const detail = `It would be due on ${body.due}, before it was calibrated.`;
    return refuse("due-before-calibration", detail, "Correct one of the two days.");
  }
  const { newId, at, actor } = act;
  return [{ id: newId(), at, kind: "gauge.calibrated", v: 1, actor, body }];
}
