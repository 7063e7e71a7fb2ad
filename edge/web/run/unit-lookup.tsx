// Looking up what stands in the cells of one unit, to take an earlier result back, good ones as well.
import { useState } from "preact/hooks";
import type { RunView, UnitResultsView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Field, FieldForm } from "../screen/form-fields.tsx";
import { Mark, type MarkShape } from "../screen/marks.tsx";
import { localTime } from "../screen/numbers.ts";
import { reopenReasons, undoReasons } from "../texts/chosen-codes.ts";
import { local, textOf } from "../texts/language.ts";
import { operatorTexts } from "../texts/operator.ts";
import { runTexts } from "../texts/run.ts";
import { Refusal } from "./refusal.tsx";
import type { RunPageState } from "./run-page-state.ts";
import { TakeBackForm } from "./take-back-form.tsx";

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
        <TakeBackForm
          state={state}
          form={FORM}
          {...takingBack(found)}
          epoch={found.epoch}
          onDone={onDone}
          onCancel={() => setOpen(false)}
        />
      )}
    </article>
  );
}

/** Where a result is taken back, and the reasons to choose from. */
function takingBack({ type, seq }: Found) {
  return type === "measurement"
    ? { path: `/api/measurements/${seq}/void`, reasons: undoReasons }
    : { path: `/api/cells/${seq}/reopen`, reasons: reopenReasons };
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
