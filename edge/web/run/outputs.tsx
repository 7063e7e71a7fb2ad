// The five outputs of a pilot run: complete, or what each still lacks in words.
import type { RunView } from "../../http/views.ts";
import { useLang, useTexts } from "../screen/context.ts";
import { Mark } from "../screen/marks.tsx";
import { textOf } from "../texts/language.ts";
import { runTexts } from "../texts/run.ts";

/** More than this many holes of one output are counted, not listed. */
const LISTED = 6;

export function Outputs({ view }: { view: RunView }) {
  const t = useTexts(runTexts);
  const lang = useLang();
  return (
    <section class="outputs" aria-label={t("outputs")}>
      {view.outputs.map((one) => (
        <article key={one.output} class={one.complete ? "card output" : "card output is-open"}>
          <h2>{t(one.output)}</h2>
          {one.inPlan ? (
            <p class={one.complete ? "is-ok" : "is-warn"}>
              <Mark shape={one.complete ? "ok" : "warn"} size={18} />{" "}
              {t(one.complete ? "complete" : "incomplete")}
            </p>
          ) : (
            <p>– {t("notInPlan")}</p>
          )}
          <ul>
            {one.lacks.slice(0, LISTED).map((lack) => (
              <li key={`${lack.code} ${Object.values(lack.params).join(" ")}`}>
                {textOf(runTexts, lang, lack.code, lack.params) ?? lack.code}
              </li>
            ))}
            {one.lacks.length > LISTED && <li>+ {one.lacks.length - LISTED}</li>}
          </ul>
        </article>
      ))}
    </section>
  );
}
