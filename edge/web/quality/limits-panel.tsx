// How the limits of a stage came about: from which subgroups, by whom, by which formula; and computing anew.
import { useState } from "preact/hooks";
import { limitSubgroups } from "../../figures/index.ts";
import type { ChartView, LimitsPreviewView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Field, FieldForm } from "../screen/form-fields.tsx";
import { fixed, localTime } from "../screen/numbers.ts";
import { personOf } from "../screen/person.ts";
import { problemWords } from "../screen/problem-words.ts";
import type { Problem } from "../station/answer.ts";
import { chartActTexts } from "../texts/chart-acts.ts";
import { textOf } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import { sharedTexts } from "../texts/shared.ts";
import type { Quality } from "./quality.ts";
import { isOpen } from "./selection.ts";
import { spreadWord } from "./spread-word.ts";

type Props = { quality: Quality; view: ChartView };
type Stage = ChartView["stages"][number];
type Limits = NonNullable<Stage["limits"]>;

/** By which constant the mean spread is divided. */
const symbols = {
  spreadRange: "meanRange",
  spreadDeviation: "meanDeviation",
  movingRange: "meanMovingRange",
} as const;

/** The stage of the selected point, else the newest one. */
function stageAt(view: ChartView, place: number | null): Stage | null {
  const at = place ?? view.points.length - 1;
  return view.stages.findLast(({ from }) => from <= Math.max(0, at)) ?? null;
}

export function LimitsPanel({ quality, view }: Props) {
  const t = useTexts(qualityTexts);
  const stage = stageAt(view, quality.selected.value);
  if (view.chart === "none") return null;
  if (stage === null || stage.limits === null) return <p class="chart-origin">{t("limitsNone")}</p>;
  // A preview belongs to the stage that it was asked for: another stage begins without one.
  const key = `${view.run} ${view.characteristic.id} ${stage.first}`;
  return (
    <LimitsOfStage key={key} quality={quality} view={view} stage={stage} limits={stage.limits} />
  );
}

function LimitsOfStage({ quality, view, stage, limits }: Props & { stage: Stage; limits: Limits }) {
  const t = useTexts(qualityTexts);
  const lang = useLang();
  const [preview, setPreview] = useState<LimitsPreviewView | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { ask } = useScreen();
  const a = useTexts(chartActTexts);
  const base = `/api/runs/${encodeURIComponent(view.run)}/charts/${encodeURIComponent(view.characteristic.id)}`;
  const subgroup = view.points[stage.from]?.subgroup ?? stage.first;
  const look = async () => {
    const answer = await ask<LimitsPreviewView>(`${base}/limits-preview?subgroup=${subgroup}`);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setPreview(answer.value);
  };
  const apply = async (reason: string) => {
    if (preview === null) return false;
    const { toSubgroup, after: shown } = preview;
    const answer = await ask<unknown>(`${base}/limits`, { subgroup, toSubgroup, shown, reason });
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return false;
    setPreview(null);
    quality.chart.refresh();
    return true;
  };
  return (
    <details class="chart-origin">
      <summary>{originWords(view, limits, t, lang)}</summary>
      <Origin view={view} stage={stage} limits={limits} />
      {problem !== null && (
        <p class="is-bad" role="alert">
          {t("refused")}: {problemWords(problem, lang)}
        </p>
      )}
      {preview === null && isOpen(quality) && (
        <button type="button" class="key" onClick={look}>
          {a("recompute")}
        </button>
      )}
      {preview !== null && (
        <Preview view={view} preview={preview} onApply={apply} onCancel={() => setPreview(null)} />
      )}
    </details>
  );
}

function originWords(
  view: ChartView,
  limits: Limits,
  t: ReturnType<typeof useTexts<keyof (typeof qualityTexts)["en"]>>,
  lang: ReturnType<typeof useLang>,
): string {
  if (limits.state === "preliminary") {
    return t("limitsPreliminary", { n: limitSubgroups(view, limits) });
  }
  const [from, to] = [limits.fromSubgroup + 1, limits.toSubgroup + 1];
  const estimator = textOf(qualityTexts, lang, limits.estimator) ?? limits.estimator;
  return t("limitsEstablished", { from, to, estimator });
}

function Origin({ view, stage, limits }: { view: ChartView; stage: Stage; limits: Limits }) {
  const a = useTexts(chartActTexts);
  const zone = useScreen().station.current.value?.zone;
  const decimals = view.characteristic.decimals + 1;
  const { location, sigma, fromSubgroup, toSubgroup, at, by } = limits;
  const figures = {
    center: fixed(location.center, decimals),
    lcl: fixed(location.lcl, decimals),
    ucl: fixed(location.ucl, decimals),
    sigma: fixed(sigma, decimals + 1),
    size: view.size,
  };
  const range = limits.spread.center;
  const said = {
    ...{ from: fromSubgroup + 1, to: toSubgroup + 1, at: at === null ? "" : localTime(at, zone) },
    ...{ by: personOf(by, a("station")), reason: limits.reason ?? "" },
  };
  return (
    <div class="origin">
      {stage.begun !== null && (
        <p>
          {a("stageFrom", {
            ...{ name: stage.name, reason: stage.begun.reason },
            ...{ by: personOf(stage.begun.by, a("station")), at: localTime(stage.begun.at, zone) },
          })}
        </p>
      )}
      {limits.state === "established" && (
        <p>{a(limits.method === "recomputed" ? "recomputedBy" : "trialBy", said)}</p>
      )}
      <p>
        {a("sigmaRange", {
          symbol: a(symbols[spreadWord(view)]),
          ...{ range: fixed(range, decimals + 1), sigma: figures.sigma },
          d2: sigma > 0 ? fixed(range / sigma, 3) : "–",
        })}
        {" · "}
        {a(view.size > 1 ? "formulaXbar" : "formulaImr", figures)}
      </p>
    </div>
  );
}

type PreviewProps = {
  readonly view: ChartView;
  readonly preview: LimitsPreviewView;
  readonly onApply: (reason: string) => Promise<boolean>;
  readonly onCancel: () => void;
};

function Preview({ view, preview, onApply, onCancel }: PreviewProps) {
  const a = useTexts(chartActTexts);
  const s = useTexts(sharedTexts);
  const decimals = view.characteristic.decimals + 1;
  const { before, after, signals } = preview;
  const rows = [
    [a("upper"), before?.location.ucl, after.location.ucl],
    [a("centre"), before?.location.center, after.location.center],
    [a("lower"), before?.location.lcl, after.location.lcl],
    [a("rangeUpper"), before?.spread.ucl, after.spread.ucl],
  ] as const;
  const send = (fields: ReadonlyMap<string, string>) => onApply(fields.get("reason") ?? "");
  const [from, to] = [preview.fromSubgroup + 1, preview.toSubgroup + 1];
  return (
    <FieldForm class="preview" onFields={send}>
      <b>{a("previewTitle", { from, to })}</b>
      <small>{a("previewOf", { n: preview.subgroups, excluded: preview.excluded.length })}</small>
      <table>
        <thead>
          <tr>
            <th />
            <th>{a("now")}</th>
            <th>{a("new")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, now, then]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{fixed(now, decimals)}</td>
              <td>{fixed(then, decimals)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{a("signalsThen")}</th>
            <td>{signals.before}</td>
            <td>{signals.after}</td>
          </tr>
        </tbody>
      </table>
      <Field name="reason" label={a("reason")} required />
      <div class="answer-keys">
        <button type="submit" class="key k-enter">
          {a("apply")}
        </button>
        <button type="button" class="key quiet" onClick={onCancel}>
          {s("cancel")}
        </button>
      </div>
    </FieldForm>
  );
}
