// What a record does to the chart of a characteristic: limits, stages, exclusions, notes and signals.
import { type BodyOf, isAt, namedPlace, type RecordPlace } from "../../sync/records/index.ts";
import { identity } from "./fold-cells.ts";
import type { CharacteristicResults, Foldable, RunState, Signal, Stage } from "./run-state.ts";

/** Folds a record of the charts; false when it is of another kind. */
export function applyChartRecord(state: RunState, record: Foldable): boolean {
  switch (record.kind) {
    case "limits.established":
      establishLimits(resultsOf(state, record.body), record);
      return true;
    case "stage.begun":
      beginStage(resultsOf(state, record.body), record);
      return true;
    case "subgroup.excluded":
    case "subgroup.included":
      leaveOutOrTakeIn(resultsOf(state, record.body), record);
      return true;
    case "chart.noted": {
      const { subgroup, event, text } = record.body;
      resultsOf(state, record.body)?.notes.push({ ...said(record), subgroup, event, text });
      return true;
    }
    case "signal.raised":
      resultsOf(state, record.body)?.signals.push({
        ...record.body,
        ...identity(record),
        ...{ answer: null, withdrawn: null },
      });
      return true;
    case "signal.acknowledged":
      answerSignal(state, record);
      return true;
    case "signal.withdrawn":
      withdrawSignal(state, record);
      return true;
    default:
      return false;
  }
}

type OfKind<K extends Foldable["kind"]> = Extract<Foldable, { kind: K }>;

function resultsOf(
  state: RunState,
  { characteristic }: Pick<BodyOf<"limits.established">, "characteristic">,
): CharacteristicResults | undefined {
  return state.results.get(characteristic);
}

function said(record: Foldable) {
  return { ...identity(record), actor: record.actor };
}

function establishLimits(
  results: CharacteristicResults | undefined,
  record: OfKind<"limits.established">,
): void {
  const stage = results?.stages.find(({ first }) => first === (record.body.stage ?? 0));
  if (results === undefined || stage === undefined) return;
  if (stage.limits !== null) stage.earlier.push(stage.limits);
  stage.limits = { ...record.body, ...said(record) };
  results.limits = results.stages.at(-1)?.limits ?? null;
}

/** A new stage has no limits yet: those of the stage before are kept for its points only. */
function beginStage(
  results: CharacteristicResults | undefined,
  record: OfKind<"stage.begun">,
): void {
  if (results === undefined) return;
  const { subgroup: first, name, reason } = record.body;
  const stage: Stage = {
    ...{ first, limits: null, earlier: [] },
    begun: { ...said(record), name, reason },
  };
  results.stages.push(stage);
  results.limits = null;
}

function leaveOutOrTakeIn(
  results: CharacteristicResults | undefined,
  record: OfKind<"subgroup.excluded"> | OfKind<"subgroup.included">,
): void {
  if (results === undefined) return;
  if (record.kind === "subgroup.excluded") {
    const { subgroup, cause, note } = record.body;
    results.exclusions.push({ ...said(record), subgroup, cause, note, included: null });
    return;
  }
  const { exclusion, epoch, reason } = record.body;
  const place = namedPlace(record, exclusion, epoch);
  const found = results.exclusions.find((one) => isAt(one, place));
  if (found !== undefined) found.included = { ...said(record), reason };
}

function answerSignal(
  state: RunState,
  record: Extract<Foldable, { kind: "signal.acknowledged" }>,
): void {
  const { signal, epoch, cause, action, note } = record.body;
  changeSignal(state, namedPlace(record, signal, epoch), {
    answer: { cause, action, note, at: record.at, actor: record.actor },
  });
}

function withdrawSignal(
  state: RunState,
  record: Extract<Foldable, { kind: "signal.withdrawn" }>,
): void {
  const { signal, epoch, reason } = record.body;
  changeSignal(state, namedPlace(record, signal, epoch), {
    withdrawn: { ...identity(record), reason },
  });
}

function changeSignal(state: RunState, place: RecordPlace, change: Partial<Signal>): void {
  for (const { signals } of state.results.values()) {
    const at = signals.findIndex((one) => isAt(one, place));
    const raised = signals[at];
    if (raised === undefined) continue;
    signals[at] = { ...raised, ...change };
    return;
  }
}
