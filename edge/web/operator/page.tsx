// The operator's page: one task at a time, the reading largest, no tap needed when all is OK.
import { useEffect, useMemo } from "preact/hooks";
import { useScreen, useTexts } from "../screen/context.ts";
import { Header } from "../screen/header.tsx";
import { operatorTexts } from "../texts/operator.ts";
import { sharedTexts } from "../texts/shared.ts";
import { Actions } from "./actions.tsx";
import { CharacteristicList } from "./characteristic-list.tsx";
import { CheckPanel, PullPanel } from "./load-test-panel.tsx";
import { NowPanel } from "./now-panel.tsx";
import { createOperator, type Operator } from "./operator.ts";
import { verdictWord } from "./result.ts";
import { InboxPanel, SidePanel } from "./side-panel.tsx";
import { createTone } from "./tone.ts";
import "../styles/figure.css";
import "../styles/operator.css";
import "../styles/operator-now.css";
import "../styles/load-test.css";
import "../styles/operator-portrait.css";

export function OperatorPage() {
  const screen = useScreen();
  const operator = useMemo(() => {
    const tone = createTone();
    return createOperator(screen, (result) => tone(verdictWord(result, false)));
  }, [screen]);
  useKeys(operator);
  useEffect(() => {
    for (const part of [PullPanel, CheckPanel, InboxPanel]) part.warm();
  }, []);
  return (
    <div class="page measure">
      <Header place="measure">
        <OperatorButton operator={operator} />
      </Header>
      <CharacteristicList operator={operator} />
      <NowPanel operator={operator} />
      <SidePanel operator={operator} />
      <Actions operator={operator} />
    </div>
  );
}

/** Every key of the page goes to the entry, wherever the focus is: gauges do not know of focus. */
function useKeys(operator: Operator): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (operator.keys.press(event.key, event.timeStamp)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [operator]);
}

function OperatorButton({ operator }: { operator: Operator }) {
  const t = useTexts(sharedTexts);
  const words = useTexts(operatorTexts);
  const name = useScreen().station.current.value?.operator ?? null;
  return (
    <button
      type="button"
      class="key quiet head-operator"
      title={words("entryOperator")}
      aria-pressed={operator.side.value === "operator"}
      onClick={() => {
        operator.side.value = operator.side.value === "operator" ? "keypad" : "operator";
      }}
    >
      <small>{t("operator")}</small>
      <span class={name === null ? "is-missing" : ""}>{name ?? t("noOperator")}</span>
    </button>
  );
}
