// The form that records a lot that came in, with the certificate that came with it.
import type { RunView } from "../../http/views.ts";
import { useTexts } from "../screen/context.ts";
import { Choice, Field, FieldForm, textOrNull } from "../screen/form-fields.tsx";
import { runTexts } from "../texts/run.ts";
import { sharedTexts } from "../texts/shared.ts";
import { Refusal } from "./refusal.tsx";
import type { RunPageState } from "./run-page-state.ts";

/** EN 10204; a lot may also come without. */
const certificateTypes = ["3.1", "3.2", "2.1", "2.2"] as const;
const FORM = "new-lot";

type Props = { state: RunPageState; view: RunView; onDone: () => void };

export function NewLot({ state, view, onDone }: Props) {
  const t = useTexts(runTexts);
  const s = useTexts(sharedTexts);
  const receive = async (fields: ReadonlyMap<string, string>) => {
    const text = (name: string) => fields.get(name) ?? "";
    const number = textOrNull(fields.get("certificate"));
    const stored = await state.send(FORM, "/lots", {
      ...{ lot: text("lot"), material: text("material"), supplier: text("supplier") },
      ...{ role: text("role"), quantity: text("quantity"), heat: textOrNull(fields.get("heat")) },
      certificate: number === null ? null : { type: text("type"), number, values: [] },
    });
    if (stored) onDone();
    return stored;
  };
  return (
    <FieldForm onFields={receive} class="is-new">
      <Field label={t("lot")} name="lot" required />
      <Field label={t("material")} name="material" required />
      <Field label={t("supplier")} name="supplier" required />
      <Choice
        label={t("role")}
        name="role"
        options={(["primary", "backup"] as const).map((one) => [one, t(one)] as const)}
      />
      <Field label={t("quantityWithUnit")} name="quantity" required />
      <Field label={t("heat")} name="heat" />
      <Choice
        label={t("certificateType")}
        name="type"
        options={certificateTypes.map((one) => [one, `EN 10204 ${one}`] as const)}
      />
      <Field label={t("certificateNumber")} name="certificate" />
      <button type="submit" class="key k-enter">
        {t("receive")}
      </button>
      <button type="button" class="key quiet" onClick={onDone}>
        {s("cancel")}
      </button>
      {view.lots.length > 0 && <p class="muted">{t("newLotCounts")}</p>}
      <Refusal state={state} form={FORM} />
    </FieldForm>
  );
}
