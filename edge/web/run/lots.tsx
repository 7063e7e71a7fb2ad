// The incoming lots: certificate, and the decision on each.
import { useState } from "preact/hooks";
import type { RunView } from "../../http/views.ts";
import { useLang, useTexts } from "../screen/context.ts";
import { Choice, Field, FieldForm } from "../screen/form-fields.tsx";
import { Mark } from "../screen/marks.tsx";
import { textOf } from "../texts/language.ts";
import { runTexts } from "../texts/run.ts";
import { sharedTexts } from "../texts/shared.ts";
import { EarlierDecisions, replacing } from "./decisions.tsx";
import { NewLot } from "./new-lot.tsx";
import { Refusal } from "./refusal.tsx";
import type { RunPageState } from "./run-page-state.ts";

type Lot = RunView["lots"][number];
const decisions = ["accept", "conditional", "use-as-is", "reject"] as const;

export function Lots({ state, view }: { state: RunPageState; view: RunView }) {
  const t = useTexts(runTexts);
  const s = useTexts(sharedTexts);
  const [deciding, setDeciding] = useState<string | null>(null);
  const [receiving, setReceiving] = useState(false);
  return (
    <section class="card">
      <h2>
        {t("lots")}
        {view.phase !== "assessed" && (
          <button type="button" class="key" onClick={() => setReceiving(!receiving)}>
            + {t("newLot")}
          </button>
        )}
      </h2>
      {receiving && <NewLot state={state} view={view} onDone={() => setReceiving(false)} />}
      {view.lots.map((lot) => (
        <article key={lot.lot} class="item">
          <LotWords lot={lot} />
          {deciding === lot.lot ? (
            <FieldForm
              onFields={async (fields) => {
                const path = `/lots/${encodeURIComponent(lot.lot)}/decision`;
                const said = { ...Object.fromEntries(fields), ...replacing(lot) };
                const stored = await state.send(lot.lot, path, said);
                if (stored) setDeciding(null);
                return stored;
              }}
            >
              <Choice
                label={t("decision")}
                name="decision"
                options={decisions.map((one) => [one, t(one)] as const)}
              />
              <Field label={t("reason")} name="reason" required />
              <button type="submit" class="key k-enter">
                {t("decide")}
              </button>
              <button type="button" class="key quiet" onClick={() => setDeciding(null)}>
                {s("cancel")}
              </button>
            </FieldForm>
          ) : (
            view.phase !== "assessed" && (
              <button
                type="button"
                class={`key${lot.decision === null ? "" : " quiet"}`}
                onClick={() => setDeciding(lot.lot)}
              >
                {t(lot.decision === null ? "decision" : "decideAnew")}
              </button>
            )
          )}
          <Refusal state={state} form={lot.lot} />
        </article>
      ))}
      {view.lots.length === 0 && <p>{t("no-lots")}</p>}
    </section>
  );
}

function LotWords({ lot }: { lot: Lot }) {
  const t = useTexts(runTexts);
  const lang = useLang();
  const heat = lot.heat === null ? "" : ` · ${t("heat")} ${lot.heat}`;
  return (
    <div class="item-words">
      <b>
        {lot.lot} · {lot.material}
      </b>
      <span>
        {lot.supplier} ({textOf(runTexts, lang, lot.role) ?? lot.role}){heat} · {lot.quantity}
      </span>
      <span>
        {t("certificate")}:{" "}
        {lot.certificate ?? (
          <b class="is-warn">
            <Mark shape="warn" size={14} /> {t("missing")}
          </b>
        )}
        {lot.decision !== null &&
          ` · ${t("decision")}: ${textOf(runTexts, lang, lot.decision) ?? lot.decision}`}
        {lot.reason !== null && ` — ${lot.reason}`}
      </span>
      <EarlierDecisions earlier={lot.earlier} />
    </div>
  );
}
