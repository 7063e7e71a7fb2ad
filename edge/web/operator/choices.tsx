// Big buttons for what must be chosen: reasons to skip or undo, and the defects of a part.
import { useState } from "preact/hooks";
import { useTexts } from "../screen/context.ts";
import {
  defectCodes,
  type dismissReasons,
  type reopenReasons,
  type skipReasons,
  type undoReasons,
} from "../texts/chosen-codes.ts";
import { operatorTexts } from "../texts/operator.ts";
import { sharedTexts } from "../texts/shared.ts";

type Reason =
  | (typeof skipReasons)[number]
  | (typeof undoReasons)[number]
  | (typeof reopenReasons)[number]
  | (typeof dismissReasons)[number];
type ReasonProps = {
  readonly title: string;
  readonly reasons: readonly Reason[];
  readonly onReason: (reason: Reason) => void;
  readonly onCancel: () => void;
};

export function ReasonButtons({ title, reasons, onReason, onCancel }: ReasonProps) {
  const t = useTexts(operatorTexts);
  const s = useTexts(sharedTexts);
  return (
    <div class="choices">
      <h2>{title}</h2>
      {reasons.map((reason) => (
        <button key={reason} type="button" class="key" onClick={() => onReason(reason)}>
          {t(reason)}
        </button>
      ))}
      <button type="button" class="key quiet" onClick={onCancel}>
        {s("cancel")}
      </button>
    </div>
  );
}

type DefectProps = {
  readonly onStore: (defects: readonly string[]) => void;
  readonly onCancel: () => void;
};

/** One or more defects of the part; at least one is needed. */
export function DefectButtons({ onStore, onCancel }: DefectProps) {
  const t = useTexts(operatorTexts);
  const s = useTexts(sharedTexts);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = (code: string) =>
    setChosen(chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code]);
  return (
    <div class="choices">
      <h2>{t("defects")}</h2>
      {defectCodes.map((code) => (
        <button
          key={code}
          type="button"
          class="key"
          aria-pressed={chosen.includes(code)}
          onClick={() => toggle(code)}
        >
          {chosen.includes(code) && "✓ "}
          {t(code)}
        </button>
      ))}
      <button
        type="button"
        class="key k-enter"
        disabled={chosen.length === 0}
        onClick={() => onStore(chosen)}
      >
        {t("defectsDone")}
      </button>
      <button type="button" class="key quiet" onClick={onCancel}>
        {s("cancel")}
      </button>
    </div>
  );
}
