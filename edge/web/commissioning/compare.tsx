// Decoded value beside "what does the gauge show?": each agreement is a pair, two of them a commissioning.
import type { GaugePageView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { FieldForm } from "../screen/form-fields.tsx";
import { Mark } from "../screen/marks.tsx";
import { problemWords } from "../screen/problem-words.ts";
import { commissioningTexts } from "../texts/commissioning.ts";
import { textOf } from "../texts/language.ts";
import type { Commissioning } from "./commissioning.ts";

const UNITS = [
  ...["mm", "um", "in", "mil", "N", "kN", "mN", "kgf", "gf", "lbf", "ozf"],
  ...["g", "kg", "t", "lb", "oz", "Nm", "Ncm", "deg"],
];
const PAIRS_WANTED = 2;

export function Compare({ state, view }: { state: Commissioning; view: GaugePageView }) {
  const t = useTexts(commissioningTexts);
  return (
    <section class="card gauge-compare">
      <h2>{t("compare")}</h2>
      <p class="muted">{t("compareHint")}</p>
      {view.running && view.commissioning.state !== "needed" && (
        <p class="is-warn">
          <Mark shape="warn" size={18} /> {t("booked")}
        </p>
      )}
      <Question state={state} />
      <Outcome state={state} />
      <Pairs state={state} />
      {state.pairs.value.length >= PAIRS_WANTED && <Confirm state={state} />}
      {state.recorded.value === "commissioned" && (
        <p class="is-ok" role="status">
          <Mark shape="ok" size={18} /> {t("confirmed", { gauge: view.name })}
        </p>
      )}
    </section>
  );
}

function Question({ state }: { state: Commissioning }) {
  const t = useTexts(commissioningTexts);
  const frame = state.frame.value;
  const hold = () => {
    state.held.value ??= state.frame.peek();
  };
  return (
    <div class="question">
      <div class="question-decoded">
        <span>
          {t("decoded")} {frame?.channel ?? ""}
        </span>
        <output>{frame === null ? "–" : `${frame.text} ${frame.unit ?? ""}`}</output>
        {frame === null && <small class="muted">{t("noFrame")}</small>}
        {state.held.value !== null && (
          <button type="button" class="key quiet" onClick={state.takeLatest}>
            {t("latest")}
          </button>
        )}
      </div>
      <FieldForm
        class="question-form"
        onFields={(fields) => state.compare(fields.get("shown") ?? "", fields.get("unit") ?? "")}
      >
        <label class="field">
          <span>{t("shown")}</span>
          <input
            name="shown"
            required
            maxLength={40}
            inputMode="decimal"
            autocomplete="off"
            onFocus={hold}
            onInput={hold}
          />
        </label>
        <label class="field">
          <span>{t("unit")}</span>
          <input
            name="unit"
            required
            maxLength={12}
            list="gauge-units"
            autocomplete="off"
            defaultValue={state.pairs.value.at(-1)?.unit ?? ""}
          />
          <datalist id="gauge-units">
            {UNITS.map((unit) => (
              <option key={unit} value={unit} />
            ))}
          </datalist>
        </label>
        <button type="submit" class="key k-enter" disabled={frame === null}>
          {t("check")}
        </button>
      </FieldForm>
    </div>
  );
}

function Outcome({ state }: { state: Commissioning }) {
  const t = useTexts(commissioningTexts);
  const lang = useLang();
  const { value: compared } = state.compared;
  const { value: refused } = state.problem;
  if (refused !== null && refused.form === "compare") {
    return (
      <p class="is-bad" role="alert">
        <b>{t("refusedWord")}:</b> {problemWords(refused.problem, lang)}
      </p>
    );
  }
  if (compared === null) return null;
  if (compared === "same-again") return <p class="is-warn">{t("sameAgain")}</p>;
  const { decoded, shown, why, factor } = compared;
  if (compared.agrees) {
    return (
      <p class="is-ok" role="status">
        <Mark shape="ok" size={18} /> {t("agrees", { shown: `${shown.text} ${shown.unit}` })}
      </p>
    );
  }
  const words = textOf(commissioningTexts, lang, why ?? "", { factor: factor ?? "" });
  return (
    <p class="is-bad outcome" role="alert">
      <Mark shape="bad" size={22} />
      <span>
        <b>
          {decoded.text} {decoded.unit} ≠ {shown.text} {shown.unit}
        </b>{" "}
        {words ?? why}
      </span>
    </p>
  );
}

function Pairs({ state }: { state: Commissioning }) {
  const t = useTexts(commissioningTexts);
  const pairs = state.pairs.value;
  const places = Math.max(PAIRS_WANTED, pairs.length);
  return (
    <ol class="pairs">
      {Array.from({ length: places }, (_, index) => {
        const pair = pairs[index];
        return (
          <li key={pair?.frame ?? `open-${index}`} class={pair === undefined ? "is-open" : ""}>
            <span>{t("pair", { n: index + 1 })}</span>
            {pair === undefined ? (
              <span class="muted">{t("pairOpen")}</span>
            ) : (
              <>
                <b>
                  <Mark shape="ok" size={16} /> {pair.text} = {pair.shown} {pair.unit}
                </b>
                <button
                  type="button"
                  class="key quiet"
                  onClick={() => {
                    state.pairs.value = pairs.filter((one) => one !== pair);
                  }}
                >
                  {t("remove")}
                </button>
              </>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Confirm({ state }: { state: Commissioning }) {
  const t = useTexts(commissioningTexts);
  const operator = useScreen().station.current.value?.operator ?? "";
  return (
    <FieldForm class="confirm-form" onFields={(fields) => state.confirm(fields.get("by") ?? "")}>
      <label class="field">
        <span>{t("by")}</span>
        <input name="by" required maxLength={64} autocomplete="off" defaultValue={operator} />
      </label>
      <button type="submit" class="key k-enter">
        {t("confirm")}
      </button>
    </FieldForm>
  );
}
