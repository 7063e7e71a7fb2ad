// Taking a result back: why, and the command that does it.
import { useTexts } from "../screen/context.ts";
import { Choice, FieldForm } from "../screen/form-fields.tsx";
import { operatorTexts } from "../texts/operator.ts";
import { runTexts } from "../texts/run.ts";
import { sharedTexts } from "../texts/shared.ts";
import type { RunPageState } from "./run-page-state.ts";

type Props = {
  readonly state: RunPageState;
  /** Names the form the station's refusal belongs to. */
  readonly form: string;
  readonly path: string;
  readonly epoch: string;
  readonly reasons: readonly (keyof (typeof operatorTexts)["en"])[];
  readonly onDone: () => void;
  readonly onCancel: () => void;
};

export function TakeBackForm({ state, form, path, epoch, reasons, onDone, onCancel }: Props) {
  const t = useTexts(runTexts);
  const o = useTexts(operatorTexts);
  const s = useTexts(sharedTexts);
  const takeBack = async (fields: ReadonlyMap<string, string>) => {
    const stored = await state.command(form, path, { reason: fields.get("reason"), epoch });
    if (stored) onDone();
    return stored;
  };
  return (
    <FieldForm onFields={takeBack}>
      <Choice
        label={t("reason")}
        name="reason"
        options={reasons.map((one) => [one, o(one)] as const)}
      />
      <button type="submit" class="key k-enter">
        {o("takeBack")}
      </button>
      <button type="button" class="key quiet" onClick={onCancel}>
        {s("cancel")}
      </button>
    </FieldForm>
  );
}
