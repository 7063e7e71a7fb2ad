// Charts that need no trial limits: each value is judged by those before it.

import { type CusumState, cusumStart, cusumStep } from "../cusum.ts";
import { SELF_STARTING_START, type SelfStartingState, selfStartingStep } from "../self-starting.ts";
import { type ChartKind, type ChartSettings, type Plotter, upTo } from "./kind.ts";
import { givenBaseline, refuseCommon, refuseSingle } from "./known.ts";
import { weightedKinds } from "./weighted-kinds.ts";

/** Q statistics in their order; a gap or a value without a Q gives null. */
function qSource() {
  let state: SelfStartingState = SELF_STARTING_START;
  return (value: number | undefined): number | null => {
    if (value === undefined) return null;
    const step = selfStartingStep(state, value);
    state = step.state;
    return step.q;
  };
}

function qPlotter({ nsigmas = 3 }: ChartSettings): Plotter {
  const next = qSource();
  const limits = { center: 0, lcl: -nsigmas, ucl: nsigmas };
  return { next: ([value]) => [{ value: next(value), limits, error: 1 }] };
}

/** CUSUM of the Q: small shifts from the third value on. */
function qCusumPlotter({ k = 0.5, h = 5, headStart }: ChartSettings): Plotter {
  const next = qSource();
  const parameters = { k, h, headStart };
  let state: CusumState = cusumStart(parameters);
  return {
    next: ([value]) => {
      const q = next(value);
      if (q !== null) state = cusumStep(state, q, parameters);
      return [state.cPlus, state.cMinus].map((sum) => ({
        value: q === null ? null : sum,
        limits: upTo(h),
        error: null,
      }));
    },
  };
}

function selfStarting(
  panels: readonly string[],
  refuseOwn: ChartKind["refuseSettings"],
  plotter: ChartKind["plotter"],
): ChartKind {
  return {
    panels,
    wanted: 0,
    recomputable: false,
    refuseSettings: refuseOwn,
    refuseSample: refuseSingle,
    estimator: () => givenBaseline({ center: 0, sigma: 1, estimator: "self-starting" }),
    plotter,
  };
}

/** Made when asked for: a bundle holds no chart that is not drawn. */
export const selfStartingKinds = () => ({
  q: selfStarting(["Q"], refuseCommon, qPlotter),
  "q-cusum": selfStarting(
    ["upper sum", "lower sum"],
    weightedKinds().cusum.refuseSettings,
    qCusumPlotter,
  ),
});
