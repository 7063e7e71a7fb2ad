// Cells that were skipped or judged nonconforming; while the run runs, each can be taken back for a reason.
import { useState } from "preact/hooks";
import type { RunView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { localTime } from "../screen/numbers.ts";
import { reopenReasons } from "../texts/chosen-codes.ts";
import { textOf } from "../texts/language.ts";
import { operatorTexts } from "../texts/operator.ts";
import { runTexts } from "../texts/run.ts";
import { Refusal } from "./refusal.tsx";
import type { RunPageState } from "./run-page-state.ts";
import { TakeBackForm } from "./take-back-form.tsx";

type Exception = RunView["exceptions"][number];

export function Exceptions({ state, view }: { state: RunPageState; view: RunView }) {
  const t = useTexts(runTexts);
  const o = useTexts(operatorTexts);
  const [open, setOpen] = useState<string | null>(null);
  if (view.exceptions.length === 0) return null;
  return (
    <section class="card">
      <h2>{t("exceptions")}</h2>
      {view.exceptions.map((one) => (
        <article key={keyOf(one)} class="item">
          <ExceptionWords exception={one} />
          {view.phase === "running" && open !== keyOf(one) && (
            <button type="button" class="key quiet" onClick={() => setOpen(keyOf(one))}>
              {o("takeBack")}
            </button>
          )}
          {open === keyOf(one) && (
            <TakeBackForm
              state={state}
              form={keyOf(one)}
              path={`/api/cells/${one.seq}/reopen`}
              epoch={one.epoch}
              reasons={reopenReasons}
              onDone={() => setOpen(null)}
              onCancel={() => setOpen(null)}
            />
          )}
          <Refusal state={state} form={keyOf(one)} />
        </article>
      ))}
    </section>
  );
}

function keyOf({ epoch, seq }: Exception): string {
  return `${epoch}/${seq}`;
}

function ExceptionWords({ exception }: { exception: Exception }) {
  const o = useTexts(operatorTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  const { type, balloon, unit, reason, defects, at } = exception;
  const word = (code: string) => textOf(operatorTexts, lang, code) ?? code.replaceAll("-", " ");
  const why = reason === null ? defects.map(word).join(", ") : word(reason);
  return (
    <div class="item-words">
      <b>
        {balloon} · {unit}
      </b>
      <span>
        {o(type === "skip" ? "skipped" : "nonconforming")}
        {why !== "" && `: ${why}`} · {localTime(at, zone)}
      </span>
    </div>
  );
}
