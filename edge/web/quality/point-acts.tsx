// What can be done to the selected point: leave it out, take it in again, note something, begin a stage.
import { useState } from "preact/hooks";
import type { ChartView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Choice, Field, FieldForm } from "../screen/form-fields.tsx";
import { problemWords } from "../screen/problem-words.ts";
import type { Problem } from "../station/answer.ts";
import { chartActTexts, chartEvents } from "../texts/chart-acts.ts";
import { causes } from "../texts/chosen-codes.ts";
import { qualityTexts } from "../texts/quality.ts";
import { sharedTexts } from "../texts/shared.ts";
import type { Quality } from "./quality.ts";
import { exclusionOf, select } from "./selection.ts";

type Props = { quality: Quality; view: ChartView; place: number };

export function PointActs({ quality, view, place }: Props) {
  const a = useTexts(chartActTexts);
  const subgroup = view.points[place]?.subgroup ?? 0;
  const excluded = exclusionOf(view, subgroup) !== null;
  const doing = quality.doing.value;
  const first = view.stages.at(-1)?.first ?? 0;
  if (doing !== null && quality.selected.value !== null)
    return <ActForm key={`${doing} ${subgroup}`} quality={quality} view={view} place={place} />;
  const begin = (act: NonNullable<typeof doing>) => () => {
    select(quality, view, place);
    quality.doing.value = act;
  };
  return (
    <div class="point-acts">
      <button type="button" class="key" onClick={begin(excluded ? "include" : "exclude")}>
        {a(excluded ? "include" : "exclude")}
      </button>
      <button type="button" class="key" onClick={begin("note")}>
        {a("addNote")}
      </button>
      {subgroup > first && (
        <button type="button" class="key" onClick={begin("stage")}>
          {a("beginStage")}
        </button>
      )}
    </div>
  );
}

const paths = { exclude: "exclude", include: "include", note: "notes", stage: "stages" } as const;

function ActForm({ quality, view, place }: Props) {
  const a = useTexts(chartActTexts);
  const t = useTexts(qualityTexts);
  const s = useTexts(sharedTexts);
  const lang = useLang();
  const { ask } = useScreen();
  const [problem, setProblem] = useState<Problem | null>(null);
  const doing = quality.doing.value ?? "note";
  const subgroup = view.points[place]?.subgroup ?? 0;
  const close = () => {
    quality.doing.value = null;
  };
  const send = async (fields: ReadonlyMap<string, string>) => {
    const path = `/api/runs/${encodeURIComponent(view.run)}/charts/${encodeURIComponent(view.characteristic.id)}/${paths[doing]}`;
    const answer = await ask<unknown>(path, { subgroup, ...Object.fromEntries(fields) });
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return false;
    close();
    quality.chart.refresh();
    quality.run.refresh();
    return true;
  };
  return (
    <FieldForm class="point-form" onFields={send}>
      <b>{a(`${doing}Title`, { n: subgroup + 1 })}</b>
      <small>{a(`${doing}Why`)}</small>
      <Fields doing={doing} />
      {problem !== null && (
        <p class="is-bad" role="alert">
          {t("refused")}: {problemWords(problem, lang)}
        </p>
      )}
      <div class="answer-keys">
        <button type="submit" class="key k-enter">
          {a("store")}
        </button>
        <button type="button" class="key quiet" onClick={close}>
          {s("cancel")}
        </button>
      </div>
    </FieldForm>
  );
}

function Fields({ doing }: { doing: keyof typeof paths }) {
  const a = useTexts(chartActTexts);
  const t = useTexts(qualityTexts);
  switch (doing) {
    case "exclude":
      return (
        <>
          <Choice name="cause" label={t("cause")} options={causes.map((one) => [one, t(one)])} />
          <Field name="note" label={t("note")} />
        </>
      );
    case "include":
      return <Field name="reason" label={a("reason")} required />;
    case "note":
      return (
        <>
          <Choice name="event" label={a("event")} options={chartEvents.map((e) => [e, a(e)])} />
          <Field name="text" label={t("note")} />
        </>
      );
    case "stage":
      return (
        <>
          <Field name="name" label={a("stageName")} required longest={60} />
          <Field name="reason" label={a("reason")} required />
        </>
      );
  }
}
