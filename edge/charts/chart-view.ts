// Everything one control chart shows, projected from the results of its characteristic.

import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import { histogram, isRefusal } from "../../spc/index.ts";
import type { CharacteristicView, ChartView, SignalView } from "../http/views.ts";
import type { CharacteristicResults, RunState, Signal } from "../runs/run-state.ts";
import { capabilityView, validMeasurements } from "./capability-view.ts";
import { pointSize } from "./chart-points.ts";
import { limitsOf } from "./judge-points.ts";

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

/** The limits drawn: established once and kept, or preliminary ones rolling over all points. */
export function limitsView(results: CharacteristicResults): ChartView["limits"] {
  const { limits } = results;
  if (limits !== null) {
    const { location, spread, sigma, estimator, fromSubgroup, toSubgroup, at } = limits;
    return {
      state: "established",
      location,
      spread,
      sigma,
      estimator,
      fromSubgroup,
      toSubgroup,
      at,
    };
  }
  const rolling = results.points.length < 2 ? null : limitsOf(results, results.points);
  return rolling === null ? null : { state: "preliminary", ...rolling, at: null };
}

/** The chart of one characteristic of a run; null when the plan has no such characteristic. */
export function chartView(run: RunState, characteristicId: string): ChartView | null {
  const results = run.results.get(characteristicId);
  if (results === undefined) return null;
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
    points: results.points.map((point) => ({
      ...point,
      units: [...point.units],
      values: [...point.values],
      texts: [...point.texts],
      seqs: [...point.seqs],
      operators: [...point.operators],
    })),
    limits: limitsView(results),
    signals: results.signals.map(signalView),
    capability: capabilityView(results),
    histogram: isRefusal(counted)
      ? null
      : { edges: [...counted.edges], counts: [...counted.counts] },
  };
}
