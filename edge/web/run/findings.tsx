// The findings of the run: what is open, what was decided on it, and the form for a new one.
import { useState } from "preact/hooks";
import type { RunView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Area, Choice, DateField, Field, FieldForm, textOrNull } from "../screen/form-fields.tsx";
import { Mark } from "../screen/marks.tsx";
import { textOf } from "../texts/language.ts";
import { runTexts } from "../texts/run.ts";
import { sharedTexts } from "../texts/shared.ts";
import { EarlierDecisions, replacing } from "./decisions.tsx";
import { Refusal } from "./refusal.tsx";
import type { RunPageState } from "./run-page-state.ts";

type Props = { state: RunPageState; view: RunView };
type Finding = RunView["findings"][number];
const dispositions = ["accept", "use-as-is", "rework", "sort", "scrap", "hold"] as const;

export function Findings({ state, view }: Props) {
  const t = useTexts(runTexts);
  const [open, setOpen] = useState<string | null>(null);
  const ordered = [...view.findings].sort(
    (a, b) => Number(a.disposition !== null) - Number(b.disposition !== null),
  );
  return (
    <section class="card">
      <h2>
        {t("findings")}
        {view.phase !== "assessed" && (
          <button type="button" class="key" onClick={() => setOpen(open === "new" ? null : "new")}>
            + {t("newFinding")}
          </button>
        )}
      </h2>
      {open === "new" && <NewFinding state={state} view={view} onDone={() => setOpen(null)} />}
      {ordered.length === 0 && <p>{t("noFindings")}</p>}
      {ordered.map((finding) => (
        <article key={finding.finding} class="item">
          <FindingWords finding={finding} />
          {view.phase !== "assessed" && open !== finding.finding && (
            <button
              type="button"
              class={`key${finding.disposition === null ? "" : " quiet"}`}
              onClick={() => setOpen(finding.finding)}
            >
              {t(finding.disposition === null ? "disposition" : "decideAnew")}
            </button>
          )}
          {open === finding.finding && (
            <DispositionForm state={state} finding={finding} onDone={() => setOpen(null)} />
          )}
          <Refusal state={state} form={finding.finding} />
        </article>
      ))}
    </section>
  );
}

function FindingWords({ finding }: { finding: Finding }) {
  const t = useTexts(runTexts);
  const lang = useLang();
  const word = (code: string) => textOf(runTexts, lang, code) ?? code;
  const facts = [
    finding.characteristic,
    finding.units.length > 0 ? finding.units.join(", ") : null,
    finding.owner === null ? null : `${t("owner")}: ${finding.owner}`,
    finding.due === null ? null : `${t("due")}: ${finding.due}`,
  ].filter((fact) => fact !== null);
  return (
    <div class="item-words">
      <b>
        {finding.finding} · {finding.title}
        <span class="tag">{word(finding.severity)}</span>
        <span class="tag">{word(finding.type)}</span>
      </b>
      {finding.description !== "" && <span>{finding.description}</span>}
      <span>{facts.join(" · ")}</span>
      {finding.disposition === null ? (
        <b class="is-warn">
          <Mark shape="warn" size={14} /> {t("noDisposition")}
        </b>
      ) : (
        <span>
          {t("disposition")}: <b>{word(finding.disposition)}</b> — {finding.reason}
        </span>
      )}
      <EarlierDecisions earlier={finding.earlier} />
    </div>
  );
}

type DispositionProps = { state: RunPageState; finding: Finding; onDone: () => void };

function DispositionForm({ state, finding, onDone }: DispositionProps) {
  const t = useTexts(runTexts);
  const s = useTexts(sharedTexts);
  return (
    <FieldForm
      onFields={async (fields) => {
        const path = `/findings/${encodeURIComponent(finding.finding)}/disposition`;
        const said = { ...Object.fromEntries(fields), ...replacing(finding) };
        const stored = await state.send(finding.finding, path, said);
        if (stored) onDone();
        return stored;
      }}
    >
      <Choice
        label={t("disposition")}
        name="disposition"
        options={dispositions.map((one) => [one, t(one)] as const)}
      />
      <Field label={t("reason")} name="reason" required />
      <button type="submit" class="key k-enter">
        {t("decide")}
      </button>
      <button type="button" class="key quiet" onClick={onDone}>
        {s("cancel")}
      </button>
    </FieldForm>
  );
}

function NewFinding({ state, view, onDone }: Props & { onDone: () => void }) {
  const t = useTexts(runTexts);
  const { newId } = useScreen();
  // One id for the form: pressed twice, it opens one finding.
  const [id] = useState(newId);
  const characteristics = view.characteristics.map(
    ({ characteristic: one }) => [one.id, one.balloon] as const,
  );
  const open = async (fields: ReadonlyMap<string, string>) => {
    const text = (name: string) => fields.get(name) ?? "";
    const serials = text("units").split(/[,，\s]+/);
    const stored = await state.send("new", "/findings", {
      id,
      ...{ type: text("type"), severity: text("severity"), title: text("title") },
      ...{ description: text("description"), units: serials.filter((one) => one !== "") },
      characteristic: textOrNull(fields.get("characteristic")),
      ...{ owner: textOrNull(fields.get("owner")), due: textOrNull(fields.get("due")) },
    });
    if (stored) onDone();
    return stored;
  };
  return (
    <FieldForm onFields={open} class="is-new">
      <Field label={t("title")} name="title" required />
      <Choice
        label={t("type")}
        name="type"
        options={(["issue", "dfm"] as const).map((one) => [one, t(one)] as const)}
      />
      <Choice
        label={t("severity")}
        name="severity"
        options={(["minor", "major", "critical"] as const).map((one) => [one, t(one)] as const)}
      />
      <Choice
        label={t("characteristic")}
        name="characteristic"
        options={[["", t("none")], ...characteristics]}
      />
      <Field label={t("affected")} name="units" />
      <Field label={t("owner")} name="owner" />
      <DateField label={t("due")} name="due" />
      <Area label={t("description")} name="description" />
      <button type="submit" class="key k-enter">
        {t("openFinding")}
      </button>
      <Refusal state={state} form="new" />
    </FieldForm>
  );
}
