// Everything one control chart shows, projected from the results of its characteristic.

import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import { histogram, isRefusal } from "../../spc/index.ts";
import type { CharacteristicView, ChartView, SignalView } from "../http/views.ts";
import type {
  CharacteristicResults,
  Exclusion,
  RunState,
  Signal,
  Stage,
} from "../runs/run-state.ts";
import { capabilityView, validMeasurements } from "./capability-view.ts";
import { pointSize } from "./chart-points.ts";
import {
  countedPoints,
  currentStage,
  excludedSubgroups,
  spreadAt,
  stageSpan,
} from "./chart-stages.ts";
import { limitsOf } from "./control-limits.ts";

export function characteristicView(characteristic: Characteristic): CharacteristicView {
  return {
    id: characteristic.id,
    balloon: characteristic.balloon,
    name: characteristic.name,
    kind: characteristic.kind,
    unit: characteristic.unit ?? "",
    decimals: characteristic.decimals,
    nominal: characteristic.nominal ?? null,
    lsl: characteristic.lsl ?? null,
    usl: characteristic.usl ?? null,
    class: characteristic.class,
    gauge: characteristic.gauge,
    keyed: characteristic.keyed,
    reaction: characteristic.reaction ?? null,
  };
}

export function signalView(signal: Signal): SignalView {
  const { answer, withdrawn } = signal;
  return {
    epoch: signal.epoch,
    seq: signal.seq,
    at: signal.at,
    characteristic: signal.characteristic,
    chart: signal.chart,
    rule: signal.rule,
    side: signal.side,
    subgroup: signal.subgroup,
    points: signal.points,
    answer:
      answer === null
        ? null
        : { cause: answer.cause, action: answer.action, note: answer.note, at: answer.at },
    withdrawn: withdrawn === null ? null : { at: withdrawn.at, reason: withdrawn.reason },
  };
}

/** The limits drawn in a stage: established once and kept, or preliminary ones rolling over its points. */
function stageLimits(results: CharacteristicResults, stage: Stage): ChartView["limits"] {
  const { limits } = stage;
  if (limits !== null) {
    const { location, spread, sigma, estimator, fromSubgroup, toSubgroup, at } = limits;
    return {
      state: "established",
      ...{ location, spread, sigma, estimator, fromSubgroup, toSubgroup, at },
      ...{ method: limits.method, by: limits.actor, reason: limits.reason ?? null },
    };
  }
  const points = countedPoints(results, stage);
  const rolling = points.length < 2 ? null : limitsOf(results, points);
  if (rolling === null) return null;
  return { state: "preliminary", ...rolling, at: null, method: null, by: null, reason: null };
}

/** The limits of the stage that the next point belongs to. */
export function limitsView(results: CharacteristicResults): ChartView["limits"] {
  return stageLimits(results, currentStage(results));
}

function stageView(results: CharacteristicResults, stage: Stage): ChartView["stages"][number] {
  const { begun, first } = stage;
  return {
    first,
    ...stageSpan(results, stage),
    name: begun?.name ?? "",
    limits: stageLimits(results, stage),
    begun: begun === null ? null : { at: begun.at, by: begun.actor, reason: begun.reason },
  };
}

function exclusionView(one: Exclusion): ChartView["exclusions"][number] {
  const { subgroup, epoch, seq, cause, note, at, actor, included } = one;
  return {
    ...{ subgroup, epoch, seq, cause, note, at, by: actor },
    included:
      included === null ? null : { at: included.at, by: included.actor, reason: included.reason },
  };
}

/** The chart of one characteristic of a run; null when the plan has no such characteristic. */
export function chartView(run: RunState, characteristicId: string): ChartView | null {
  const results = run.results.get(characteristicId);
  if (results === undefined) return null;
  const excluded = excludedSubgroups(results);
  const values = validMeasurements(results).map((cell) => cell.value);
  const counted = histogram(values, {
    lsl: results.characteristic.lsl,
    usl: results.characteristic.usl,
  });
  return {
    run: run.run,
    characteristic: characteristicView(results.characteristic),
    chart: results.characteristic.chart,
    size: pointSize(results.characteristic),
    points: results.points.map((point, place) => ({
      ...point,
      spread: spreadAt(results, place, excluded),
      units: [...point.units],
      values: [...point.values],
      texts: [...point.texts],
      seqs: [...point.seqs],
      operators: [...point.operators],
    })),
    limits: limitsView(results),
    stages: results.stages.map((stage) => stageView(results, stage)),
    exclusions: results.exclusions.map(exclusionView),
    notes: results.notes.map(({ subgroup, event, text, at, actor }) => ({
      ...{ subgroup, event, text, at, by: actor },
    })),
    signals: results.signals.map(signalView),
    capability: capabilityView(results),
    histogram: isRefusal(counted)
      ? null
      : { edges: [...counted.edges], counts: [...counted.counts] },
  };
}
