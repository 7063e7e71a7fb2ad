// The words of a load test under way: its samples, its phases, its events, its end.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import type { BodyOf } from "../../sync/records/index.ts";

export type LoadTestSettings = NonNullable<Characteristic["loadTest"]>;

/** One poll of the rig. Forces are decimal strings in the characteristic's unit, as sent. */
export type ForceSample = {
  readonly monotonicMs: number;
  /** Null when the rig gave no value (error status, unreadable block). */
  readonly force: string | null;
  /** The rig's own peak register, read in the same block; null when it has none or gave none. */
  readonly peak: string | null;
  /** The rig says that the force is beyond what it can measure. */
  readonly overRange?: boolean;
};

type Finished = BodyOf<"load-test.finished">;
export type LoadTestReason = NonNullable<Finished["reason"]>;

/** Why the station ends a test that the specimen has not ended. */
export type InterruptReason = Extract<LoadTestReason, "rig-away" | "run-ended" | "station-stopped">;

export type LoadTestEvent =
  /** `seen` is false when the load was on the rig before anybody looked: it may be any specimen's. */
  | { readonly type: "started"; readonly monotonicMs: number; readonly seen: boolean }
  | { readonly type: "sample"; readonly elapsedMs: number; readonly force: string }
  | { readonly type: "gap"; readonly fromMs: number; readonly toMs: number }
  | ({ readonly type: "finished" } & FinishedLoadTest);

/** What became of the test, as its record says it; the curve is not packed yet. */
export type FinishedLoadTest = Required<
  Pick<Finished, "outcome" | "reason" | "spent" | "bound" | "peakSource" | "durationMs">
> &
  Required<
    Pick<Finished, "ratePerSecond" | "rateJudged" | "hold" | "slope" | "knee" | "breakAt">
  > & {
    /** Magnitude of the largest force, as the decimal string that was sent without its sign. */
    readonly peak: string;
    /** Sign the rig gave to this load. */
    readonly direction: "positive" | "negative";
    /** Longest unbroken time at or above 98 % of the peak. */
    readonly holdMs: number;
    /** Stretches without samples, in ms since the start. */
    readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
    /** Samples with their sign, elapsed since the start. */
    readonly curve: { readonly elapsedMs: readonly number[]; readonly force: readonly string[] };
  };

/** A test as it is put on record: of one that nobody saw the end of, not even a peak may be known. */
export type RecordedEnd = Omit<FinishedLoadTest, "peak" | "direction"> &
  Pick<Finished, "peak" | "direction">;

/**
 * `spent`: a test is over, or cannot count any more; the rig must be unloaded before another begins.
 * `preload` and `ramp`: the load rises; `hold`: the force is held; `unload`: the hold is complete.
 */
export type LoadTestPhase = "idle" | "preload" | "ramp" | "hold" | "unload" | "spent";

/** What a screen shows of a test under way. */
export type LoadTestProgress = {
  readonly phase: LoadTestPhase;
  readonly elapsedMs: number;
  /** The last force in the characteristic's unit; null while no test is under way. */
  readonly load: string | null;
  /** Since the force to hold was reached, and how long it is to be held. */
  readonly hold: { readonly heldMs: number; readonly askedMs: number } | null;
};

export type LoadTestWatcher = {
  /** Takes the next sample; earlier or equal times than the last are a bug and throw. */
  feed(sample: ForceSample): LoadTestEvent[];
  /** Ends a test under way as `interrupted`; no event when there is none. */
  interrupt(reason: InterruptReason): LoadTestEvent[];
  /**
   * A person gives up the test under way: it ends as `interrupted` when its load is off again, for
   * what it still rises to decides whether the specimen is spent. False when there is none.
   */
  abort(): boolean;
  readonly phase: LoadTestPhase;
  progress(): LoadTestProgress;
};

export type LoadTestBounds = {
  /** Longer than this without a force is a gap. */
  readonly gapMs: number;
  /** Longer than this without a force, and what hangs on the rig is not known any more. */
  readonly unseenMs: number;
  /** A curve never grows beyond this many points. */
  readonly maxPoints: number;
};

/** 20 minutes at 100 samples a second. */
export const LOAD_TEST_BOUNDS: LoadTestBounds = {
  gapMs: 500,
  unseenMs: 5000,
  maxPoints: 120_000,
};
