// The decision on the run: go, go with conditions, run again or stop, and what happens to the units.
import type { RunView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Area, Choice, Field, FieldForm } from "../screen/form-fields.tsx";
import { localTime } from "../screen/numbers.ts";
import { personOf } from "../screen/person.ts";
import { textOf } from "../texts/language.ts";
import { runTexts } from "../texts/run.ts";
import { Refusal } from "./refusal.tsx";
import type { RunPageState } from "./run-page-state.ts";

const decisions = ["go", "conditional-go", "re-run", "stop"] as const;

export function Assessment({ state, view }: { state: RunPageState; view: RunView }) {
  const t = useTexts(runTexts);
  return (
    <section class="card">
      <h2>{t("assessment")}</h2>
      {view.assessment !== null ? (
        <Decided assessment={view.assessment} />
      ) : view.phase === "closed" ? (
        <AssessmentForm state={state} />
      ) : (
        <p>{t("notYet")}</p>
      )}
    </section>
  );
}

function Decided({ assessment }: { assessment: NonNullable<RunView["assessment"]> }) {
  const t = useTexts(runTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  const { decision, actor, at, conditions, units, summary } = assessment;
  return (
    <div class="item-words">
      <b>
        {t("assessedBy", {
          ...{ decision: textOf(runTexts, lang, decision) ?? decision, actor: personOf(actor, "") },
          at: localTime(at, zone),
        })}
      </b>
      <ul>
        {conditions.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <span>
        {t("pilotUnits")}: {units}
      </span>
      <span>{summary}</span>
    </div>
  );
}

function AssessmentForm({ state }: { state: RunPageState }) {
  const t = useTexts(runTexts);
  const assess = (fields: ReadonlyMap<string, string>) => {
    const conditions = (fields.get("conditions") ?? "").split("\n").map((one) => one.trim());
    return state.send("assessment", "/assessment", {
      ...{ decision: fields.get("decision"), units: fields.get("units") },
      ...{ summary: fields.get("summary"), conditions: conditions.filter((one) => one !== "") },
    });
  };
  return (
    <FieldForm onFields={assess}>
      <Choice
        label={t("decision")}
        name="decision"
        options={decisions.map((one) => [one, t(one)] as const)}
      />
      <Field label={t("pilotUnits")} name="units" required />
      <Area label={t("conditions")} name="conditions" />
      <Area label={t("summary")} name="summary" required />
      <button type="submit" class="key k-enter">
        {t("assess")}
      </button>
      <Refusal state={state} form="assessment" />
    </FieldForm>
  );
}
