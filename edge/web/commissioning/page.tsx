// The gauge page: what the line says, whether it is what the display shows, and how the gauge stands.
import { useMemo } from "preact/hooks";
import type { GaugePageView, GaugeView } from "../../http/views.ts";
import { Absent } from "../screen/absent.tsx";
import { useScreen, useTexts } from "../screen/context.ts";
import { Header } from "../screen/header.tsx";
import { Mark } from "../screen/marks.tsx";
import { localTime } from "../screen/numbers.ts";
import { commissioningTexts } from "../texts/commissioning.ts";
import { Calibration } from "./calibration.tsx";
import { createCommissioning } from "./commissioning.ts";
import { Compare } from "./compare.tsx";
import { LiveBytes } from "./live-bytes.tsx";
import { Swapped } from "./swapped.tsx";
import "../styles/run.css";
import "../styles/commissioning.css";

export function CommissioningPage() {
  const screen = useScreen();
  const t = useTexts(commissioningTexts);
  const state = useMemo(() => createCommissioning(screen, location), [screen]);
  const station = screen.station.current.value;
  const view = state.view.current.value;
  return (
    <div class="page run gauges">
      <Header place="gauges" />
      {station === null || (view === null && station.gauges.length > 0) ? (
        <Absent of={state.view} class="run-none" />
      ) : view === null ? (
        <p class="run-none">{t("none")}</p>
      ) : (
        <main class="gauges-main">
          <Chooser gauges={station.gauges} chosen={view.id} />
          {station.gauges
            .filter(({ id, state: line }) => id === view.id && line === "swapped")
            .map((gauge) => (
              <Swapped key={gauge.id} gauge={gauge} />
            ))}
          <Standing view={view} zone={station.zone} />
          <LiveBytes state={state} view={view} />
          <Compare state={state} view={view} />
          <Calibration state={state} view={view} />
        </main>
      )}
    </div>
  );
}

function Chooser({ gauges, chosen }: { gauges: readonly GaugeView[]; chosen: string }) {
  const t = useTexts(commissioningTexts);
  return (
    <nav class="gauge-choice" aria-label={t("choose")}>
      {gauges.map((gauge) => {
        const open = gauge.commissioning === "needed" || gauge.commissioning === "refused";
        return (
          <a
            key={gauge.id}
            class="key"
            href={`/commissioning?gauge=${encodeURIComponent(gauge.id)}`}
            aria-current={gauge.id === chosen ? "page" : undefined}
          >
            <Mark shape={open ? "warn" : "ok"} size={18} /> {gauge.name}
          </a>
        );
      })}
    </nav>
  );
}

function Standing({ view, zone }: { view: GaugePageView; zone: string }) {
  const t = useTexts(commissioningTexts);
  const { model, commissioning } = view;
  const line = Object.entries(view.line).filter(([, value]) => value !== null);
  const facts: readonly (readonly [string, string | null])[] = [
    [
      t("model"),
      `${model.vendor} ${model.models.join(", ")} (${model.id} ${model.hash.slice(0, 8)})`,
    ],
    [t("evidence"), evidenceWords(model.evidence, t)],
    [t("source"), model.source],
    [t("port"), view.port],
    [t("adapter"), view.adapter],
    [t("settings"), line.map(([key, value]) => `${key} ${value}`).join(" · ")],
    [t("unitSet"), view.unit],
    [t("wordOrder"), view.wordOrder],
  ];
  return (
    <section class="card gauge-standing">
      <h2>
        {view.name} <small>{view.id}</small>
      </h2>
      <CommissioningWords commissioning={commissioning} zone={zone} />
      {model.note !== null && <p>{model.note}</p>}
      <dl>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd class={value === t("unverified") ? "is-warn" : ""}>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {model.rules.length > 0 && <Rules rules={model.rules} />}
    </section>
  );
}

type Words = ReturnType<typeof useTexts<keyof (typeof commissioningTexts)["en"]>>;

function evidenceWords(evidence: string, t: Words): string {
  if (evidence === "manual" || evidence === "capture" || evidence === "unverified") {
    return t(evidence);
  }
  return evidence;
}

function CommissioningWords(props: {
  commissioning: GaugePageView["commissioning"];
  zone: string;
}) {
  const t = useTexts(commissioningTexts);
  const { state, last } = props.commissioning;
  const by = last?.by ?? "";
  const at = last === null ? "" : localTime(last.at, props.zone);
  const open = state === "needed" || state === "refused";
  return (
    <div class={`gauge-state is-${state}`} role="status">
      <Mark shape={open ? "warn" : "ok"} size={26} />
      <span>
        <b>{t(state, { by, at })}</b>
        {last !== null && state === "needed" && <small>{t("changed", { by, at })}</small>}
        {last !== null && (
          <small>{last.pairs.map((pair) => `${pair.shown} ${pair.shownUnit}`).join(" · ")}</small>
        )}
      </span>
    </div>
  );
}

function Rules({ rules }: { rules: GaugePageView["model"]["rules"] }) {
  const t = useTexts(commissioningTexts);
  return (
    <details>
      <summary>
        {t("rules")} ({rules.length})
      </summary>
      <ol class="gauge-rules">
        {rules.map((rule, index) => (
          <li key={index}>
            <b>{rule.status}</b> <code>{rule.match}</code>
          </li>
        ))}
      </ol>
    </details>
  );
}
