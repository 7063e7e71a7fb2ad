// The header of every page: which part, who, which gauges, the clock, and whether it is recorded.
import type { ComponentChildren } from "preact";
import type { GaugeView, StationView } from "../../http/views.ts";
import { languageNames, languages, local } from "../texts/language.ts";
import { sharedTexts } from "../texts/shared.ts";
import { syncReasonKey, syncReasonTexts } from "../texts/sync-reasons.ts";
import { useLang, useScreen, useTexts } from "./context.ts";
import { Mark } from "./marks.tsx";

export type Place = "measure" | "quality" | "run" | "gauges";

export function Header({ place, children }: { place: Place; children?: ComponentChildren }) {
  const screen = useScreen();
  const view = screen.station.current.value;
  return (
    <header class="head">
      <RunBlock view={view} />
      {children}
      <GaugeStates gauges={view?.gauges ?? []} />
      <Recording view={view} />
      <Links place={place} run={view?.run?.run ?? null} openSignals={view?.openSignals ?? 0} />
      <Choices />
    </header>
  );
}

function RunBlock({ view }: { view: StationView | null }) {
  const t = useTexts(sharedTexts);
  const lang = useLang();
  const run = view?.run ?? null;
  const part =
    run === null
      ? t(view === null ? "loading" : "noRun")
      : `${run.partNumber} ${local(run.partName, lang)}`;
  return (
    <div class="head-run">
      <strong title={part}>{part}</strong>
      <span>
        {view?.demo === true && <b class="tag">{t("demo")}</b>}
        {run === null ? (view?.station ?? "") : `${run.run} · ${view?.station}`}
      </span>
    </div>
  );
}

function GaugeStates({ gauges }: { gauges: readonly GaugeView[] }) {
  const t = useTexts(sharedTexts);
  const words = {
    online: "gaugeOnline",
    connecting: "gaugeConnecting",
    away: "gaugeAway",
    swapped: "gaugeSwapped",
  } as const;
  const ordered = [...gauges].sort((a, b) => rank(a) - rank(b));
  const named = ordered.slice(0, gauges.length > GAUGE_LINES ? GAUGE_LINES - 1 : GAUGE_LINES);
  const [worst, ...others] = ordered.slice(named.length);
  const ready = gauges.filter((one) => one.state === "online" && !isDoubtful(one)).length;
  return (
    <ul class="head-gauges" aria-label={t("gaugesReady", { n: ready, of: gauges.length })}>
      {named.map((gauge) => (
        <li
          key={gauge.id}
          class={`gauge gauge-${gauge.state} ${isDoubtful(gauge) ? "gauge-doubtful" : ""}`}
          title={gauge.reason}
        >
          <Mark shape={isDoubtful(gauge) ? "warn" : markOf(gauge)} size={12} />
          {gauge.name}
          <small>{t(isDoubtful(gauge) ? "gaugeNotCommissioned" : words[gauge.state])}</small>
        </li>
      ))}
      {worst !== undefined && (
        <li
          class={`gauge gauge-${worst.state} ${isDoubtful(worst) ? "gauge-doubtful" : ""}`}
          title={[worst, ...others].map((one) => one.name).join(", ")}
        >
          <Mark shape={isDoubtful(worst) ? "warn" : markOf(worst)} size={12} />
          {t("gaugesMore", { n: others.length + 1 })}
          <small>{t(isDoubtful(worst) ? "gaugeNotCommissioned" : words[worst.state])}</small>
        </li>
      )}
    </ul>
  );
}

/** As many lines as the header is high. */
const GAUGE_LINES = 3;

/** It is there, but its values do not count. */
function isDoubtful({ state, commissioning }: GaugeView): boolean {
  return state === "online" && (commissioning === "needed" || commissioning === "refused");
}

function markOf({ state }: GaugeView): "warn" | "away" | "connecting" | "online" {
  return state === "swapped" ? "warn" : state;
}

function rank(gauge: GaugeView): number {
  const order = ["swapped", "away", "connecting", "online"].indexOf(gauge.state);
  return isDoubtful(gauge) ? 0 : order;
}

function Recording({ view }: { view: StationView | null }) {
  const t = useTexts(sharedTexts);
  const screen = useScreen();
  const connection = screen.stream.connection.value;
  const zone = view?.zone;
  const time = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(screen.clock.value);
  return (
    <div class="head-sync" role="status">
      <b class="clock">{time}</b>
      {connection !== "live" ? (
        <span class="is-bad">
          <Mark shape="away" size={12} /> {t(connection === "lost" ? "stationLost" : "connecting")}
        </span>
      ) : (
        <SyncWords view={view} />
      )}
    </div>
  );
}

function SyncWords({ view }: { view: StationView | null }) {
  const t = useTexts(sharedTexts);
  const why = useTexts(syncReasonTexts);
  if (view === null) return <span>{t("loading")}</span>;
  if (view.storage.state === "refusing") {
    return (
      <span class="is-bad" title={view.storage.reason ?? ""}>
        <Mark shape="bad" size={14} /> {t("storageRefusing")}
      </span>
    );
  }
  const { sync } = view;
  const held = sync.state === "off" ? null : syncReasonKey(sync.reason);
  if (held !== null) {
    const n = view.seq - sync.confirmed;
    return (
      <span class="is-warn head-sync-why" title={sync.reason ?? ""}>
        <Mark shape="warn" size={14} /> {t("syncHeld", { n, why: why(held) })}
      </span>
    );
  }
  if (sync.waiting > 0 && sync.state !== "off") {
    return (
      <span class={sync.state === "disconnected" ? "is-warn" : ""}>
        {sync.state === "disconnected" && <Mark shape="warn" size={14} />}{" "}
        {t("syncWaiting", { n: sync.waiting })}
      </span>
    );
  }
  return <span>{t(sync.state === "connected" ? "syncConnected" : "syncOff")}</span>;
}

function Links(props: { place: Place; run: string | null; openSignals: number }) {
  const t = useTexts(sharedTexts);
  const query = props.run === null ? "" : `?run=${encodeURIComponent(props.run)}`;
  const links = [
    ["measure", "/"],
    ["quality", `/quality${query}`],
    ["run", `/run${query}`],
    ["gauges", "/commissioning"],
  ] as const;
  return (
    <nav class="head-links">
      {links.map(([key, href]) => (
        <a key={key} href={href} aria-current={props.place === key ? "page" : undefined}>
          {t(key)}
          {key === "quality" && props.openSignals > 0 && (
            <b class="count" title={t("openSignals", { n: props.openSignals })}>
              {props.openSignals}
            </b>
          )}
        </a>
      ))}
    </nav>
  );
}

function Choices() {
  const t = useTexts(sharedTexts);
  const { lang, theme } = useScreen().preferences;
  const next = languages[(languages.indexOf(lang.value) + 1) % languages.length] ?? "en";
  const toggleTheme = () => {
    theme.value = theme.value === "dark" ? "light" : "dark";
  };
  return (
    <div class="head-choices">
      <button
        type="button"
        class="key quiet"
        data-language={next}
        title={t("language")}
        onClick={() => {
          lang.value = next;
        }}
      >
        <span lang={next}>{languageNames[next]}</span>
      </button>
      <button type="button" class="key quiet" title={t("theme")} onClick={toggleTheme}>
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2" />
          <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" />
        </svg>
      </button>
    </div>
  );
}
