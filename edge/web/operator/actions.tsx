// The four buttons below the keypad: undo, skip, ask the gauge, inbox.
import { useScreen, useTexts } from "../screen/context.ts";
import { UNDONE_AT_ONCE } from "../texts/chosen-codes.ts";
import { operatorTexts } from "../texts/operator.ts";
import type { Operator, Side } from "./operator.ts";
import type { Undoable } from "./result.ts";
import { undo } from "./undo.ts";

/** For this long one tap undoes; afterwards the reason is asked for. */
const UNDO_AT_ONCE_MS = 30_000;

export function Actions({ operator }: { operator: Operator }) {
  const t = useTexts(operatorTexts);
  const screen = useScreen();
  const station = screen.station.current.value;
  const armed = operator.armed.value;
  const newest = operator.newest.value;
  const served = station?.gauges.filter(
    (one) =>
      armed?.characteristic.gauge !== undefined && one.serves.includes(armed.characteristic.gauge),
  );
  const gauge = served?.find((one) => one.asks);
  const waiting = operator.inbox.current.value?.total ?? station?.inbox ?? 0;
  const open = (side: Side) => {
    operator.side.value = operator.side.value === side ? "keypad" : side;
  };
  const undoLast = () => {
    if (newest === null) return;
    const age = screen.clock.value - Date.parse(newest.at);
    if (age < UNDO_AT_ONCE_MS) return void undo(operator, newest, UNDONE_AT_ONCE);
    operator.undoing.value = newest;
    open("undo");
  };
  const askGauge = async () => {
    if (gauge === undefined) return;
    const answer = await operator.command(`/api/gauges/${encodeURIComponent(gauge.id)}/ask`, {});
    if (answer.ok) operator.notice.value = { kind: "asked" };
  };
  return (
    <div class="actions">
      <button
        type="button"
        class="key"
        disabled={newest === null}
        aria-pressed={operator.side.value === "undo"}
        onClick={undoLast}
      >
        ↶ {t("undo")}
        {newest !== null && <small class="undo-what">{undoWhat(newest, t)}</small>}
      </button>
      <button
        type="button"
        class="key"
        disabled={armed === null}
        aria-pressed={operator.side.value === "skip"}
        onClick={() => open("skip")}
      >
        ⤼ {t("skip")}
      </button>
      <button type="button" class="key" disabled={gauge === undefined} onClick={askGauge}>
        {t("askGauge")}
      </button>
      <button
        type="button"
        class={`key${waiting > 0 ? " is-warn-key" : ""}`}
        aria-pressed={operator.side.value === "inbox"}
        onClick={() => open("inbox")}
      >
        {t("help")} {waiting > 0 && <b class="count">{waiting}</b>}
      </button>
    </div>
  );
}

/** What would be taken back, so that nobody undoes what somebody else measured meanwhile. */
function undoWhat(
  { type, unit, text }: Undoable,
  t: ReturnType<typeof useTexts<keyof (typeof operatorTexts)["en"]>>,
): string {
  return `${unit} · ${type === "skip" ? t("skipped") : (text ?? t("judged"))}`;
}
