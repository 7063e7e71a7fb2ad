// What the operator's screen knows and can do: the task, the entry, the last result, the commands.
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { QualityRecord, RecordPlace } from "../../../sync/records/index.ts";
import type { InboxView, StationView, TaskView } from "../../http/views.ts";
import type { Screen } from "../screen/context.ts";
import type { Answer, Problem } from "../station/answer.ts";
import type { LiveReading, StationEvent } from "../station/stream.ts";
import { createWatchedView, type WatchedView } from "../station/watched-view.ts";
import { createKeyCapture, type KeyCapture } from "./key-capture.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { createPull, type Pull } from "./pull.ts";
import {
  applyShift,
  isSame,
  type Result,
  resultOf,
  resultOfView,
  type Shifts,
  takenBack,
  type Undoable,
} from "./result.ts";
import { createUndo } from "./undo.ts";

export type Task = NonNullable<TaskView["task"]>;
export type Armed = NonNullable<Task["armed"]>;
export type Side = "keypad" | "skip" | "undo" | "inbox" | "dismiss" | "defects" | "operator";
/** A sentence beside the entry field: a refusal of the station, or what was done. */
export type Notice =
  | { readonly kind: "refused"; readonly problem: Problem; readonly text: string }
  | { readonly kind: "undone"; readonly undone: Undoable }
  | { readonly kind: "full" | "asked" };

export type Operator = {
  readonly task: WatchedView<TaskView>;
  readonly inbox: WatchedView<InboxView>;
  readonly armed: ReadonlySignal<Armed | null>;
  /** The run on the screen: commands name it, for another may be running when they arrive. */
  readonly run: ReadonlySignal<string | undefined>;
  readonly typed: Signal<string>;
  readonly notice: Signal<Notice | null>;
  readonly side: Signal<Side>;
  readonly result: ReadonlySignal<Result | null>;
  /** False when the result is of an earlier characteristic and was looked at long enough. */
  readonly resultInView: ReadonlySignal<boolean>;
  /** What "undo last" takes back; null when there is nothing. */
  readonly newest: ReadonlySignal<Undoable | null>;
  /** What the reasons on the right are asked for. */
  readonly undoing: Signal<Undoable | null>;
  readonly live: ReadonlySignal<LiveReading | null>;
  /** True while the live force is more than the noise of an idle rig. */
  readonly pulling: ReadonlySignal<boolean>;
  /** The load test under way; null while there is none. */
  readonly pull: ReadonlySignal<Pull | null>;
  readonly shifts: ReadonlySignal<Shifts>;
  /** Attribute results of this page's life by "characteristic unitIndex": true is nonconforming. */
  readonly judged: ReadonlySignal<Readonly<Record<string, boolean>>>;
  readonly outbox: Outbox;
  readonly keys: KeyCapture;
  readonly enter: () => void;
  readonly judge: (defects: readonly string[]) => void;
  /** Sends a command; a refusal becomes the notice. */
  readonly command: (path: string, body: unknown) => Promise<Answer<unknown>>;
};

const TASK_GAP_MS = 40;
const INBOX_GAP_MS = 500;
/** How long an OK stays when the next characteristic is another one; NOT OK stays. */
const HOLD_MS = 2_500;
/** A rig that says nothing for this long does not pull any more. */
const LIVE_MS = 1_500;
/** Below this part of the strongest pull seen, a rig is idle. */
const IDLE_PART = 0.03;
const JUDGED_LIMIT = 500;

export function createOperator(screen: Screen, onResult: (result: Result) => void): Operator {
  const task = createWatchedView<TaskView>(screen.ask, () => "/api/task", TASK_GAP_MS);
  const inbox = createWatchedView<InboxView>(screen.ask, () => "/api/inbox", INBOX_GAP_MS);
  const armed = computed(() => task.current.value?.task?.armed ?? null);
  const run = computed(() => task.current.value?.task?.run);
  const typed = signal("");
  const notice = signal<Notice | null>(null);
  const side = signal<Side>("keypad");
  const shown = createShown(screen, task, onResult);
  const newest = createUndo(task.current);
  const undoing = signal<Undoable | null>(null);

  async function command(path: string, body: unknown): Promise<Answer<unknown>> {
    const answer = await screen.ask<unknown>(path, body);
    notice.value = answer.ok ? null : { kind: "refused", problem: answer.problem, text: "" };
    task.refresh();
    return answer;
  }
  const outbox = createOutbox(screen.ask, {
    stored: () => {
      notice.value = null;
      task.refresh();
    },
    refused: ({ text }, problem) => {
      notice.value = { kind: "refused", problem, text };
      if (typed.value === "") typed.value = text;
      task.refresh();
    },
    unreachable: (problem) => {
      notice.value = { kind: "refused", problem, text: "" };
    },
  });
  const entry = createEntry(screen, { armed, run, typed, notice, side, outbox, command });
  screen.stream.listen((event) => {
    shown.take(event);
    if (event.type === "record") newest.take(event.record);
    if (event.type === "live") return;
    task.refresh();
    inbox.refresh();
  });
  task.refresh();
  inbox.refresh();
  const pull = createPull(screen.stream);
  const keys = createKeyCapture(typed, { wedge: entry.wedge, enter: entry.enter });
  return {
    ...{ task, inbox, armed, run, typed, notice, side, outbox, keys, command, pull },
    ...{ newest: newest.newest, undoing },
    ...{
      result: shown.result,
      resultInView: shown.inView,
      live: shown.live,
      pulling: shown.pulling,
    },
    ...{ shifts: shown.shifts, judged: shown.judged, enter: entry.enter, judge: entry.judge },
  };
}

type EntryParts = Pick<
  Operator,
  "armed" | "run" | "typed" | "notice" | "side" | "outbox" | "command"
>;

/** From keys to the station: what was typed is sent as typed. */
function createEntry(screen: Screen, parts: EntryParts) {
  const { armed, run, typed, notice, side, outbox, command } = parts;

  function send(path: string, text: string, rest: Readonly<Record<string, unknown>>): void {
    const cell = armed.value;
    if (cell === null) return;
    const id = screen.newId();
    const { characteristic, unitIndex } = cell;
    const place = { run: run.value, characteristic: characteristic.id, unitIndex };
    if (outbox.send({ id, path, text, body: { id, ...place, ...rest } })) {
      if (typed.value === text) typed.value = "";
    } else {
      notice.value = { kind: "full" };
    }
  }
  function wedge(text: string): void {
    if (side.value === "operator") return void identify(text);
    send("/api/readings", text, { text, entry: "wedge" });
  }
  async function identify(operator: string): Promise<void> {
    const answer = await command("/api/operator", { operator });
    if (!answer.ok) return;
    typed.value = "";
    side.value = "keypad";
    screen.station.refresh();
  }
  function enter(): void {
    const text = typed.value;
    if (text === "") return;
    if (side.value === "operator") return void identify(text);
    send("/api/readings", text, { text, entry: "keyed" });
  }
  function judge(defects: readonly string[]): void {
    const counted = Object.fromEntries(defects.map((code) => [code, 1]));
    send("/api/attributes", "", { nonconforming: defects.length > 0 ? 1 : 0, defects: counted });
    side.value = "keypad";
  }
  return { wedge, enter, judge };
}

/** What the big field shows: only what a committed record or the station's own view says. */
function createShown(
  screen: Screen,
  task: WatchedView<TaskView>,
  onResult: (result: Result) => void,
) {
  const result = signal<Result | null>(null);
  const inView = signal(true);
  const live = signal<LiveReading | null>(null);
  const shifts = signal<Shifts>({});
  const judged = signal<Readonly<Record<string, boolean>>>({});
  const pulling = signal(false);
  let strongest = 0;
  let liveEnds: ReturnType<typeof setTimeout> | undefined;
  let holdEnds: ReturnType<typeof setTimeout> | undefined;

  function show(next: Result): void {
    const known = result.peek();
    const epoch = screen.station.current.peek()?.epoch;
    if (known !== null && !isNewer(next, known, epoch)) return;
    batch(() => {
      result.value = next;
      inView.value = true;
      if (next.kind === "attribute") judged.value = remember(judged.peek(), next);
    });
  }
  function take(event: StationEvent): void {
    if (event.type === "live") {
      const force = Math.abs(Number(event.live.text));
      strongest = Math.max(strongest, force);
      batch(() => {
        live.value = event.live;
        pulling.value = force > strongest * IDLE_PART;
      });
      clearTimeout(liveEnds);
      liveEnds = setTimeout(() => {
        live.value = null;
        pulling.value = false;
      }, LIVE_MS);
    }
    if (event.type !== "record") return;
    shifts.value = applyShift(shifts.peek(), event.record);
    forget(event.record);
    const next = resultOf(event.record);
    if (next === null || isReplayed(event.record, screen.station.current.peek())) return;
    show(next);
    onResult(next);
  }
  function forget(record: QualityRecord): void {
    const gone = takenBack(record);
    const known = result.peek();
    if (gone !== null && known !== null && isSame(known, gone)) inView.value = false;
    if (record.kind !== "cell.reopened") return;
    const { [cellKey(record.body)]: _, ...kept } = judged.peek();
    judged.value = kept;
  }
  effect(() => {
    const last = task.current.value?.task?.last ?? null;
    if (last !== null && last.validity !== "voided") show(resultOfView(last));
  });
  effect(() => {
    const armed = task.current.value?.task?.armed ?? null;
    const held = result.value;
    clearTimeout(holdEnds);
    if (held === null || armed === null || armed.characteristic.id === held.characteristic) return;
    if (held.kind === "measurement" ? held.verdict !== "ok" : held.bad) return;
    holdEnds = setTimeout(() => {
      inView.value = false;
    }, HOLD_MS);
  });
  return { result, inView, live, pulling, shifts, judged, take };
}

/** Epochs cannot be compared: of two, the one that the station is in now is the newer. */
function isNewer(next: RecordPlace, known: RecordPlace, current: string | undefined): boolean {
  return next.epoch === known.epoch ? next.seq > known.seq : known.epoch !== current;
}

function isReplayed({ epoch, seq }: RecordPlace, station: StationView | null): boolean {
  return station?.epoch === epoch && seq <= station.seq - REPLAYED;
}

/** Records older than this many are a replay after a lost connection, not something to sound for. */
const REPLAYED = 50;

function remember(
  judged: Readonly<Record<string, boolean>>,
  result: Extract<Result, { kind: "attribute" }>,
): Readonly<Record<string, boolean>> {
  const kept = Object.entries(judged).slice(-JUDGED_LIMIT);
  return Object.fromEntries([...kept, [cellKey(result), result.bad]]);
}

/** The name of a cell in `judged`. */
export function cellKey(cell: { characteristic: string; unitIndex: number }): string {
  return `${cell.characteristic} ${cell.unitIndex}`;
}
