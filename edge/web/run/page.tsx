// The run's page: how far it is, what each output lacks, and every decision about it.
import { useMemo } from "preact/hooks";
import type { RunView } from "../../http/views.ts";
import { Absent } from "../screen/absent.tsx";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Header } from "../screen/header.tsx";
import { localTime } from "../screen/numbers.ts";
import { local } from "../texts/language.ts";
import { runTexts } from "../texts/run.ts";
import { sharedTexts } from "../texts/shared.ts";
import { Assessment } from "./assessment.tsx";
import { CharacteristicTable } from "./characteristic-table.tsx";
import { Exceptions } from "./exceptions.tsx";
import { Findings } from "./findings.tsx";
import { Lots } from "./lots.tsx";
import { Outputs } from "./outputs.tsx";
import { Phases } from "./phases.tsx";
import { createRunPageState } from "./run-page-state.ts";
import { UnitLookup } from "./unit-lookup.tsx";
import "../styles/figure.css";
import "../styles/run.css";

export function RunPage() {
  const screen = useScreen();
  const t = useTexts(runTexts);
  const state = useMemo(() => createRunPageState(screen, location), [screen]);
  const view = state.run.current.value;
  const known = screen.station.current.value !== null;
  const none =
    known && state.runName.value === null ? (
      <p class="run-none">{t("noRun")}</p>
    ) : (
      <Absent of={state.run} class="run-none" />
    );
  return (
    <div class="page run">
      <Header place="run" />
      {view === null ? (
        none
      ) : (
        <main class="run-main">
          <section class="card run-top">
            <Progress view={view} />
            <Phases state={state} view={view} />
            <Downloads run={view.run} />
          </section>
          <Outputs view={view} />
          <CharacteristicTable view={view} />
          <Exceptions state={state} view={view} />
          <UnitLookup state={state} view={view} />
          <Lots state={state} view={view} />
          <Findings state={state} view={view} />
          <Assessment state={state} view={view} />
        </main>
      )}
    </div>
  );
}

function Progress({ view }: { view: RunView }) {
  const t = useTexts(runTexts);
  const s = useTexts(sharedTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  return (
    <div class="progress">
      <h1>
        {view.run} <span class={`phase is-${view.phase}`}>{s(view.phase)}</span>
      </h1>
      <p>
        {view.brand} · {view.supplier} · {view.partNumber} {local(view.partName, lang)} ·{" "}
        {t("revision")} {view.partRevision}
        {view.order !== null && ` · ${t("order")} ${view.order}`}
      </p>
      <div class="progress-figures">
        <b>{t("units", { done: view.unitsDone, target: view.target })}</b>
        <span>{t("cells", { done: view.cellsDone, owed: view.cellsOwed })}</span>
        <span class={view.unitsNonconforming > 0 ? "is-bad" : ""}>
          {t("nonconforming", { n: view.unitsNonconforming })}
        </span>
      </div>
      <progress value={view.cellsDone} max={Math.max(1, view.cellsOwed)} />
      <p class="muted">
        {t("plan")} <code>{view.planHash.slice(0, 12)}</code>
        {view.startedAt !== null && ` · ${t("started")} ${localTime(view.startedAt, zone)}`}
        {view.closedAt !== null && ` · ${t("closedAt")} ${localTime(view.closedAt, zone)}`}
      </p>
    </div>
  );
}

function Downloads({ run }: { run: string }) {
  const t = useTexts(runTexts);
  const base = `/api/runs/${encodeURIComponent(run)}`;
  const links = [
    ["reportEn", `${base}/report.pdf?lang=en`],
    ["reportZh", `${base}/report.pdf?lang=zh-CN`],
    ["bundle", `${base}/bundle.zip`],
  ] as const;
  return (
    <nav class="downloads" aria-label={t("downloads")}>
      {links.map(([key, href]) => (
        <a key={key} class="key" href={href} download>
          ↓ {t(key)}
        </a>
      ))}
    </nav>
  );
}
