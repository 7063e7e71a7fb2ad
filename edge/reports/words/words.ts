// Words in the language of the report: fixed texts by key, codes of records by family and code.
import type { LocalText, ReportLang } from "../report-document.ts";
import { codeWords } from "./codes.ts";
import { en, type WordKey } from "./en.ts";
import { zhCn } from "./zh-cn.ts";

type Figures = Readonly<Record<string, string | number>>;

export type Words = {
  readonly lang: ReportLang;
  /** A fixed text with its figures put in. */
  readonly say: (key: WordKey, figures?: Figures) => string;
  /** A code in words; a code nobody translated stands for itself. */
  readonly code: (family: string, code: string, figures?: Figures) => string;
  /** A text of the plan, in the language of the report or else in English. */
  readonly local: (text: LocalText) => string;
};

export function createWords(lang: ReportLang): Words {
  const texts = lang === "en" ? en : zhCn;
  return {
    lang,
    say: (key, figures = {}) => fill(texts[key], figures),
    code: (family, code, figures = {}) =>
      fill(codeWords[lang][`${family}.${code}`] ?? code, figures),
    local: (text) => (lang === "en" ? text.en : (text["zh-CN"] ?? text.en)),
  };
}

function fill(text: string, figures: Figures): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(figures[name] ?? whole));
}
