// The middle of the operator's page: what to measure now, the value, the verdict, the subgroup.
import { figureTexts, layoutSparkline, layoutToleranceBar } from "../../figures/index.ts";
import type { CharacteristicView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Figure, useSize } from "../screen/figure.tsx";
import { limitsInWords } from "../screen/limits-words.ts";
import { Mark } from "../screen/marks.tsx";
import { ruleWords } from "../screen/rule-words.ts";
import { local } from "../texts/language.ts";
import { operatorTexts } from "../texts/operator.ts";
import { Cells } from "./cells.tsx";
import { loadTestPanel } from "./load-test-panel.tsx";
import type { Armed, Operator, Task } from "./operator.ts";
import { isSame, type Result } from "./result.ts";
import { UnprovenPull } from "./unproven-pull.tsx";
import { ValueField } from "./value-field.tsx";
import { Verdict } from "./verdict.tsx";

export function NowPanel({ operator }: { operator: Operator }) {
  const task = operator.task.current.value?.task ?? null;
  const armed = operator.armed.value;
  const loadTest = task === null ? null : loadTestPanel(operator, task);
  if (loadTest !== null) return loadTest;
  if (task === null || armed === null) return <NothingToDo operator={operator} task={task} />;
  const result = operator.resultInView.value ? operator.result.value : null;
  const shown = subjectOf(task, armed, result);
  return (
    <main class="now">
      <Heading task={task} armed={armed} />
      <ValueField operator={operator} armed={armed} result={result} subject={shown} />
      <Verdict operator={operator} armed={armed} result={result} subject={shown} />
      <ToleranceBar armed={armed} result={result} subject={shown} />
      <Cells operator={operator} armed={armed} />
      <Below operator={operator} armed={armed} task={task} result={result} />
    </main>
  );
}

/** The characteristic the big value belongs to: that of the result, else the armed one. */
function subjectOf(task: Task, armed: Armed, result: Result | null): CharacteristicView {
  const found = task.list.find((one) => one.characteristic.id === result?.characteristic);
  return found?.characteristic ?? armed.characteristic;
}

const stateOfPhase: Readonly<Record<string, "runOver" | "runHeld">> = {
  closed: "runOver",
  assessed: "runOver",
  held: "runHeld",
};

function NothingToDo({ operator, task }: { operator: Operator; task: Task | null }) {
  const t = useTexts(operatorTexts);
  const known = operator.task.current.value !== null;
  const phase = useScreen().station.current.value?.run?.phase;
  const state = task === null ? (stateOfPhase[phase ?? ""] ?? "noTask") : "allMeasured";
  return (
    <main class="now now-empty">
      {known && (
        <>
          <h1>{t(state)}</h1>
          <p>{t(`${state}Why`)}</p>
        </>
      )}
    </main>
  );
}

function Heading({ task, armed }: { task: Task; armed: Armed }) {
  const t = useTexts(operatorTexts);
  const lang = useLang();
  const gauges = useScreen().station.current.value?.gauges ?? [];
  const { characteristic } = armed;
  const gauge = gauges.find((one) => one.serves.includes(characteristic.gauge));
  return (
    <div class="now-head">
      <b class="balloon">{characteristic.balloon}</b>
      <div class="now-name">
        <h1>{local(characteristic.name, lang)}</h1>
        <p>
          {t("unit")} <b>{armed.unit}</b>
          {task.lot !== null && ` · ${task.lot}`}
          {gauge !== undefined && ` · ${gauge.name}`}
        </p>
      </div>
      <p class="now-limits">{limitsInWords(characteristic, lang)}</p>
    </div>
  );
}

type BarProps = { armed: Armed; result: Result | null; subject: CharacteristicView };

function ToleranceBar({ armed, result, subject }: BarProps) {
  const lang = useLang();
  const [place, size] = useSize<HTMLDivElement>();
  const value = result?.kind === "measurement" ? Number(result.text) : null;
  const cells = subject.id === armed.characteristic.id ? armed.cells : [];
  const previous = cells
    .map((cell) => cell.measurement)
    .filter((one) => one !== null && (result === null || !isSame(one, result)))
    .map((one) => Number(one?.text));
  const { lsl, usl, nominal, decimals } = subject;
  return (
    <div ref={place} class="now-bar">
      {size !== null && subject.kind !== "attribute" && (
        <Figure
          title=""
          list={layoutToleranceBar(
            { lsl, usl, nominal, decimals, value, previous },
            { ...size, texts: figureTexts[lang], textSize: 14 },
          )}
        />
      )}
    </div>
  );
}

type BelowProps = { operator: Operator; armed: Armed; task: Task; result: Result | null };

/** On a signal the reaction plan opens by itself; the mini chart keeps the rest of the room. */
function Below({ operator, armed, task, result }: BelowProps) {
  const t = useTexts(operatorTexts);
  const lang = useLang();
  const id = result?.characteristic ?? armed.characteristic.id;
  const row = task.list.find((one) => one.characteristic.id === id);
  const shift = operator.shifts.value[id];
  const open = shift !== undefined || (row?.openSignals ?? 0) > 0;
  const reaction = row?.characteristic.reaction ?? null;
  return (
    <div class="now-below">
      {open && (
        <section class="reaction" role="alert">
          <Mark shape="warn" size={34} />
          <div>
            <h2>
              {t("reaction")} · {row?.characteristic.balloon}
              {shift !== undefined && <small> {ruleWords(shift, lang)}</small>}
            </h2>
            <p>{reaction === null ? t("reactionDefault") : local(reaction, lang)}</p>
          </div>
        </section>
      )}
      {!open && <UnprovenPull task={task} />}
      <MiniChart armed={armed} />
    </div>
  );
}

function MiniChart({ armed }: { armed: Armed }) {
  const t = useTexts(operatorTexts);
  const [place, size] = useSize<HTMLDivElement>();
  const { recent, limits, characteristic } = armed;
  if (characteristic.kind === "attribute") return <div class="mini" />;
  const words = recent.length === 0 ? t("noRecent") : t("recent", { n: recent.length });
  return (
    <a class="mini" href={`/quality?c=${encodeURIComponent(characteristic.id)}`}>
      <small>{words}</small>
      <div ref={place} class="mini-figure">
        {size !== null && recent.length > 0 && size.height > 20 && (
          <Figure title={words} list={layoutSparkline({ values: recent, limits }, size)} />
        )}
      </div>
    </a>
  );
}
