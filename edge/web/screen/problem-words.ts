// A refusal of the station in the language of the screen, with its remedy.
import { signal } from "@preact/signals";
import type { Problem } from "../station/answer.ts";
import { type Lang, textOf } from "../texts/language.ts";
import type { problemTexts } from "../texts/problems.ts";

/** Fetched when the page stands, before anything can be refused; whoever shows a refusal follows. */
const texts = signal<typeof problemTexts | null>(null);

/** Fetches the words of refusals; until then, and where that fails, the station's own stand in. */
export async function loadProblemWords(): Promise<void> {
  try {
    texts.value = (await import("../texts/problems.ts")).problemTexts;
  } catch {
    texts.value = null;
  }
}

/**
 * The station explains itself in English, with figures; in other languages its code is translated,
 * and its own words stand in for a code not known here.
 */
export function problemWords(problem: Problem, lang: Lang): string {
  const known = texts.value === null ? null : textOf(texts.value, lang, problem.code);
  const own = [problem.detail, problem.remedy].filter((part) => part !== "").join(" ");
  if (known !== null && (lang !== "en" || problem.code === "not-reachable")) return known;
  return own !== "" ? own : (known ?? problem.title);
}
