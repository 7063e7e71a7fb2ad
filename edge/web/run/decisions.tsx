// Decisions on lots and findings: those that a later one replaced, and what a new one replaces.
import type { RunView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { localTime } from "../screen/numbers.ts";
import { personOf } from "../screen/person.ts";
import { textOf } from "../texts/language.ts";
import { runTexts } from "../texts/run.ts";

type Decided = Pick<RunView["lots"][number], "decided" | "earlier">;

/** The decision that is on the screen, as a new one names it; nothing for the first decision. */
export function replacing({ decided }: Decided): object {
  if (decided === null) return {};
  const { epoch, seq } = decided;
  return { replaces: { epoch, seq } };
}

export function EarlierDecisions({ earlier }: Pick<Decided, "earlier">) {
  const t = useTexts(runTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  return (
    <>
      {earlier.map(({ decision, reason, actor, at }) => (
        <small key={at}>
          {t("replaced")}: {textOf(runTexts, lang, decision) ?? decision} — {reason} (
          {personOf(actor, "")}, {localTime(at, zone)})
        </small>
      ))}
    </>
  );
}
