// The line as it is heard: raw bytes in hex and text, the rule that took a frame, or why it was refused.
import type { GaugePageView, LineEvent } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Mark } from "../screen/marks.tsx";
import { timeOfDay } from "../screen/numbers.ts";
import { commissioningTexts } from "../texts/commissioning.ts";
import { textOf } from "../texts/language.ts";
import { hexPairs, visibleText } from "./byte-words.ts";
import type { Commissioning } from "./commissioning.ts";
import type { LiveReading } from "./live-line.ts";

export function LiveBytes({ state, view }: { state: Commissioning; view: GaugePageView }) {
  const t = useTexts(commissioningTexts);
  const entries = state.live.entries.value;
  return (
    <section class="card gauge-live">
      <h2>
        {t("live")}
        {view.asks && (
          <button type="button" class="key" onClick={state.ask}>
            {t("ask")}
          </button>
        )}
      </h2>
      {state.live.connection.value === "lost" && (
        <p class="is-bad">
          <Mark shape="away" size={14} /> {t("liveLost")}
        </p>
      )}
      {view.reason !== "" && view.state !== "online" && (
        <p class="is-warn">
          <Mark shape="warn" size={18} /> {view.reason} {view.remedy}
        </p>
      )}
      {entries.length === 0 ? (
        <p class="muted">{t("liveNone")}</p>
      ) : (
        <ol class="live-rows">
          {entries.map(({ key, event }) => (
            <Row key={key} event={event} onTake={(reading) => take(state, reading)} />
          ))}
        </ol>
      )}
    </section>
  );
}

/** Holds this reading beside the question, such as another channel than the latest. */
function take(state: Commissioning, reading: LiveReading): void {
  state.held.value = reading;
  state.compared.value = null;
}

function Row({ event, onTake }: { event: LineEvent; onTake: (reading: LiveReading) => void }) {
  const t = useTexts(commissioningTexts);
  const lang = useLang();
  const zone = useScreen().station.current.value?.zone;
  if (event.event === "skipped") {
    return <li class="muted">{t("skipped", { n: event.count })}</li>;
  }
  return (
    <li class={`live-row is-${event.event}`}>
      <time>{timeOfDay(event.at, zone)}</time>
      <code class="live-text">{visibleText(event.raw)}</code>
      <code class="live-hex">{hexPairs(event.raw)}</code>
      <span class="live-says">
        {event.event === "bytes" && <span class="muted">{t("bytes")}</span>}
        {event.event === "reading" && <ReadingWords event={event} onTake={onTake} />}
        {event.event === "rejected" && (
          <span class="is-bad">
            <Mark shape="bad" size={14} />{" "}
            {lang === "en" ? event.detail : textOf(commissioningTexts, lang, event.fault)}{" "}
            <small>{event.fault}</small>
          </span>
        )}
      </span>
    </li>
  );
}

function ReadingWords(props: { event: LiveReading; onTake: (reading: LiveReading) => void }) {
  const { event, onTake } = props;
  const t = useTexts(commissioningTexts);
  const channel = event.channel === null ? null : t("channel", { n: event.channel });
  const rule = event.rule === null ? null : t("rule", { n: event.rule });
  const marks = [rule, channel, event.kind, ...event.marks].filter((one) => one !== null);
  return (
    <>
      {event.text === null ? (
        <b>{t("noValue", { status: event.status })}</b>
      ) : (
        <button type="button" class="live-take" title={t("takeThis")} onClick={() => onTake(event)}>
          {event.text} {event.unit ?? t("noUnit")}
        </button>
      )}{" "}
      {event.text !== null && event.status !== "ok" && <span class="is-warn">{event.status} </span>}
      <span class="muted">{[...new Set(marks)].join(" · ")}</span>
    </>
  );
}
