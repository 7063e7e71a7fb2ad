// The phases of a pilot run: planned → running ⇄ held → closed → assessed, and who may step where.
import type { BodyOf, Draft } from "../../../sync/records/index.ts";
import { outputsOf } from "../completeness.ts";
import type { RunPhase, RunState } from "../run-state.ts";
import { type Act, type CommandRefusal, draftedBy, refuse } from "./refusal.ts";

export type PhaseStep = "start" | "hold" | "resume" | "close";

const STEPS = {
  start: { from: ["planned"], kind: "run.started" },
  hold: { from: ["running"], kind: "run.held" },
  resume: { from: ["held"], kind: "run.resumed" },
  close: { from: ["running", "held"], kind: "run.closed" },
} as const satisfies Record<PhaseStep, { from: readonly RunPhase[]; kind: Draft["kind"] }>;

/** Steps a run to its next phase; only one run may be running on a station. */
export function stepRun(
  run: RunState,
  step: PhaseStep,
  reason: string | null,
  others: readonly RunState[],
  act: Act,
): Draft[] | CommandRefusal {
  const { from, kind } = STEPS[step];
  if (!from.some((phase) => phase === run.phase)) {
    return refuse(
      "wrong-phase",
      `Run ${run.run} is ${run.phase}; it can ${step} only from ${from.join(" or ")}.`,
      "Reload the page: somebody else may have changed the run.",
    );
  }
  const busy = others.find((one) => one.phase === "running" && one.run !== run.run);
  if ((step === "start" || step === "resume") && busy !== undefined) {
    return refuse(
      "another-run-running",
      `Run ${busy.run} is running on this station.`,
      `Hold or close run ${busy.run} first.`,
    );
  }
  if (step === "hold" && (reason === null || reason.trim() === "")) {
    return refuse("reason-missing", "A run is held for a reason.", "Say why the run is held.");
  }
  return [{ ...draftedBy(act), kind, body: { run: run.run, reason } }];
}

/** The decision on a closed run. A plain "go" asks that every output is complete. */
export function assessRun(
  run: RunState,
  decision: Omit<BodyOf<"run.assessed">, "run">,
  act: Act,
): Draft[] | CommandRefusal {
  if (run.phase !== "closed") {
    return refuse("wrong-phase", `Run ${run.run} is ${run.phase}.`, "Close the run first.");
  }
  const holes = outputsOf(run).filter((one) => !one.complete && one.output !== "assessment");
  const undisposed = [...run.findings.values()].filter((one) => one.disposed === null).length;
  if (decision.decision === "go" && (holes.length > 0 || undisposed > 0)) {
    return refuse(
      "not-complete",
      `Incomplete: ${[...holes.map((one) => one.output), ...(undisposed > 0 ? [`${undisposed} open issues`] : [])].join(", ")}.`,
      "Complete them, or decide conditional-go and name the conditions.",
    );
  }
  if (decision.decision === "conditional-go" && decision.conditions.length === 0) {
    return refuse(
      "conditions-missing",
      "A conditional go names its exit conditions.",
      "Add at least one condition.",
    );
  }
  return [{ ...draftedBy(act), kind: "run.assessed", body: { run: run.run, ...decision } }];
}
