// The station's refusal of a form of the run page, in words beside that form.
import { useLang, useTexts } from "../screen/context.ts";
import { problemWords } from "../screen/problem-words.ts";
import { runTexts } from "../texts/run.ts";
import type { RunPageState } from "./run-page-state.ts";

export function Refusal({ state, form }: { state: RunPageState; form: string }) {
  const t = useTexts(runTexts);
  const lang = useLang();
  const refusal = state.refusal.value;
  if (refusal === null || refusal.form !== form) return null;
  return (
    <p class="is-bad refusal" role="alert">
      <b>{t("refused")}:</b> {problemWords(refusal.problem, lang)}
    </p>
  );
}
