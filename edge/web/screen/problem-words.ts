// A refusal of the station in the language of the screen, with its remedy.
import type { Problem } from "../station/answer.ts";
import { type Lang, textOf } from "../texts/language.ts";
import { problemTexts } from "../texts/problems.ts";

/**
 * The station explains itself in English, with figures; in other languages its code is translated,
 * and its own words stand in for a code not known here.
 */
export function problemWords(problem: Problem, lang: Lang): string {
  const known = textOf(problemTexts, lang, problem.code);
  const own = [problem.detail, problem.remedy].filter((part) => part !== "").join(" ");
  if (known !== null && (lang !== "en" || problem.code === "not-reachable")) return known;
  return own !== "" ? own : (known ?? problem.title);
}
