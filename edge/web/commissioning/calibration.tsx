// Until when the gauge is calibrated, what its last study found, and whether it resolves the tolerances.
import type { GaugePageView } from "../../http/views.ts";
import { useLang, useTexts } from "../screen/context.ts";
import { DateField, Field, FieldForm, textOrNull } from "../screen/form-fields.tsx";
import { Mark } from "../screen/marks.tsx";
import { problemWords } from "../screen/problem-words.ts";
import { commissioningTexts } from "../texts/commissioning.ts";
import { local } from "../texts/language.ts";
import type { Commissioning } from "./commissioning.ts";

export function Calibration({ state, view }: { state: Commissioning; view: GaugePageView }) {
  const t = useTexts(commissioningTexts);
  const lang = useLang();
  const { calibration, msa } = view;
  const refused = state.problem.value;
  return (
    <section class="card gauge-calibration">
      <h2>{t("calibration")}</h2>
      <dl>
        <div>
          <dt>{t("due")}</dt>
          <dd class={calibration.overdue ? "is-bad" : ""}>
            {calibration.due ?? t("dueUnknown")}
            {calibration.overdue && (
              <>
                {" "}
                <Mark shape="warn" size={16} />{" "}
                {t(calibration.policy === "flag" ? "overdueFlag" : "overdueRefuse")}
              </>
            )}
          </dd>
        </div>
        {calibration.calibratedOn !== null && (
          <div>
            <dt>{t("calibratedOn")}</dt>
            <dd>
              {calibration.calibratedOn} {calibration.certificate}
            </dd>
          </div>
        )}
        <div>
          <dt>{t("msa")}</dt>
          <dd>{msa === null ? t("msaNone") : `${msa.on} · ${msa.grrPercent} ${t("grr")}`}</dd>
        </div>
        <Resolutions rows={view.resolution} />
      </dl>
      <CalibrationForm state={state} />
      {refused !== null && refused.form === "calibration" && (
        <p class="is-bad" role="alert">
          <b>{t("refusedWord")}:</b> {problemWords(refused.problem, lang)}
        </p>
      )}
      {state.recorded.value === "calibrated" && <p role="status">{t("recorded")}</p>}
    </section>
  );
}

function Resolutions({ rows }: { rows: GaugePageView["resolution"] }) {
  const t = useTexts(commissioningTexts);
  const lang = useLang();
  return (
    <div>
      <dt>{t("resolution")}</dt>
      <dd>
        {rows.length === 0 && <span class="muted">{t("resolutionNone")}</span>}
        {rows.map((row) => {
          const { tolerance, unit, ratio: n } = row;
          return (
            <p key={row.characteristic} class={row.coarse ? "is-warn" : ""}>
              {row.balloon} {local(row.name, lang)}: {t("steps", { n, tolerance, unit })}
              {row.coarse && (
                <>
                  {" "}
                  <Mark shape="warn" size={16} /> {t("coarse")}
                </>
              )}
            </p>
          );
        })}
      </dd>
    </div>
  );
}

function CalibrationForm({ state }: { state: Commissioning }) {
  const t = useTexts(commissioningTexts);
  const record = (fields: ReadonlyMap<string, string>) => {
    const on = textOrNull(fields.get("msaOn"));
    const grrPercent = textOrNull(fields.get("grr")?.replace(",", "."));
    return state.calibrate({
      by: fields.get("by") ?? "",
      calibratedOn: textOrNull(fields.get("calibratedOn")),
      due: textOrNull(fields.get("due")),
      certificate: textOrNull(fields.get("certificate")),
      msa: on === null || grrPercent === null ? null : { on, grrPercent },
    });
  };
  return (
    <details>
      <summary>{t("record")}</summary>
      <FieldForm onFields={record}>
        <DateField label={t("calibratedOn")} name="calibratedOn" />
        <DateField label={t("due")} name="due" />
        <Field label={t("certificate")} name="certificate" />
        <DateField label={t("msa")} name="msaOn" />
        <Field label={t("grr")} name="grr" />
        <Field label={t("recordedBy")} name="by" required />
        <button type="submit" class="key k-enter">
          {t("record")}
        </button>
      </FieldForm>
    </details>
  );
}
