// What a finished load test says of its specimen: the value that counts, its verdict, and why.
import type { Characteristic } from "../../../config/plan/inspection-plan.ts";
import type { BodyOf } from "../../../sync/records/index.ts";

type Finished = Pick<
  BodyOf<"load-test.finished">,
  "outcome" | "reason" | "peak" | "hold" | "rateJudged"
>;

export type FunctionCheck = "ok" | "not-ok" | null;

/** The next thing that is due for a finished test. */
export type LoadTestJudgement =
  /** The test proves nothing: its cell stays open, or its specimen is spent. */
  | { readonly due: "nothing" }
  /** The hold was complete: a person says whether the specimen still works. */
  | { readonly due: "check" }
  | {
      readonly due: "measurement";
      /** Decimal string in the unit of the test. */
      readonly value: string;
      readonly verdict: "ok" | "low" | "high";
      readonly marks: readonly string[];
    };

/**
 * Ramp to break: the peak against the limits. Ramp–hold–function: the least force of the hold; low
 * when the specimen broke before the hold was over or failed the check, whatever its force was.
 */
export function judgeLoadTest(
  characteristic: Pick<Characteristic, "lsl" | "usl" | "loadTest">,
  test: Finished,
  check: FunctionCheck,
): LoadTestJudgement {
  if (test.outcome === "interrupted" || test.peak === null) return { due: "nothing" };
  const marks =
    test.rateJudged === "too-slow" || test.rateJudged === "too-fast" ? [test.rateJudged] : [];
  if (characteristic.loadTest?.procedure !== "ramp-hold-function") {
    const verdict = against(characteristic, test.peak);
    return { due: "measurement", value: test.peak, verdict, marks };
  }
  if (test.outcome === "break") {
    const reason = test.reason ?? "broke";
    return { due: "measurement", value: test.peak, verdict: "low", marks: [...marks, reason] };
  }
  if (test.hold?.complete !== true) return { due: "nothing" };
  if (check === null) return { due: "check" };
  const value = test.hold.minimum;
  if (check === "not-ok") {
    return { due: "measurement", value, verdict: "low", marks: [...marks, "function-failed"] };
  }
  return { due: "measurement", value, verdict: against(characteristic, value), marks };
}

function against({ lsl, usl }: Pick<Characteristic, "lsl" | "usl">, text: string) {
  const value = Number(text);
  if (lsl !== undefined && value < lsl) return "low" as const;
  return usl !== undefined && value > usl ? ("high" as const) : ("ok" as const);
}
