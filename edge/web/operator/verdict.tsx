// The verdict: shape, word, colour and side; NOT OK is a full-width banner.
import type { CharacteristicView } from "../../http/views.ts";
import { useLang, useTexts } from "../screen/context.ts";
import { Mark, type MarkShape } from "../screen/marks.tsx";
import { textOf } from "../texts/language.ts";
import { operatorTexts } from "../texts/operator.ts";
import { sharedTexts } from "../texts/shared.ts";
import type { Armed, Operator } from "./operator.ts";
import { type Result, type VerdictWord, verdictWord } from "./result.ts";
import { useLiveForce } from "./value-field.tsx";

type Props = {
  operator: Operator;
  armed: Armed;
  result: Result | null;
  subject: CharacteristicView;
};

const looks: Record<VerdictWord, { shape: MarkShape; tone: "ok" | "warn" | "bad" }> = {
  ok: { shape: "ok", tone: "ok" },
  shifted: { shape: "warn", tone: "warn" },
  suspect: { shape: "warn", tone: "warn" },
  high: { shape: "high", tone: "bad" },
  low: { shape: "low", tone: "bad" },
  bad: { shape: "bad", tone: "bad" },
};

export function Verdict({ operator, armed, result, subject }: Props) {
  const t = useTexts(operatorTexts);
  const s = useTexts(sharedTexts);
  const lang = useLang();
  const live = useLiveForce(operator, armed, result !== null);
  if (live !== null || result === null) {
    const judges = subject.kind === "attribute" && live === null;
    return (
      <div class="verdict is-waiting" role="status">
        {judges ? t("waitingJudge") : ""}
      </div>
    );
  }
  const row = operator.task.current.value?.task?.list.find(
    (one) => one.characteristic.id === result.characteristic,
  );
  const signalOpen =
    operator.shifts.value[result.characteristic] !== undefined || (row?.openSignals ?? 0) > 0;
  const word = verdictWord(result, signalOpen);
  const marks = result.kind === "measurement" ? result.marks : [];
  const why = marks.map((mark) => textOf(operatorTexts, lang, mark) ?? mark).join(", ");
  // A specimen that failed a hold or the check after it was not too weak by its force.
  const failed = (["function-failed", "broke-in-hold"] as const).find((one) => marks.includes(one));
  const sentence: Record<VerdictWord, string> = {
    ok: s("ok"),
    shifted: t("shifted"),
    suspect: `${s("ok")} — ${t("suspect")}${why === "" ? "" : `: ${why}`}`,
    high: `${s("notOk")} — ${t("tooLarge")}`,
    low: `${s("notOk")} — ${failed === undefined ? t("tooSmall") : t(failed)}`,
    bad: `${s("notOk")} — ${t("attributeBad")}`,
  };
  const { shape, tone } = looks[word];
  return (
    <div
      class={`verdict is-${tone}`}
      role="status"
      data-testid="verdict"
      data-verdict={word}
      data-seq={result.seq}
    >
      <Mark shape={shape} size={60} />
      <span>{sentence[word]}</span>
    </div>
  );
}
