// What is known of a pilot run: the shape into which its records are folded.
import type { Characteristic, InspectionPlan } from "../../config/plan/inspection-plan.ts";
import type { BodyOf, KindName, RecordPlace } from "../../sync/records/index.ts";

/** What a fold needs of a record, so that drafts with their expected seq fold in the same way. */
export type Foldable = {
  [K in KindName]: {
    readonly kind: K;
    readonly body: BodyOf<K>;
    readonly epoch: string;
    readonly seq: number;
    readonly id: string;
    readonly at: string;
    readonly actor: string;
  };
}[KindName];

export type RunPhase = "planned" | "running" | "held" | "closed" | "assessed";
export type Verdict = "ok" | "low" | "high";

export type Measurement = RecordPlace & {
  readonly type: "measurement";
  readonly id: string;
  readonly at: string;
  readonly unit: string;
  readonly unitIndex: number;
  /** Decimal string in the characteristic's unit, and the same as a number. */
  readonly text: string;
  readonly value: number;
  readonly verdict: Verdict;
  readonly validity: "valid" | "suspect";
  readonly marks: readonly string[];
  readonly operator: string | null;
  readonly lot: string | null;
  readonly gauge: string;
  /** Id of the gauge's model. */
  readonly model: string;
  readonly calibrationDue: string | null;
  readonly entry: string;
  readonly loadTest: string | null;
};

export type AttributeOutcome = RecordPlace & {
  readonly type: "attribute";
  readonly at: string;
  readonly unit: string;
  readonly unitIndex: number;
  readonly inspected: number;
  readonly nonconforming: number;
  readonly defects: Readonly<Record<string, number>>;
  readonly operator: string | null;
};

export type Skip = RecordPlace & {
  readonly type: "skip";
  readonly at: string;
  readonly unit: string;
  readonly unitIndex: number;
  readonly reason: string;
};

/** What stands in the cell of one characteristic of one unit. */
export type Cell = Measurement | AttributeOutcome | Skip;

/** Who took a result out again, when and why: the record that says so. */
export type TakenOut = RecordPlace & {
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
};
export type VoidedMeasurement = Measurement & { readonly voided: TakenOut };
export type ReopenedCell = (AttributeOutcome | Skip) & { readonly reopened: TakenOut };

export type ChartPoint = {
  /** 0-based place on the chart. */
  readonly subgroup: number;
  readonly units: readonly string[];
  readonly values: readonly number[];
  readonly texts: readonly string[];
  readonly seqs: readonly number[];
  /** Mean of the subgroup, or the individual value. */
  readonly location: number;
  /** Range, or moving range; null for the first individual and for a subgroup of one. */
  readonly spread: number | null;
  readonly at: string;
  readonly operators: readonly string[];
};

type Said = RecordPlace & { readonly at: string; readonly actor: string };
export type EstablishedLimits = BodyOf<"limits.established"> & Said;

/** A stretch of the chart with limits of its own. */
export type Stage = {
  /** 0-based subgroup that it begins with. */
  readonly first: number;
  /** Who began it and why; null of the stage that a run begins with. */
  readonly begun: (Said & { readonly name: string; readonly reason: string }) | null;
  /** The limits in force; null until they are established. */
  limits: EstablishedLimits | null;
  /** Limits that were computed anew since, oldest first. */
  readonly earlier: EstablishedLimits[];
};

/** A subgroup left out of limits and rules, and who took it in again. */
export type Exclusion = Said & {
  readonly subgroup: number;
  readonly cause: string;
  readonly note: string;
  included: TakenOut | null;
};

export type ChartNote = Said & Pick<BodyOf<"chart.noted">, "subgroup" | "event" | "text">;

export type Signal = BodyOf<"signal.raised"> &
  RecordPlace & {
    readonly at: string;
    readonly answer: {
      cause: string;
      action: string;
      note: string;
      at: string;
      actor: string;
    } | null;
    /** Why it no longer stands: a value was taken out and its points do not form it any more. */
    readonly withdrawn:
      | (RecordPlace & { at: string; reason: BodyOf<"signal.withdrawn">["reason"] })
      | null;
  };

/** All that was found on one characteristic. */
export type CharacteristicResults = {
  readonly characteristic: Characteristic;
  /** By unit index (1-based). */
  readonly cells: Map<number, Cell>;
  readonly voided: VoidedMeasurement[];
  readonly reopened: ReopenedCell[];
  /** The newest measurement that counts. */
  latest: Measurement | null;
  /** The newest result of any kind that counts. */
  newest: Cell | null;
  /** Complete subgroups from the first on, without a hole: what the chart shows and rules judge. */
  readonly points: ChartPoint[];
  /** The subgroup that has to become complete next. */
  nextSubgroup: number;
  /** No cell below this ordinal is open: where the search for the next open cell begins. */
  openFrom: number;
  /** Limits in force of the last stage. */
  limits: EstablishedLimits | null;
  /** At least one, in the order of their subgroups. */
  readonly stages: Stage[];
  /** In the order in which they were said. */
  readonly exclusions: Exclusion[];
  readonly notes: ChartNote[];
  readonly signals: Signal[];
};

type Decided<K extends "lot.decided" | "finding.disposed"> = BodyOf<K> &
  RecordPlace & { at: string; actor: string };

export type Lot = BodyOf<"lot.received"> &
  RecordPlace & {
    readonly at: string;
    /** The decision in force. */
    decision: Decided<"lot.decided"> | null;
    /** Decisions that a later one replaced, oldest first. */
    readonly earlier: Decided<"lot.decided">[];
  };

export type Finding = BodyOf<"finding.opened"> &
  RecordPlace & {
    readonly at: string;
    /** The disposition in force. */
    disposed: Decided<"finding.disposed"> | null;
    /** Dispositions that a later one replaced, oldest first. */
    readonly earlier: Decided<"finding.disposed">[];
  };

export type LoadTest = BodyOf<"load-test.finished"> &
  RecordPlace & {
    readonly id: string;
    readonly at: string;
    /** What a person found after the hold; null until then, and where nobody is asked. */
    check: { function: "ok" | "not-ok"; note: string; at: string; actor: string } | null;
  };

/** A load test begun and not finished, with what is on record of its curve so far. */
export type OpenTest = BodyOf<"load-test.started"> & {
  readonly elapsedMs: number[];
  /** Decimal strings in the unit of the characteristic. */
  readonly force: string[];
};

export type RunState = {
  readonly run: string;
  readonly brand: string;
  readonly supplier: string;
  readonly order: string | null;
  readonly target: number;
  readonly planHash: string;
  readonly plan: InspectionPlan;
  phase: RunPhase;
  plannedAt: string;
  startedAt: string | null;
  closedAt: string | null;
  readonly lots: Map<string, Lot>;
  readonly results: Map<string, CharacteristicResults>;
  readonly findings: Map<string, Finding>;
  /** Finished load tests, by record id. */
  readonly loadTests: Map<string, LoadTest>;
  /** Load tests begun and not finished, by record id. */
  readonly openTests: Map<string, OpenTest>;
  assessment: (BodyOf<"run.assessed"> & { at: string; actor: string }) | null;
  /** Epochs of its records, oldest first: more than one after a restore or a salvage. */
  readonly epochs: string[];
};
