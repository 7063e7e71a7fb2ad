// The docked panel of one point: its readings, its units, when and who, and the rules in words.
import type { ChartView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Mark } from "../screen/marks.tsx";
import { fixed, localTime } from "../screen/numbers.ts";
import { personOf } from "../screen/person.ts";
import { chartActTexts } from "../texts/chart-acts.ts";
import { textOf } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import { PointActs } from "./point-acts.tsx";
import { rulesAt } from "./point-words.ts";
import type { Quality } from "./quality.ts";
import { exclusionOf, isOpen } from "./selection.ts";
import { spreadWord } from "./spread-word.ts";

export function PointPanel({ quality, view }: { quality: Quality; view: ChartView }) {
  const t = useTexts(qualityTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  const selected = quality.selected.value;
  const point = view.points[selected ?? view.points.length - 1];
  if (point === undefined) return <aside class="point" />;
  const averaged = view.size > 1;
  const decimals = view.characteristic.decimals + (averaged ? 1 : 0);
  const place = selected ?? view.points.length - 1;
  const rules = rulesAt(view, point.subgroup, lang);
  const exclusion = exclusionOf(view, point.subgroup);
  const sigma = sigmaPosition(view, place, point.location);
  return (
    <aside class="point" data-testid="point" aria-label={t("selected")}>
      <h2>
        {t("subgroup")} {point.subgroup + 1}
        <small>{t(selected === null ? "newest" : "selected")}</small>
      </h2>
      <dl>
        <dt>{t("time")}</dt>
        <dd>{localTime(point.at, zone)}</dd>
        <dt>{t("operators")}</dt>
        <dd>{point.operators.join(", ") || "–"}</dd>
        <dt>{t(averaged ? "mean" : "value")}</dt>
        <dd>
          <b>{fixed(point.location, decimals)}</b> {view.characteristic.unit}
          {sigma !== null && <small> {t("position", { n: fixed(sigma, 1) })}</small>}
        </dd>
        <dt>{t(spreadWord(view))}</dt>
        <dd>{fixed(point.spread, decimals)}</dd>
      </dl>
      <ul class="point-readings">
        {point.texts.map((text, k) => (
          <li key={point.seqs[k] ?? k} class={outOfSpec(view, point.values[k]) ? "is-bad" : ""}>
            <span>{point.units[k]}</span>
            <b>
              {outOfSpec(view, point.values[k]) && <Mark shape="bad" size={13} />} {text}
            </b>
          </li>
        ))}
      </ul>
      <p class={rules.length > 0 ? "point-rules is-bad" : "point-rules"}>
        {rules.length === 0 ? t("noRules") : rules.join("; ")}
      </p>
      {exclusion !== null && <ExclusionWords exclusion={exclusion} />}
      <NoteList notes={view.notes.filter((one) => one.subgroup === point.subgroup)} />
      {isOpen(quality) && <PointActs quality={quality} view={view} place={place} />}
    </aside>
  );
}

/** Why the point is left out, who said so and when. */
function ExclusionWords({ exclusion }: { exclusion: ChartView["exclusions"][number] }) {
  const a = useTexts(chartActTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  const { cause, note, by, at } = exclusion;
  const words = textOf(qualityTexts, lang, cause) ?? cause;
  return (
    <p class="point-said">
      <b>× {a("excludedBy", { cause: words })}</b>
      {note !== "" && <span>{note}</span>}
      <small>{a("who", { by: personOf(by, a("station")), at: localTime(at, zone) })}</small>
    </p>
  );
}

function NoteList({ notes }: { notes: ChartView["notes"] }) {
  const a = useTexts(chartActTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  return (
    <>
      {notes.map(({ event, text, at, by }) => (
        <p key={`${at} ${event} ${text}`} class="point-said">
          <b>⚑ {textOf(chartActTexts, lang, event) ?? event}</b>
          {text !== "" && <span>{text}</span>}
          <small>{a("who", { by: personOf(by, a("station")), at: localTime(at, zone) })}</small>
        </p>
      ))}
    </>
  );
}

/** Distance from the centre in sigmas of the plotted statistic, signed; null without limits. */
function sigmaPosition(view: ChartView, place: number, location: number): number | null {
  const limits = view.stages.findLast(({ from }) => from <= place)?.limits ?? null;
  if (limits === null) return null;
  const { center, ucl } = limits.location;
  const sigma = (ucl - center) / 3;
  return sigma > 0 ? (location - center) / sigma : null;
}

function outOfSpec(view: ChartView, value: number | undefined): boolean {
  const { lsl, usl } = view.characteristic;
  if (value === undefined) return false;
  return (lsl !== null && value < lsl) || (usl !== null && value > usl);
}
