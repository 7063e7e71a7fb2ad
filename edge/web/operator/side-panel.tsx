// The right of the operator's page: keypad, or the reasons, defects and inbox that take its place.
// Nothing here ever lies over the value.
import { useLang, useTexts } from "../screen/context.ts";
import { later } from "../screen/later.tsx";
import { problemWords } from "../screen/problem-words.ts";
import { reopenReasons, skipReasons, undoReasons } from "../texts/chosen-codes.ts";
import { operatorTexts } from "../texts/operator.ts";
import { DefectButtons, ReasonButtons } from "./choices.tsx";
import { ENTRY_LENGTH } from "./key-capture.ts";
import type { Notice, Operator } from "./operator.ts";
import { undo } from "./undo.ts";

/** Fetched when the page stands: the inbox is opened now and then. */
export const InboxPanel = later(async () => (await import("./inbox-panel.tsx")).InboxPanel);

export function SidePanel({ operator }: { operator: Operator }) {
  return (
    <section class="side">
      <Entry operator={operator} />
      <Panel operator={operator} />
    </section>
  );
}

function Panel({ operator }: { operator: Operator }) {
  const t = useTexts(operatorTexts);
  const armed = operator.armed.value;
  const back = () => {
    operator.side.value = "keypad";
  };
  switch (operator.side.value) {
    case "skip":
      return (
        <ReasonButtons
          title={t("skipWhy")}
          reasons={skipReasons}
          onCancel={back}
          onReason={(reason) => {
            if (armed === null) return;
            const { characteristic, unitIndex } = armed;
            back();
            void operator.command("/api/skips", {
              ...{ run: operator.run.value, characteristic: characteristic.id, unitIndex, reason },
            });
          }}
        />
      );
    case "undo":
      return <UndoReasons operator={operator} onBack={back} />;
    case "defects":
      return <DefectButtons onStore={operator.judge} onCancel={back} />;
    case "inbox":
      return <InboxPanel operator={operator} />;
    default:
      return <Keypad operator={operator} />;
  }
}

function UndoReasons({ operator, onBack }: { operator: Operator; onBack: () => void }) {
  const t = useTexts(operatorTexts);
  const undone = operator.undoing.value;
  if (undone === null) return <Keypad operator={operator} />;
  const { unit, text } = undone;
  const measured = undone.type === "measurement";
  return (
    <ReasonButtons
      title={t(undoTitles[undone.type], { unit, value: text ?? "" })}
      reasons={measured ? undoReasons : reopenReasons}
      onCancel={onBack}
      onReason={(reason) => {
        onBack();
        void undo(operator, undone, reason);
      }}
    />
  );
}

const undoTitles = {
  measurement: "undoWhy",
  attribute: "undoJudgementWhy",
  skip: "undoSkipWhy",
} as const;

const undoneWords = {
  measurement: "undone",
  attribute: "undoneJudgement",
  skip: "undoneSkip",
} as const;

function Entry({ operator }: { operator: Operator }) {
  const t = useTexts(operatorTexts);
  const forOperator = operator.side.value === "operator";
  const notice = operator.notice.value;
  const waiting = operator.outbox.waiting.value.length;
  return (
    <div class="entry">
      <label>
        <span>{t(forOperator ? "entryOperator" : "entry")}</span>
        <input
          class={notice?.kind === "refused" ? "is-refused" : ""}
          inputMode="none"
          autocomplete="off"
          spellcheck={false}
          maxLength={ENTRY_LENGTH}
          aria-describedby="entry-notice"
          value={operator.typed.value}
          onInput={(event) => {
            operator.typed.value = event.currentTarget.value;
          }}
        />
      </label>
      <p id="entry-notice" class={`entry-notice is-${notice?.kind ?? "none"}`} role="alert">
        {notice === null ? waiting > 0 ? t("sending") : "" : <NoticeWords notice={notice} />}
        {waiting > 1 && ` ${t("waitingHere", { n: waiting })}`}
      </p>
    </div>
  );
}

function NoticeWords({ notice }: { notice: Notice }) {
  const t = useTexts(operatorTexts);
  const lang = useLang();
  if (notice.kind === "undone") {
    const { type, unit, text } = notice.undone;
    return <>{t(undoneWords[type], { unit, value: text ?? "" })}</>;
  }
  if (notice.kind !== "refused")
    return <>{t(notice.kind === "asked" ? "gaugeAsked" : "waitingFull")}</>;
  const { problem, text } = notice;
  return (
    <>
      <b>
        {t("refused")}
        {text === "" ? "" : ` ${text}`}:
      </b>{" "}
      {problemWords(problem, lang)}
    </>
  );
}

const digits = ["7", "8", "9", "4", "5", "6", "1", "2", "3", ",", "0", "."];

function Keypad({ operator }: { operator: Operator }) {
  const t = useTexts(operatorTexts);
  const { typed } = operator;
  const armed = operator.armed.value?.characteristic;
  const closed =
    operator.side.value !== "operator" && (armed?.keyed !== true || armed.kind === "attribute");
  const signed = (armed?.lsl ?? 0) < 0 || (armed?.usl ?? 0) < 0;
  const type = (key: string) => {
    typed.value = (typed.value + key).slice(0, ENTRY_LENGTH);
  };
  return (
    <div class={`keypad${signed ? " is-signed" : ""}`}>
      {digits.map((key) => (
        <button
          key={key}
          type="button"
          class={`key k-${keyName(key)}`}
          disabled={closed}
          onClick={() => type(key)}
        >
          {key}
        </button>
      ))}
      {signed && (
        <button type="button" class="key k-minus" title={t("minus")} onClick={() => type("-")}>
          −
        </button>
      )}
      <button
        type="button"
        class="key k-erase"
        title={t("erase")}
        onClick={() => {
          typed.value = typed.value.slice(0, -1);
        }}
      >
        ⌫
      </button>
      <button
        type="button"
        class="key k-enter"
        disabled={typed.value === ""}
        onClick={operator.enter}
      >
        {t("enter")}
      </button>
    </div>
  );
}

function keyName(key: string): string {
  return key === "." ? "point" : key === "," ? "comma" : key;
}
