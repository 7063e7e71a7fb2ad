// What people do around the demo's measurements: lots at the start, answers and a decision at the end.
import type { Draft, RecordPlace } from "../../sync/records/index.ts";
import {
  type Act,
  answerSignal,
  assessRun,
  type CommandRefusal,
  decideLot,
  disposeFinding,
  isCommandRefusal,
  openFinding,
  type RunState,
  receiveLot,
  stepRun,
} from "../runs/index.ts";
import type { Station } from "../station/index.ts";
import type { Story } from "./story-schema.ts";

export type StoryDeps = {
  readonly station: Station;
  readonly story: Story;
  newId(): string;
  now(): string;
};

/** Receives the lots and starts the run, unless that was done at an earlier start. */
export async function openRun(run: string, deps: StoryDeps): Promise<void> {
  const { station, story } = deps;
  await station.act((_, source) => [
    {
      id: source.newId(),
      at: source.now(),
      kind: "operator.identified",
      v: 1,
      actor: `operator:${story.operator}`,
      body: { operator: story.operator },
    },
  ]);
  for (const { decision, ...lot } of story.lots) {
    if (station.decided.runs.get(run)?.lots.has(lot.lot)) continue;
    await onRun(run, deps, (state, act) => receiveLot(state, lot, act));
    await onRun(run, deps, (state, act) => decideLot(state, lot.lot, decision, act));
  }
  const phase = station.decided.runs.get(run)?.phase;
  if (phase === "planned")
    await onRun(run, deps, (state, act) => stepRun(state, "start", null, [], act));
  if (phase === "held")
    await onRun(run, deps, (state, act) => stepRun(state, "resume", null, [], act));
}

/** Answers what is open, closes the run and decides on it. */
export async function closeRun(run: string, deps: StoryDeps): Promise<void> {
  const { station, story } = deps;
  for (const finding of story.findings) {
    const { disposition, reason, ...opened } = finding;
    await onRun(run, deps, (state, act) => openFinding(state, opened, act));
    const number = [...(station.decided.runs.get(run)?.findings.keys() ?? [])].at(-1);
    if (number === undefined) continue;
    await onRun(run, deps, (state, act) =>
      disposeFinding(state, number, { disposition, reason }, act),
    );
  }
  await segregateNonconforming(run, deps);
  for (const signal of openSignalsOf(station.decided.runs.get(run))) {
    await onRun(run, deps, (state, act) => answerSignal(state, signal, story.answer, act));
  }
  await onRun(run, deps, (state, act) =>
    stepRun(state, "close", "Target quantity reached", [], act),
  );
  await onRun(run, deps, (state, act) => assessRun(state, story.assessment, act));
}

/** One open issue per characteristic that has units outside its limits, with what was done to them. */
async function segregateNonconforming(run: string, deps: StoryDeps): Promise<void> {
  const results = [...(deps.station.decided.runs.get(run)?.results.values() ?? [])];
  for (const { characteristic, cells } of results) {
    const units = [...cells.values()].flatMap((cell) =>
      (cell.type === "measurement" && cell.verdict !== "ok") ||
      (cell.type === "attribute" && cell.nonconforming > 0)
        ? [cell.unit]
        : [],
    );
    if (units.length === 0) continue;
    const { severity, disposition, reason, title } = deps.story.nonconforming;
    const name = characteristic.name.en;
    await onRun(run, deps, (state, act) =>
      openFinding(
        state,
        {
          type: "issue",
          severity,
          title: `${title}: ${name}`,
          description: `${units.length} of ${cells.size}: ${units.join(", ")}`,
          characteristic: characteristic.id,
          units,
          owner: null,
          due: null,
        },
        act,
      ),
    );
    const number = [...(deps.station.decided.runs.get(run)?.findings.keys() ?? [])].at(-1) ?? "";
    await onRun(run, deps, (state, act) =>
      disposeFinding(state, number, { disposition, reason }, act),
    );
  }
}

function openSignalsOf(run: RunState | undefined): RecordPlace[] {
  return [...(run?.results.values() ?? [])].flatMap((results) =>
    results.signals.filter((signal) => signal.answer === null && signal.withdrawn === null),
  );
}

async function onRun(
  run: string,
  { station, story, now, newId }: StoryDeps,
  decide: (state: RunState, act: Act) => Draft[] | CommandRefusal,
): Promise<void> {
  const answer = await station.act((state) => {
    const runState = state.runs.get(run);
    if (runState === undefined) throw new Error(`no run ${run}`);
    return decide(runState, { actor: `operator:${story.operator}`, at: now(), newId });
  });
  if (isCommandRefusal(answer)) throw new Error(`the demo was refused: ${answer.detail}`);
}
