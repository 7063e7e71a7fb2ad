// The words every statistic of this room is written in.

declare const controlBrand: unique symbol;
declare const specBrand: unique symbol;

/** Limits of a control chart: what the process does. Never to be confused with SpecLimits. */
export type ControlLimits = {
  readonly [controlBrand]?: never;
  readonly center: number;
  readonly lcl: number;
  readonly ucl: number;
};

/** Limits of the drawing: what the customer asks. At least one side is present. */
export type SpecLimits = {
  readonly [specBrand]?: never;
  readonly lsl?: number | undefined;
  readonly usl?: number | undefined;
  readonly nominal?: number | undefined;
};

/** Why a statistic cannot be given; never NaN, never Infinity. */
export type RefusalCode =
  | "too-few-values"
  | "too-few-subgroups"
  | "subgroup-too-small"
  | "no-variation"
  | "no-spec-limits"
  | "spec-limits-reversed"
  | "not-finite"
  | "parameter-out-of-range";

export type Refusal = {
  readonly refused: RefusalCode;
  /** English sentence with the figures: what is missing, and how much. */
  readonly why: string;
};

export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === "object" && answer !== null && "refused" in answer;
}

/** A two-sided confidence interval of an estimate. */
export type Interval = { readonly lower: number; readonly upper: number; readonly level: number };
