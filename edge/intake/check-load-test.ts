// What a person found on a specimen after its hold: the check, and the measurement it decides.
import type { Reading } from "../../gauges/index.ts";
import type { Draft } from "../../sync/records/index.ts";
import {
  type CommandRefusal,
  type FunctionCheck,
  judgeLoadTest,
  pendingChecks,
  refuse,
} from "../runs/index.ts";
import type { IntakeGauge } from "./bind-reading.ts";
import { foldDrafts } from "./decide-drafts.ts";
import { runningRun, type StationState } from "./station-state.ts";
import { type IntakeSource, takeReading } from "./take-reading.ts";

export type LoadTestAnswer = {
  readonly id: string;
  readonly test: string;
  readonly function: NonNullable<FunctionCheck>;
  readonly note: string;
};

/** Decides on the answer and folds it; `gauge` is the rig as it is known now. */
export function checkLoadTest(
  state: StationState,
  answer: LoadTestAnswer,
  actor: string,
  gauges: ReadonlyMap<string, IntakeGauge>,
  source: IntakeSource,
): Draft[] | CommandRefusal {
  const run = runningRun(state);
  const test = run === null ? undefined : pendingChecks(run).find((one) => one.id === answer.test);
  const results = run?.results.get(test?.characteristic ?? "");
  if (run === null || test === undefined || results === undefined) {
    return refuse(
      "no-such-check",
      "No load test of the running run waits for this check.",
      "It may have been answered already; reload the page.",
    );
  }
  const { characteristic } = results;
  const body = {
    run: run.run,
    characteristic: characteristic.id,
    unit: test.unit ?? "",
    test: test.id,
    function: answer.function,
    note: answer.note,
  };
  const checked: Draft = {
    id: answer.id,
    at: source.now(),
    kind: "load-test.checked",
    v: 1,
    actor,
    body,
  };
  const judged = judgeLoadTest(characteristic, test, answer.function);
  foldDrafts(state, [checked]);
  const { reading: recorded, unitIndex } = test;
  if (judged.due !== "measurement" || !recorded || unitIndex === undefined) return [checked];
  const reading: Reading = {
    ...recorded,
    text: judged.value,
    value: Number(judged.value),
    unit: test.uom,
    kind: "peak",
    status: "ok",
    raw: Buffer.from(recorded.raw, "hex"),
    marks: [],
    file: null,
  };
  const gauge = gauges.get(test.gauge) ?? { id: test.gauge, serves: [], calibrationDue: null };
  const options = {
    actor,
    cell: { run: run.run, characteristic: characteristic.id, unitIndex },
    loadTest: test.id,
    judged: { ...judged, suspect: judged.marks.some(isOfRate) },
  };
  return [checked, ...takeReading(state, gauge, reading, source, options)];
}

/** A strength pulled at another rate is no value of the same kind: verdict yes, statistics no. */
export function isOfRate(mark: string): boolean {
  return mark === "too-slow" || mark === "too-fast";
}
