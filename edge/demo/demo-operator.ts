// The demo's operator: measures every owed cell of the run in order, through the same lines as a person.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import {
  countAttribute,
  owedOrdinal,
  pendingChecks,
  type RunState,
  unitSerial,
} from "../runs/index.ts";
import type { Station } from "../station/index.ts";

/** The virtual bench in the operator's hands. Values are decimal strings in the characteristic's unit. */
export type Bench = {
  /** Presses the data key of the gauge of this kind. */
  press(gaugeKind: string, value: string): void;
  /** Lets the CMM write one result file for these units. */
  drop(
    results: readonly { characteristic: Characteristic; serial: string; value: string }[],
  ): Promise<void>;
  /** Pulls one specimen to its break. */
  pull(peak: string): Promise<void>;
  /** Loads one specimen, holds it for so many seconds and unloads it again. */
  hold(force: string, seconds: number): Promise<void>;
};

export type OperatorDeps = {
  readonly station: Station;
  readonly bench: Bench;
  /** The value the process gives for this unit, or 0/1 for a judged characteristic. */
  valueOf(characteristic: Characteristic, unitIndex: number): string;
  /** Hands need time: resolves after so many milliseconds of the demo's clock. */
  pause(ms: number): Promise<void>;
  newId(): string;
  now(): string;
  /** Answers what is asked after a hold: the specimen works. */
  check(test: string): Promise<void>;
  readonly stopped: () => boolean;
  /** The CMM measures so many units in one go. */
  readonly cmmBatch: number;
};

/** Between two presses, at speed 1. */
const HAND_MS = 1500;
/** A reading that has not arrived after this long is asked for again. */
const PATIENCE_MS = 8000;
const TRIES = 3;

/** Measures until the run is complete or the demo is stopped. */
export async function measureRun(run: string, deps: OperatorDeps): Promise<void> {
  const state = deps.station.shown.runs.get(run);
  if (state === undefined) throw new Error(`no run ${run}`);
  for (let unitIndex = 1; unitIndex <= state.target; unitIndex += 1) {
    for (const { characteristic } of state.results.values()) {
      if (deps.stopped()) return;
      if (!isOpen(state, characteristic, unitIndex) || characteristic.gauge === "cmm") continue;
      await measureCell(run, characteristic, unitIndex, deps);
      await deps.pause(HAND_MS);
    }
    if (unitIndex % deps.cmmBatch === 0 || unitIndex === state.target) {
      await measureOnCmm(state, unitIndex, deps);
    }
  }
}

function isOpen(run: RunState, characteristic: Characteristic, unitIndex: number): boolean {
  if (owedOrdinal(characteristic, unitIndex) === null) return false;
  return !run.results.get(characteristic.id)?.cells.has(unitIndex);
}

async function measureCell(
  run: string,
  characteristic: Characteristic,
  unitIndex: number,
  deps: OperatorDeps,
): Promise<void> {
  const value = deps.valueOf(characteristic, unitIndex);
  await untilFilled(run, [{ characteristic, unitIndex }], deps, async () => {
    if (characteristic.kind === "attribute")
      await judge(run, characteristic, unitIndex, value, deps);
    else if (characteristic.loadTest?.hold !== undefined) {
      await holdAndCheck(run, value, characteristic.loadTest.hold.seconds, deps);
    } else if (characteristic.kind === "load-test") await deps.bench.pull(value);
    else deps.bench.press(characteristic.gauge, value);
  });
}

async function holdAndCheck(
  run: string,
  force: string,
  seconds: number,
  deps: OperatorDeps,
): Promise<void> {
  const pending = () => {
    const state = deps.station.shown.runs.get(run);
    return state === undefined ? [] : pendingChecks(state);
  };
  const waiting = whenCommitted(
    deps.station,
    () => pending().length > 0,
    PATIENCE_MS + seconds * 1000,
    deps.stopped,
  );
  await deps.bench.hold(force, seconds);
  if (!(await waiting)) return;
  for (const test of pending()) await deps.check(test.id);
}

async function measureOnCmm(run: RunState, upTo: number, deps: OperatorDeps): Promise<void> {
  const cells: { characteristic: Characteristic; unitIndex: number }[] = [];
  for (let unitIndex = 1; unitIndex <= upTo; unitIndex += 1) {
    for (const { characteristic } of run.results.values()) {
      if (characteristic.gauge === "cmm" && isOpen(run, characteristic, unitIndex)) {
        cells.push({ characteristic, unitIndex });
      }
    }
  }
  if (cells.length === 0 || deps.stopped()) return;
  const results = cells.map(({ characteristic, unitIndex }) => ({
    characteristic,
    serial: unitSerial(run.plan, unitIndex),
    value: deps.valueOf(characteristic, unitIndex),
  }));
  await untilFilled(run.run, cells, deps, () => deps.bench.drop(results));
  await deps.pause(HAND_MS);
}

async function judge(
  run: string,
  characteristic: Characteristic,
  unitIndex: number,
  value: string,
  { station, newId, now }: OperatorDeps,
): Promise<void> {
  await station.act((state) => {
    const decided = state.runs.get(run);
    if (decided === undefined) return [];
    const nonconforming = Number(value);
    const defects: Record<string, number> = nonconforming > 0 ? { function: 1 } : {};
    return countAttribute(
      decided,
      { id: newId(), characteristic: characteristic.id, unitIndex, nonconforming, defects },
      { operator: state.operator, lot: [...decided.lots.keys()].at(-1) ?? null },
      { actor: `operator:${state.operator ?? "unknown"}`, at: now(), newId },
    );
  });
}

/** Does the act and waits until the cells are filled in what is durable; does it again if they are not. */
async function untilFilled(
  run: string,
  cells: readonly { characteristic: Characteristic; unitIndex: number }[],
  deps: OperatorDeps,
  act: () => Promise<void>,
): Promise<void> {
  const filled = () => {
    const state = deps.station.shown.runs.get(run);
    return cells.every(({ characteristic, unitIndex }) =>
      state?.results.get(characteristic.id)?.cells.has(unitIndex),
    );
  };
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const waiting = whenCommitted(deps.station, filled, PATIENCE_MS, deps.stopped);
    await act();
    if ((await waiting) || deps.stopped()) return;
  }
  const [first] = cells;
  throw new Error(`${first?.characteristic.id} of unit ${first?.unitIndex} did not arrive`);
}

/** Resolves true as soon as the condition holds after a commit, false when patience is over. */
function whenCommitted(
  station: Station,
  holds: () => boolean,
  patienceMs: number,
  stopped: () => boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (answer: boolean) => {
      clearTimeout(timer);
      clearInterval(check);
      forget();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(holds()), patienceMs);
    const check = setInterval(() => {
      if (stopped()) settle(false);
    }, 100);
    const forget = station.onCommitted(() => {
      if (holds()) settle(true);
    });
  });
}
