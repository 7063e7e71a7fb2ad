// The station's core: decide on what comes in, commit it, and only then show and send it.
import type { Reading, RejectedFrame } from "../../gauges/index.ts";
import type { Draft, QualityRecord, RecordPlace } from "../../sync/records/index.ts";
import {
  type Attention,
  applyStationRecord,
  type CellAddress,
  decideDrafts,
  emptyStation,
  foldDrafts,
  type IntakeGauge,
  type IntakeSource,
  overdueDrafts,
  rejectedDraft,
  rememberRecord,
  runningRun,
  type StationState,
  type TakeOptions,
  takeReading,
} from "../intake/index.ts";
import { type CommandRefusal, isCommandRefusal, type RunState } from "../runs/index.ts";
import type { Journal } from "../store/index.ts";

export type Committed = readonly QualityRecord[];

export type Station = {
  /** What is decided, committed or not: only deciding may look at it. */
  readonly decided: StationState;
  /** What is durable, and nothing else: screens and reports are made from this. */
  readonly shown: StationState;
  readonly attention: Attention;
  /** Decides on the state as it will be once everything queued is committed, then commits. */
  act(
    decide: (state: StationState, source: IntakeSource) => Draft[] | CommandRefusal,
  ): Promise<Committed | CommandRefusal>;
  take(gauge: IntakeGauge, reading: Reading, options?: TakeOptions): Promise<Committed>;
  reject(frame: RejectedFrame): Promise<Committed>;
  /** True when a record with this id is decided already: the command was sent twice. */
  knows(id: string): boolean;
  /** Where the durable record with this id stands; null when there is none. */
  placeOf(id: string): RecordPlace | null;
  arm(cell: CellAddress | null): void;
  /** Called with every committed act, in order of seq, until the answer is called. */
  onCommitted(listener: (records: Committed) => void): () => void;
  /** Called when something that is no record changed: the armed cell, a gauge, the link. */
  onChanged(listener: () => void): void;
  changed(): void;
  /** Resolves when everything decided so far is durable. */
  settled(): Promise<void>;
};

/** Records at the end of the journal that are read for the operator and for ids sent twice. */
const TAIL_RECORDS = 2000;

/** Opens the station on its journal: open runs are folded from their records. */
export async function openStation(journal: Journal, source: IntakeSource): Promise<Station> {
  const { epoch, seq } = journal.head();
  const decided = emptyStation({ epoch, seq: seq + 1 });
  const shown = emptyStation({ epoch, seq: seq + 1 });
  const listed = await journal.runs();
  for (const { run, state } of [...listed].reverse()) {
    // Of the runs that are over, the newest stays on the screens; older ones are read when asked for.
    if (state === "assessed" && run !== listed[0]?.run) continue;
    const records = await journal.readRun(run);
    for (const record of records) {
      for (const one of [decided, shown]) {
        applyStationRecord(one, record);
        // Who measured last is still there, however long ago the person said so.
        if (record.kind === "measurement.taken") one.operator = record.body.operator;
      }
    }
  }
  for (const record of await journal.gaugeRecords()) {
    for (const one of [decided, shown]) applyStationRecord(one, record);
  }
  await restoreTail(journal, [decided, shown]);
  const station = createStation(journal, source, decided, shown);
  await station.act(overdueDrafts);
  return station;
}

async function restoreTail(journal: Journal, states: readonly StationState[]): Promise<void> {
  const { seq } = journal.head();
  const tail = await readTail(journal);
  for (const state of states) {
    for (const record of tail) {
      rememberRecord(state, record);
      if (record.kind === "operator.identified") state.operator = record.body.operator;
    }
    state.expectedSeq = seq + 1;
    // The journal knows which entries of its inbox were dealt with.
    state.answered.clear();
  }
}

/** The newest records, oldest first: of earlier epochs as well where this one is young. */
async function readTail(journal: Journal): Promise<QualityRecord[]> {
  const tail: QualityRecord[] = [];
  let end: RecordPlace | null = journal.head();
  while (end !== null && tail.length < TAIL_RECORDS) {
    const left = TAIL_RECORDS - tail.length;
    tail.unshift(...(await journal.readEpoch(end.epoch, Math.max(1, end.seq - left + 1), left)));
    const [first] = await journal.readEpoch(end.epoch, 1, 1);
    end = first?.kind === "epoch.opened" ? first.body.previous : null;
  }
  return tail;
}

function createStation(
  journal: Journal,
  source: IntakeSource,
  decided: StationState,
  shown: StationState,
): Station {
  const committedListeners = new Set<(records: Committed) => void>();
  const changedListeners: (() => void)[] = [];
  const attention: Attending = { armed: null, gaugeKind: null };
  let last: Promise<unknown> = Promise.resolve();

  const commit = (drafts: readonly Draft[], firstSeq: number): Promise<Committed> => {
    releaseFilled(attention, runningRun(decided));
    const committing = appended(journal, drafts).then((records) => {
      if (records[0] !== undefined && records[0].seq !== firstSeq) {
        throw new Error(`journal gave seq ${records[0].seq}, the station expected ${firstSeq}`);
      }
      for (const record of records) applyStationRecord(shown, record);
      for (const listener of committedListeners) listener(records);
      return records;
    });
    last = committing;
    committing.catch(stopForFault);
    return committing;
  };

  const act: Station["act"] = async (decide) => {
    const firstSeq = decided.expectedSeq;
    const drafts = decide(decided, source);
    if (isCommandRefusal(drafts)) return drafts;
    if (drafts.length === 0) return [];
    const folded = decided.expectedSeq !== firstSeq;
    return commit(folded ? drafts : decideDrafts(decided, drafts, source), firstSeq);
  };

  const take: Station["take"] = (gauge, reading, options = {}) => {
    const firstSeq = decided.expectedSeq;
    const armed = options.armed === undefined ? attention.armed : options.armed;
    const drafts = takeReading(decided, gauge, reading, source, { ...options, armed });
    attend(attention, drafts[0], runningRun(decided), reading);
    return commit(drafts, firstSeq);
  };

  return {
    decided,
    shown,
    attention,
    act,
    take,
    reject: (frame) => {
      const firstSeq = decided.expectedSeq;
      const drafts = [rejectedDraft(frame, source.newId())];
      foldDrafts(decided, drafts);
      return commit(drafts, firstSeq);
    },
    knows: (id) => decided.seen.has(id) || journal.placeOf(id) !== null,
    placeOf: (id) => shown.seen.get(id) ?? journal.placeOf(id),
    arm: (cell) => {
      attention.armed = cell;
      for (const listener of changedListeners) listener();
    },
    onCommitted: (listener) => {
      committedListeners.add(listener);
      return () => committedListeners.delete(listener);
    },
    onChanged: (listener) => {
      changedListeners.push(listener);
    },
    changed: () => {
      for (const listener of changedListeners) listener();
    },
    settled: async () => {
      await last;
    },
  };
}

/** The journal's answer, as a rejected promise too where it refuses at once. */
function appended(journal: Journal, drafts: readonly Draft[]): Promise<Committed> {
  try {
    return journal.append(drafts);
  } catch (fault) {
    return Promise.reject(fault);
  }
}

/**
 * What was decided and cannot be kept makes every later decision wrong: the process ends, and the
 * next start goes on from what the journal has.
 */
function stopForFault(fault: unknown): void {
  queueMicrotask(() => {
    throw fault;
  });
}

type Attending = { armed: CellAddress | null; gaugeKind: string | null };

/** An armed cell is used up by whatever filled it, and forgotten when its run no longer runs. */
function releaseFilled(attention: Attending, run: RunState | null): void {
  const { armed } = attention;
  if (armed === null) return;
  const results = run?.results.get(armed.characteristic);
  if (results?.cells.has(armed.unitIndex) !== false) attention.armed = null;
}

/** A measurement draws the eye to the gauge that was used by hand. */
function attend(
  attention: Attending,
  draft: Draft | undefined,
  run: RunState | null,
  reading: Reading,
): void {
  if (draft?.kind !== "measurement.taken" || reading.entry === "file") return;
  const { characteristic } = draft.body;
  attention.gaugeKind = run?.results.get(characteristic)?.characteristic.gauge ?? null;
}
