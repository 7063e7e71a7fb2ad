// The quality engineer's page: all characteristics with the abnormal first, and one chart live.
import { useMemo } from "preact/hooks";
import type { ChartView } from "../../http/views.ts";
import { Absent } from "../screen/absent.tsx";
import { useScreen, useTexts } from "../screen/context.ts";
import { Header } from "../screen/header.tsx";
import { qualityTexts } from "../texts/quality.ts";
import { sharedTexts } from "../texts/shared.ts";
import { CapabilityPanel } from "./capability-panel.tsx";
import { ChartPanel } from "./chart-panel.tsx";
import { NoChart } from "./no-chart.tsx";
import { Overview } from "./overview.tsx";
import { createQuality, type Quality } from "./quality.ts";
import { SignalsPanel } from "./signals-panel.tsx";
import "../styles/figure.css";
import "../styles/quality.css";
import "../styles/quality-panels.css";
import "../styles/chart-work.css";
import "../styles/quality-narrow.css";

export function QualityPage() {
  const screen = useScreen();
  const t = useTexts(qualityTexts);
  const s = useTexts(sharedTexts);
  const quality = useMemo(() => createQuality(screen, location, history), [screen]);
  const view = quality.chart.current.value;
  const known = screen.station.current.value !== null;
  return (
    <div class="page quality">
      <Header place="quality" />
      {quality.runName.value === null ? (
        <p class="quality-none">{known ? t("noRun") : s("loading")}</p>
      ) : (
        <>
          <Overview quality={quality} />
          <main class="quality-main">
            {view === null ? (
              <Absent of={quality.chart} class="quality-none" />
            ) : (
              <Chart quality={quality} view={view} />
            )}
          </main>
        </>
      )}
    </div>
  );
}

function Chart({ quality, view }: { quality: Quality; view: ChartView }) {
  return (
    <>
      {view.chart === "none" ? (
        <NoChart quality={quality} view={view} />
      ) : (
        <ChartPanel quality={quality} view={view} />
      )}
      <div class="quality-below">
        {view.capability.n > 0 && <CapabilityPanel view={view} />}
        {view.chart !== "none" && <SignalsPanel quality={quality} view={view} />}
      </div>
    </>
  );
}
