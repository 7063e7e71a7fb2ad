// Readings nobody could place and frames nobody could read: each is assigned or dismissed by a person.
import { useState } from "preact/hooks";
import type { InboxView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { localTime } from "../screen/numbers.ts";
import { dismissReasons } from "../texts/chosen-codes.ts";
import { textOf } from "../texts/language.ts";
import { operatorTexts } from "../texts/operator.ts";
import { ReasonButtons } from "./choices.tsx";
import type { Operator } from "./operator.ts";

type Entry = InboxView["entries"][number];

export function InboxPanel({ operator }: { operator: Operator }) {
  const t = useTexts(operatorTexts);
  const [dismissing, setDismissing] = useState<Entry | null>(null);
  const [turned, setTurned] = useState(0);
  const inbox = operator.inbox.current.value;
  const entries = inbox?.entries ?? [];
  const place = Math.min(turned, Math.max(0, entries.length - 1));
  const entry = entries[place];
  const send = async (path: string, body: unknown) => {
    const answer = await operator.command(path, body);
    operator.inbox.refresh();
    return answer.ok;
  };
  if (dismissing !== null) {
    return (
      <ReasonButtons
        title={t("dismissWhy")}
        reasons={dismissReasons}
        onCancel={() => setDismissing(null)}
        onReason={(reason) => {
          setDismissing(null);
          const { seq, epoch } = dismissing;
          void send(`/api/inbox/${seq}/dismiss`, { reason, epoch });
        }}
      />
    );
  }
  return (
    <div class="choices inbox">
      <h2>
        {t("inboxTitle")} {entries.length > 0 && `${place + 1}/${inbox?.total}`}
      </h2>
      {entry === undefined ? (
        <p>{t("inboxEmpty")}</p>
      ) : (
        <EntryCard
          entry={entry}
          operator={operator}
          onAssign={(cell) =>
            void send(`/api/inbox/${entry.seq}/assign`, {
              ...{ ...cell, run: operator.run.value, epoch: entry.epoch },
            })
          }
          onDismiss={() => setDismissing(entry)}
        />
      )}
      <div class="choices-pair">
        <button
          type="button"
          class="key quiet"
          onClick={() => {
            operator.side.value = "keypad";
          }}
        >
          {t("back")}
        </button>
        <button
          type="button"
          class="key quiet"
          disabled={entries.length < 2}
          onClick={() => setTurned((place + 1) % entries.length)}
        >
          {t("more")}
        </button>
      </div>
    </div>
  );
}

type CardProps = {
  readonly entry: Entry;
  readonly operator: Operator;
  readonly onAssign: (cell: { characteristic: string; unitIndex: number }) => void;
  readonly onDismiss: () => void;
};

function EntryCard({ entry, operator, onAssign, onDismiss }: CardProps) {
  const t = useTexts(operatorTexts);
  const lang = useLang();
  const station = useScreen().station.current.value;
  const armed = operator.armed.value;
  const gauge = station?.gauges.find((one) => one.id === entry.gauge)?.name ?? entry.gauge;
  const reason = textOf(operatorTexts, lang, entry.reason) ?? entry.reason;
  return (
    <>
      <p class="inbox-entry" data-testid="inbox-entry">
        <b class="inbox-value">{entry.text === null ? "—" : `${entry.text} ${entry.unit ?? ""}`}</b>
        <span>
          {gauge} · {localTime(entry.at, station?.zone)}
        </span>
        <span>
          <b>{t(entry.kind)}:</b> {reason}
        </span>
        <code title={t("raw")}>{entry.raw.replace(/(..)(?=.)/g, "$1 ").slice(0, 120)}</code>
      </p>
      {entry.text !== null && (
        <button
          type="button"
          class="key k-enter"
          disabled={armed === null}
          onClick={() =>
            armed !== null &&
            onAssign({ characteristic: armed.characteristic.id, unitIndex: armed.unitIndex })
          }
        >
          {armed === null
            ? t("assignNone")
            : t("assign", { place: `${armed.characteristic.balloon} · ${armed.unit}` })}
        </button>
      )}
      <button type="button" class="key" onClick={onDismiss}>
        {t("dismiss")}
      </button>
    </>
  );
}
