// The languages of the screens, and how a text is taken from a catalogue.
export const languages = ["en", "zh-CN"] as const;
export type Lang = (typeof languages)[number];

/** What the language switch says: each language in its own words. */
export const languageNames: Readonly<Record<Lang, string>> = { en: "EN", "zh-CN": "中文" };

/** All texts of one screen; a key missing in one language is a type error. */
export type Catalogue<Key extends string> = Readonly<Record<Lang, Readonly<Record<Key, string>>>>;
export type Params = Readonly<Record<string, string | number>>;

/** Two languages with exactly the keys of English. */
export function catalogue<Key extends string>(
  en: Readonly<Record<Key, string>>,
  zhCN: Readonly<Record<NoInfer<Key>, string>>,
): Catalogue<Key> {
  return { en, "zh-CN": zhCN };
}

/** Puts parameters in the place of their names in braces; an unknown name stays as it is. */
export function fill(text: string, params: Params = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** The text of a code the station gave, or null when the catalogue does not know it. */
export function textOf<Key extends string>(
  texts: Catalogue<Key>,
  lang: Lang,
  code: string,
  params: Params = {},
): string | null {
  const found = Object.entries<string>(texts[lang]).find(([key]) => key === code);
  return found === undefined ? null : fill(found[1], params);
}

/** A name in the language of the screen; English stands in for what is missing. */
export function local(name: { en: string; "zh-CN"?: string }, lang: Lang): string {
  return name[lang] ?? name.en;
}
