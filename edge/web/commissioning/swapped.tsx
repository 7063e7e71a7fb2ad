// Says that a gauge's USB adapter is another one than before, and takes a person's word that it is right.
import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { GaugeView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Mark } from "../screen/marks.tsx";
import { problemWords } from "../screen/problem-words.ts";
import type { Problem } from "../station/answer.ts";
import { commissioningTexts } from "../texts/commissioning.ts";

/** Shown while the gauge's state is swapped; the station's view tells when it is over. */
export function Swapped({ gauge }: { gauge: GaugeView }) {
  const screen = useScreen();
  const t = useTexts(commissioningTexts);
  const lang = useLang();
  const problem = useMemo(() => signal<Problem | null>(null), []);
  const confirm = async () => {
    const path = `/api/gauges/${encodeURIComponent(gauge.id)}/adapter`;
    const answer = await screen.ask<unknown>(path, {});
    problem.value = answer.ok ? null : answer.problem;
    screen.station.refresh();
  };
  return (
    <section class="card gauge-swapped-card" role="alert">
      <h2>
        <Mark shape="warn" size={26} /> {t("swapped")}
      </h2>
      <p>{gauge.reason}</p>
      <p>{t("swappedWhy")}</p>
      <button type="button" class="key k-enter" onClick={() => void confirm()}>
        {t("swappedConfirm")}
      </button>
      {problem.value !== null && (
        <p class="is-warn" role="alert">
          <b>{t("refusedWord")}:</b> {problemWords(problem.value, lang)}
        </p>
      )}
    </section>
  );
}
