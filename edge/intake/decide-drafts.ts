// What an act brings about: limits and signals of the chart points that its records complete or open.
import type { Draft } from "../../sync/records/index.ts";
import { judgePoints } from "../charts/index.ts";
import type { CharacteristicResults, Foldable, RunState } from "../runs/index.ts";
import { applyStationRecord, type StationState } from "./station-state.ts";

/** Folds drafts into the decided state under the seq they are going to get. */
export function foldDrafts(state: StationState, drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    const { kind, body, id, at, actor } = draft;
    const { epoch, expectedSeq: seq } = state;
    applyStationRecord(state, { kind, body, epoch, seq, id, at, actor } as Foldable);
  }
}

/**
 * Folds the drafts of an act and judges every chart they changed: a skipped cell completes a subgroup
 * as well as a measured one does, and a voided value takes its point and what it signalled away.
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
    const before = chart?.results.points.length ?? 0;
    foldDrafts(state, [draft]);
    decided.push(draft);
    if (chart === null) continue;
    const { points } = chart.results;
    const first = firstSubgroupChanged(draft);
    const from =
      first === null
        ? Math.min(before, points.length)
        : points.filter(({ subgroup }) => subgroup < first).length;
    const consequences = judged(chart.run, chart.results, from, draft.at, source);
    foldDrafts(state, consequences);
    decided.push(...consequences);
  }
  return decided;
}

/**
 * What every chart of the open runs owes as it stands: signals that were never raised, or that no
 * longer hold. Nothing after an act of this station; something in a journal whose acts were judged
 * by other rules.
 */
export function overdueDrafts(
  state: StationState,
  source: { now(): string; newId(): string },
): Draft[] {
  return [...state.runs.values()]
    .filter(({ phase }) => phase !== "assessed")
    .flatMap((run) =>
      [...run.results.values()].flatMap((results) =>
        results.stages.some(({ limits }) => limits !== null)
          ? judged(run, results, 0, source.now(), source)
          : [],
      ),
    );
}

const CHANGING_KINDS = [
  "measurement.taken",
  "unit.skipped",
  "measurement.voided",
  "cell.reopened",
  "limits.established",
  "stage.begun",
  "subgroup.excluded",
  "subgroup.included",
] as const satisfies readonly Draft["kind"][];
type ChangingKind = (typeof CHANGING_KINDS)[number];

function chartOf(
  state: StationState,
  draft: Draft,
): { run: RunState; results: CharacteristicResults } | null {
  if (!changesChart(draft)) return null;
  const run = state.runs.get(draft.body.run);
  const results = run?.results.get(draft.body.characteristic);
  return run === undefined || results === undefined ? null : { run, results };
}

/** The first subgroup judged anew by an act on the chart itself; null where a cell was changed. */
function firstSubgroupChanged(draft: Draft): number | null {
  if (draft.kind === "limits.established") return draft.body.stage ?? 0;
  if (
    draft.kind === "stage.begun" ||
    draft.kind === "subgroup.excluded" ||
    draft.kind === "subgroup.included"
  )
    return draft.body.subgroup;
  return null;
}

function changesChart(draft: Draft): draft is Extract<Draft, { kind: ChangingKind }> {
  return CHANGING_KINDS.some((kind) => kind === draft.kind);
}

function judged(
  run: RunState,
  results: CharacteristicResults,
  from: number,
  at: string,
  source: { newId(): string },
): Draft[] {
  const { limits, signals, withdrawn } = judgePoints(run, results, from);
  const common = { at, v: 1, actor: "station" };
  const consequences: Draft[] = [];
  if (limits !== null) {
    consequences.push({ ...common, id: source.newId(), kind: "limits.established", body: limits });
  }
  for (const body of withdrawn) {
    consequences.push({ ...common, id: source.newId(), kind: "signal.withdrawn", body });
  }
  for (const body of signals) {
    consequences.push({ ...common, id: source.newId(), kind: "signal.raised", body });
  }
  return consequences;
}
