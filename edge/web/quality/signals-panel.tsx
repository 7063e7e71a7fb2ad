// The signals of the chart in words, and the form in which cause and action are answered.
import { useState } from "preact/hooks";
import type { ChartView, SignalView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Mark } from "../screen/marks.tsx";
import { localTime } from "../screen/numbers.ts";
import { problemWords } from "../screen/problem-words.ts";
import { ruleWords } from "../screen/rule-words.ts";
import type { Problem } from "../station/answer.ts";
import { actions, causes } from "../texts/chosen-codes.ts";
import { textOf } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import { sharedTexts } from "../texts/shared.ts";
import type { Quality } from "./quality.ts";
import { select } from "./selection.ts";

type Props = { quality: Quality; view: ChartView };

export function SignalsPanel({ quality, view }: Props) {
  const t = useTexts(qualityTexts);
  const [answering, setAnswering] = useState<string | null>(null);
  // The view has them in the order of the journal; what waits for an answer comes first, newest first.
  const ordered = [...view.signals].reverse().sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
  const show = (signal: SignalView) => {
    const place = view.points.findIndex((point) => point.subgroup === signal.subgroup);
    if (place >= 0) select(quality, view, place);
    quality.focus.value = signal.withdrawn === null ? signal : null;
  };
  return (
    <section class="panel signals">
      <h2>{t("signals")}</h2>
      {ordered.length === 0 && <p>{t("noSignals")}</p>}
      {ordered.map((signal) => (
        <article key={keyOf(signal)} class={`signal${lookOf(signal)}`}>
          <button type="button" class="signal-show" onClick={() => show(signal)}>
            <SignalWords signal={signal} />
          </button>
          {isOpen(signal) && answering !== keyOf(signal) && (
            <button type="button" class="key" onClick={() => setAnswering(keyOf(signal))}>
              {t("answer")}
            </button>
          )}
          {answering === keyOf(signal) && isOpen(signal) && (
            <AnswerForm
              signal={signal}
              onDone={() => {
                setAnswering(null);
                quality.chart.refresh();
              }}
            />
          )}
        </article>
      ))}
    </section>
  );
}

function isOpen(signal: SignalView): boolean {
  return signal.answer === null && signal.withdrawn === null;
}

function lookOf(signal: SignalView): string {
  if (signal.withdrawn !== null) return " is-withdrawn";
  return signal.answer === null ? " is-open" : "";
}

function keyOf({ epoch, seq }: SignalView): string {
  return `${epoch}/${seq}`;
}

function SignalWords({ signal }: { signal: SignalView }) {
  const t = useTexts(qualityTexts);
  const s = useTexts(sharedTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  const { answer, withdrawn } = signal;
  const state = withdrawn !== null ? "withdrawn" : answer === null ? "open" : "answered";
  const said = (code: string) => textOf(qualityTexts, lang, code) ?? code;
  return (
    <>
      <b class={isOpen(signal) ? "is-bad" : ""}>
        {isOpen(signal) && <Mark shape="warn" size={16} />} {ruleWords(signal, lang)}
      </b>
      <span>
        {s(signal.chart)} · {t("subgroup")} {signal.subgroup + 1} · {localTime(signal.at, zone)} ·{" "}
        {t(state)}
      </span>
      {withdrawn !== null && (
        <span>
          {t(withdrawn.reason)} · {localTime(withdrawn.at, zone)}
        </span>
      )}
      {answer !== null && (
        <span>
          {said(answer.cause)} → {said(answer.action)}
          {answer.note !== "" && ` · ${answer.note}`}
        </span>
      )}
    </>
  );
}

function AnswerForm({ signal, onDone }: { signal: SignalView; onDone: () => void }) {
  const t = useTexts(qualityTexts);
  const s = useTexts(sharedTexts);
  const lang = useLang();
  const { ask } = useScreen();
  const [cause, setCause] = useState<string | null>(null);
  const [action, setAction] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    const { epoch, seq } = signal;
    const said = { cause, action, note, epoch };
    const answer = await ask<unknown>(`/api/signals/${seq}/answer`, said);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) onDone();
  };
  return (
    <form class="answer" onSubmit={send}>
      <Tiles title={t("cause")} codes={causes} chosen={cause} onChoose={setCause} />
      <Tiles title={t("action")} codes={actions} chosen={action} onChoose={setAction} />
      <label>
        {t("note")}
        <input
          value={note}
          maxLength={500}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </label>
      {problem !== null && (
        <p class="is-bad" role="alert">
          {t("refused")}: {problemWords(problem, lang)}
        </p>
      )}
      <div class="answer-keys">
        <button type="submit" class="key k-enter" disabled={cause === null || action === null}>
          {t("saveAnswer")}
        </button>
        <button type="button" class="key quiet" onClick={onDone}>
          {s("cancel")}
        </button>
      </div>
    </form>
  );
}

type Code = (typeof causes)[number] | (typeof actions)[number];
type TilesProps = {
  readonly title: string;
  readonly codes: readonly Code[];
  readonly chosen: string | null;
  readonly onChoose: (code: string) => void;
};

function Tiles({ title, codes, chosen, onChoose }: TilesProps) {
  const t = useTexts(qualityTexts);
  return (
    <fieldset>
      <legend>{title}</legend>
      <div class="tiles">
        {codes.map((code) => (
          <button
            key={code}
            type="button"
            class="key"
            aria-pressed={chosen === code}
            onClick={() => onChoose(code)}
          >
            {chosen === code && "✓ "}
            {t(code)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
