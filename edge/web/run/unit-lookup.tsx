// Looking up what stands in the cells of one unit, to take an earlier result back, good ones as well.
import { useState } from "preact/hooks";
import type { RunView, UnitResultsView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Mark, type MarkShape } from "../screen/marks.tsx";
import { localTime } from "../screen/numbers.ts";
import { reopenReasons, undoReasons } from "../texts/chosen-codes.ts";
import { local, textOf } from "../texts/language.ts";
import { operatorTexts } from "../texts/operator.ts";
import { runTexts } from "../texts/run.ts";
import { sharedTexts } from "../texts/shared.ts";
import { Choice, Field, FieldForm, Refusal } from "./form-parts.tsx";
import type { RunPageState } from "./run-page-state.ts";

type Result = UnitResultsView["results"][number];
type Found = NonNullable<Result["found"]>;
const FORM = "unit-lookup";

export function UnitLookup({ state, view }: { state: RunPageState; view: RunView }) {
  const t = useTexts(runTexts);
  const { ask } = useScreen();
  const [shown, setShown] = useState<UnitResultsView | null>(null);
  const look = async (unit: string) => {
    const path = `/api/runs/${encodeURIComponent(view.run)}/units/${encodeURIComponent(unit)}`;
    const answer = await ask<UnitResultsView>(path);
    state.refusal.value = answer.ok ? null : { form: FORM, problem: answer.problem };
    setShown(answer.ok ? answer.value : null);
    return answer.ok;
  };
  return (
    <section class="card unit-lookup">
      <h2>{t("unitLookup")}</h2>
      <FieldForm onFields={(fields) => look(fields.get("unit") ?? "")}>
        <Field label={t("unitNamed")} name="unit" required />
        <button type="submit" class="key">
          {t("look")}
        </button>
      </FieldForm>
      <Refusal state={state} form={FORM} />
      {shown?.results.map((one) => (
        <ResultItem
          key={`${shown.unit} ${one.characteristic.id} ${one.found?.seq}`}
          state={state}
          result={one}
          unit={shown.unit}
          running={view.phase === "running"}
          onDone={() => look(String(shown.unitIndex))}
        />
      ))}
    </section>
  );
}

type ItemProps = {
  readonly state: RunPageState;
  readonly result: Result;
  readonly unit: string;
  readonly running: boolean;
  readonly onDone: () => void;
};

function ResultItem({ state, result, unit, running, onDone }: ItemProps) {
  const o = useTexts(operatorTexts);
  const lang = useLang();
  const [open, setOpen] = useState(false);
  const { characteristic, found } = result;
  return (
    <article class="item">
      <div class="item-words">
        <b>
          {characteristic.balloon} {local(characteristic.name, lang)} · {unit}
        </b>
        <FoundWords found={found} uom={characteristic.unit} />
      </div>
      {found !== null && running && !open && (
        <button type="button" class="key quiet" onClick={() => setOpen(true)}>
          {o("takeBack")}
        </button>
      )}
      {found !== null && open && (
        <TakeBackForm state={state} found={found} onDone={onDone} onCancel={() => setOpen(false)} />
      )}
    </article>
  );
}

function FoundWords({ found, uom }: { found: Found | null; uom: string }) {
  const t = useTexts(runTexts);
  const o = useTexts(operatorTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  if (found === null) return <span>{t("notMeasured")}</span>;
  const { type, verdict, nonconforming, reason, text, at } = found;
  const bad = type === "attribute" ? (nonconforming ?? 0) > 0 : verdict !== "ok";
  const shape: MarkShape = bad ? "bad" : "ok";
  const words =
    type === "skip"
      ? `${o("skipped")}: ${textOf(operatorTexts, lang, reason ?? "") ?? reason}`
      : type === "attribute"
        ? t(bad ? "judgedBad" : "judgedGood")
        : `${text} ${uom}`;
  return (
    <span>
      {type !== "skip" && <Mark shape={shape} size={16} />} {words} · {localTime(at, zone)}
    </span>
  );
}

type FormProps = {
  readonly state: RunPageState;
  readonly found: Found;
  readonly onDone: () => void;
  readonly onCancel: () => void;
};

function TakeBackForm({ state, found, onDone, onCancel }: FormProps) {
  const t = useTexts(runTexts);
  const o = useTexts(operatorTexts);
  const s = useTexts(sharedTexts);
  const { type, epoch, seq } = found;
  const path =
    type === "measurement" ? `/api/measurements/${seq}/void` : `/api/cells/${seq}/reopen`;
  const reasons = type === "measurement" ? undoReasons : reopenReasons;
  const takeBack = async (fields: ReadonlyMap<string, string>) => {
    const stored = await state.command(FORM, path, { reason: fields.get("reason"), epoch });
    if (stored) onDone();
    return stored;
  };
  return (
    <FieldForm onFields={takeBack}>
      <Choice
        label={t("reason")}
        name="reason"
        options={reasons.map((one) => [one, o(one)] as const)}
      />
      <button type="submit" class="key k-enter">
        {o("takeBack")}
      </button>
      <button type="button" class="key quiet" onClick={onCancel}>
        {s("cancel")}
      </button>
    </FieldForm>
  );
}
