// What an act brings about: limits and signals of the chart points that its records complete.
import type { Draft } from "../../sync/records/index.ts";
import { judgePoints } from "../charts/index.ts";
import type { CharacteristicResults, Foldable, RunState } from "../runs/index.ts";
import { applyStationRecord, type StationState } from "./station-state.ts";

/** Folds drafts into the decided state under the seq they are going to get. */
export function foldDrafts(state: StationState, drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    applyStationRecord(state, { ...draft, seq: state.expectedSeq } as Foldable);
  }
}

/**
 * Folds the drafts of an act and judges every chart they moved on: a skipped cell completes a
 * subgroup as well as a measured one does.
 * @returns the drafts with the limits and signals behind them, all folded.
 */
export function decideDrafts(
  state: StationState,
  drafts: readonly Draft[],
  source: { newId(): string },
): Draft[] {
  const decided: Draft[] = [];
  for (const draft of drafts) {
    const chart = chartOf(state, draft);
    const from = chart?.results.points.length ?? 0;
    foldDrafts(state, [draft]);
    decided.push(draft);
    if (chart === null) continue;
    const consequences = judged(chart.run, chart.results, from, draft.at, source);
    foldDrafts(state, consequences);
    decided.push(...consequences);
  }
  return decided;
}

function chartOf(
  state: StationState,
  draft: Draft,
): { run: RunState; results: CharacteristicResults } | null {
  if (draft.kind !== "measurement.taken" && draft.kind !== "unit.skipped") return null;
  const run = state.runs.get(draft.body.run);
  const results = run?.results.get(draft.body.characteristic);
  return run === undefined || results === undefined ? null : { run, results };
}

function judged(
  run: RunState,
  results: CharacteristicResults,
  from: number,
  at: string,
  source: { newId(): string },
): Draft[] {
  const { limits, signals } = judgePoints(run.run, results, from);
  const common = { at, v: 1, actor: "station" };
  const consequences: Draft[] = [];
  if (limits !== null) {
    consequences.push({ ...common, id: source.newId(), kind: "limits.established", body: limits });
  }
  for (const body of signals) {
    consequences.push({ ...common, id: source.newId(), kind: "signal.raised", body });
  }
  return consequences;
}
