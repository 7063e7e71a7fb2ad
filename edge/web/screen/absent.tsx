// Stands where a view is not there: why the station refused it, such as an old link; else that it is coming.

import type { WatchedView } from "../station/watched-view.ts";
import { sharedTexts } from "../texts/shared.ts";
import { useLang, useTexts } from "./context.ts";
import { problemWords } from "./problem-words.ts";

type Props = { readonly of: Pick<WatchedView<unknown>, "problem">; readonly class: string };

export function Absent({ of, class: look }: Props) {
  const s = useTexts(sharedTexts);
  const lang = useLang();
  const problem = of.problem.value;
  return problem === null ? (
    <p class={look}>{s("loading")}</p>
  ) : (
    <p class={look} role="alert">
      {problemWords(problem, lang)}
    </p>
  );
}
