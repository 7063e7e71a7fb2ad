// Makes the view of one gauge: its model, how it stands, and whether it resolves what it measures.
import { isFrameModel, portRemedy } from "../../../gauges/index.ts";
import {
  calibrationDueOf,
  commissioningState,
  DEFAULT_POLICY,
  isPastDue,
  resolutionOf,
  runningRun,
  type StationState,
  stepOf,
} from "../../intake/index.ts";
import { type GaugeStatus, gaugeFacts } from "../../station/index.ts";
import type { GaugePageView } from "../gauge-views.ts";

/** `now` is wall clock, UTC, ISO 8601. */
export function gaugePageView(
  status: GaugeStatus,
  state: StationState,
  now: string,
): GaugePageView {
  const { gauge } = status;
  const { model } = gauge;
  const { port, line, unit, wordOrder } = gaugeFacts(gauge);
  const standing = state.gauges.get(gauge.id);
  const done = standing?.commissioned ?? null;
  const due = calibrationDueOf(gauge, standing);
  return {
    id: gauge.id,
    name: gauge.name,
    serves: [...gauge.serves],
    state: status.state,
    reason: status.reason,
    remedy: portRemedy(status.reason),
    asks: status.asks,
    port,
    adapter: standing?.adapter ?? null,
    line: { ...line },
    unit,
    wordOrder,
    model: {
      id: model.id,
      hash: model.hash,
      vendor: model.vendor,
      models: [...model.models],
      evidence: model.evidence,
      source: model.source ?? null,
      note: model.note ?? null,
      rules: isFrameModel(model)
        ? model.rule.map(({ match, status: gives }) => ({ match, status: gives }))
        : [],
    },
    commissioning: {
      state: commissioningState(gauge, standing, model),
      last:
        done === null
          ? null
          : {
              at: done.at,
              by: done.by,
              model: done.model.id,
              hash: done.model.hash,
              pairs: [...done.pairs],
            },
    },
    calibration: {
      due,
      overdue: isPastDue(due, now, state.zone),
      policy: (gauge.policy ?? DEFAULT_POLICY).calibration,
      calibratedOn: standing?.calibrated?.calibratedOn ?? null,
      certificate: standing?.calibrated?.certificate ?? null,
    },
    msa: standing?.msa ?? gauge.msa ?? null,
    resolution: resolutionsOf(status, state),
    running: runningRun(state) !== null,
  };
}

function resolutionsOf(status: GaugeStatus, state: StationState): GaugePageView["resolution"] {
  const run = runningRun(state);
  const { gauge, last } = status;
  if (run === null || last === null || last.text === null || last.unit === null) return [];
  const step = stepOf(last.text);
  const views: GaugePageView["resolution"] = [];
  for (const { characteristic } of run.results.values()) {
    if (!gauge.serves.includes(characteristic.gauge)) continue;
    const resolution = resolutionOf(characteristic, step, last.unit);
    if (resolution === null) continue;
    const { id, balloon, name } = characteristic;
    views.push({ characteristic: id, balloon, name, ...resolution });
  }
  return views;
}
