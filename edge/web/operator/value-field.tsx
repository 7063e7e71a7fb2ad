// The largest thing on the screen: the stored value, the force while the rig pulls, or the two
// buttons of a judgement by eye.
import type { CharacteristicView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Mark } from "../screen/marks.tsx";
import { local } from "../texts/language.ts";
import { operatorTexts } from "../texts/operator.ts";
import { sharedTexts } from "../texts/shared.ts";
import type { Armed, Operator } from "./operator.ts";
import type { Result } from "./result.ts";

type Props = {
  operator: Operator;
  armed: Armed;
  result: Result | null;
  subject: CharacteristicView;
};

export function ValueField({ operator, armed, result, subject }: Props) {
  const live = useLiveForce(operator, armed, result !== null);
  if (live !== null) return <LiveValue text={live.text} unit={live.unit ?? ""} />;
  if (armed.characteristic.kind === "attribute") return <Judgement operator={operator} />;
  if (result === null) return <Waiting operator={operator} armed={armed} />;
  if (result.kind === "attribute") return <Judged result={result} subject={subject} />;
  return (
    <div class="value-field">
      <BigText text={result.text} unit={subject.unit} />
      <Caption armed={armed} result={result} subject={subject} />
    </div>
  );
}

/**
 * The force of the rig, big only while the rig's own characteristic is armed: while it pulls, and
 * before there is a result to show. A rig working beside another task never takes its value away.
 */
export function useLiveForce(operator: Operator, armed: Armed, hasResult: boolean) {
  const gauges = useScreen().station.current.value?.gauges ?? [];
  const live = operator.live.value;
  const gauge = gauges.find((one) => one.id === live?.gauge);
  if (live === null || gauge?.serves.includes(armed.characteristic.gauge) !== true) return null;
  return operator.pulling.value || !hasResult ? live : null;
}

/** Width of a text in em of its font, for tabular digits; decides the size that fits. */
function widthInEm(text: string): number {
  return [...text].reduce((sum, char) => sum + (char === "." || char === "," ? 0.33 : 0.66), 0);
}

function BigText({ text, unit }: { text: string; unit: string }) {
  return (
    <p class="value" style={{ "--em": widthInEm(text) }} data-testid="value">
      <span>{text}</span>
      <small>{unit}</small>
    </p>
  );
}

/** The outcome of a judgement by eye, while another characteristic is armed already. */
function Judged({ result, subject }: { result: Result; subject: CharacteristicView }) {
  const t = useTexts(operatorTexts);
  const lang = useLang();
  return (
    <div class="value-field">
      <p class="waiting">{local(subject.name, lang)}</p>
      <p class="caption">
        <b class="balloon small">{subject.balloon}</b>
        {t("unit")} {result.unit}
      </p>
    </div>
  );
}

function LiveValue({ text, unit }: { text: string; unit: string }) {
  const t = useTexts(operatorTexts);
  return (
    <div class="value-field is-live">
      <BigText text={text} unit={unit} />
      <p class="caption">{t("liveNow")}</p>
    </div>
  );
}

/** Whose value it is, when it is not of the cell that comes next. */
function Caption({ armed, result, subject }: Omit<Props, "operator">) {
  const t = useTexts(operatorTexts);
  const entered = result?.kind === "measurement" && result.entry === "keyed";
  const other = subject.id !== armed.characteristic.id;
  return (
    <p class="caption">
      {other && <b class="balloon small">{subject.balloon}</b>}
      {t("unit")} {result?.unit}
      {entered && <span class="tag">{t("manual")}</span>}
    </p>
  );
}

function Waiting({ operator, armed }: { operator: Operator; armed: Armed }) {
  const t = useTexts(operatorTexts);
  // Not the last result of this page: that one may have been taken back meanwhile.
  const task = operator.task.current.value?.task;
  const last = task?.last;
  const of = task?.list.find(
    (one) => one.characteristic.id === last?.characteristic,
  )?.characteristic;
  return (
    <div class="value-field">
      <p class="waiting">{t(armed.characteristic.keyed ? "waitingGauge" : "waitingGaugeOnly")}</p>
      {last !== undefined && last !== null && of !== undefined && (
        <p class="caption">
          {t("last")}: {of.balloon} {last.unit} <b>{last.text}</b> {of.unit}
        </p>
      )}
    </div>
  );
}

function Judgement({ operator }: { operator: Operator }) {
  const t = useTexts(operatorTexts);
  const s = useTexts(sharedTexts);
  const reachable = useScreen().stream.connection.value === "live";
  return (
    <div class="value-field judgement">
      <button type="button" class="judge" onClick={() => operator.judge([])}>
        <Mark shape="ok" size={56} />
        {t("conforming")}
      </button>
      <button
        type="button"
        class="judge is-bad"
        onClick={() => {
          operator.side.value = "defects";
        }}
      >
        <Mark shape="bad" size={56} />
        {t("nonconforming")}
      </button>
      {!reachable && <p class="caption">{s("stationLost")}</p>}
    </div>
  );
}
