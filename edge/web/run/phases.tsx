// The phases of the run and the steps that lead from one to the next; a hold needs its reason.
import { useState } from "preact/hooks";
import type { RunView } from "../../http/views.ts";
import { useTexts } from "../screen/context.ts";
import { Field, FieldForm, textOrNull } from "../screen/form-fields.tsx";
import { runTexts } from "../texts/run.ts";
import { sharedTexts } from "../texts/shared.ts";
import { Refusal } from "./refusal.tsx";
import type { RunPageState } from "./run-page-state.ts";

type Step = "start" | "hold" | "resume" | "close";
const stepsOf: Record<RunView["phase"], readonly Step[]> = {
  planned: ["start"],
  running: ["hold", "close"],
  held: ["resume", "close"],
  closed: [],
  assessed: [],
};
const line = ["planned", "running", "closed", "assessed"] as const;

export function Phases({ state, view }: { state: RunPageState; view: RunView }) {
  const t = useTexts(runTexts);
  const s = useTexts(sharedTexts);
  const [asking, setAsking] = useState<Step | null>(null);
  const at = line.indexOf(view.phase === "held" ? "running" : view.phase);
  const take = async (step: Step, reason: string | null) => {
    const done = await state.send("phase", "/phase", { step, reason });
    if (done) setAsking(null);
    return done;
  };
  return (
    <div class="phases">
      <ol>
        {line.map((phase, k) => (
          <li key={phase} class={k < at ? "is-past" : k === at ? "is-now" : ""}>
            {k < at && "✓ "}
            {s(phase === "running" && view.phase === "held" ? "held" : phase)}
          </li>
        ))}
      </ol>
      <div class="phase-keys">
        {stepsOf[view.phase].map((step) => (
          <button
            key={step}
            type="button"
            class={`key${step === "start" || step === "resume" ? " k-enter" : ""}`}
            aria-pressed={asking === step}
            onClick={() => (step === "start" ? void take(step, null) : setAsking(step))}
          >
            {t(step)}
          </button>
        ))}
      </div>
      {asking !== null && (
        <FieldForm onFields={(fields) => take(asking, textOrNull(fields.get("reason")))}>
          <Field label={t("reason")} name="reason" required={asking === "hold"} />
          <button type="submit" class="key k-enter">
            {t(asking)}
          </button>
          <button type="button" class="key quiet" onClick={() => setAsking(null)}>
            {s("cancel")}
          </button>
        </FieldForm>
      )}
      <Refusal state={state} form="phase" />
    </div>
  );
}
