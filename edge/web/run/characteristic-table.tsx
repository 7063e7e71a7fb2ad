// Every characteristic with what is done and owed, its Cpk bound against the exit criterion, signals.
import { layoutSparkline } from "../../figures/index.ts";
import type { RunView } from "../../http/views.ts";
import { cautionWords } from "../screen/cautions.ts";
import { useLang, useTexts } from "../screen/context.ts";
import { Figure } from "../screen/figure.tsx";
import { limitsInWords } from "../screen/limits-words.ts";
import { Mark } from "../screen/marks.tsx";
import { fixed } from "../screen/numbers.ts";
import { provenWords } from "../screen/proven-words.ts";
import { local } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import { runTexts } from "../texts/run.ts";

type Row = RunView["characteristics"][number];

const SPARK = { width: 110, height: 30 };

export function CharacteristicTable({ view }: { view: RunView }) {
  const t = useTexts(runTexts);
  return (
    <section class="card">
      <h2>{t("characteristics")}</h2>
      <div class="table">
        <table>
          <thead>
            <tr>
              <th>{t("characteristic")}</th>
              <th>{t("done")}</th>
              <th />
              <th>{t("lowerBound")}</th>
              <th>{t("signals")}</th>
            </tr>
          </thead>
          <tbody>
            {view.characteristics.map((row) => (
              <CharacteristicRow key={row.characteristic.id} row={row} view={view} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function CharacteristicRow({ row, view }: { row: Row; view: RunView }) {
  const t = useTexts(runTexts);
  const lang = useLang();
  const { characteristic, recent, limits } = row;
  const query = new URLSearchParams({ run: view.run, c: characteristic.id });
  return (
    <tr>
      <td>
        <a href={`/quality?${query}`}>
          <b>{characteristic.balloon}</b> {local(characteristic.name, lang)}
        </a>
        <small>{limitsInWords(characteristic, lang)}</small>
      </td>
      <td class={row.done < row.owed ? "is-owed" : ""}>
        {row.done >= row.owed && "✓ "}
        {row.done} / {row.owed}
      </td>
      <td>
        {recent.length > 1 && (
          <Figure title="" list={layoutSparkline({ values: recent, limits }, SPARK)} />
        )}
      </td>
      <td>
        <Bound row={row} asked={view.exitCpk} />
      </td>
      <td>
        {row.openSignals > 0 ? (
          <b class="is-warn">
            <Mark shape="warn" size={15} /> {t("open", { n: row.openSignals })}
          </b>
        ) : (
          row.signals
        )}
      </td>
    </tr>
  );
}

/** The lower bound, against what the plan asks of critical characteristics where the view says it. */
function Bound({ row, asked }: { row: Row; asked: number | null }) {
  const q = useTexts(qualityTexts);
  const lang = useLang();
  const { capability, characteristic } = row;
  const { cpk, provenStrength } = capability;
  const lower = cpk?.interval?.lower ?? null;
  const exit = characteristic.class === "critical" && lower !== null ? asked : null;
  const short = exit !== null && lower !== null && lower < exit;
  const cautions = cautionWords(capability, lang);
  return (
    <>
      {cpk !== null && (
        <span class={short ? "is-bad" : ""}>
          {short && <Mark shape="bad" size={14} />} <b>{fixed(lower, 2)}</b>
          {exit !== null && ` ${short ? "<" : "≥"} ${fixed(exit, 2)}`}{" "}
          <small class="inline">
            Cpk {fixed(cpk.value, 2)}, {q("values", { n: capability.n })}
          </small>
        </span>
      )}
      {provenStrength !== null && (
        <span class="proven">{provenWords(provenStrength, characteristic.unit, lang)}</span>
      )}
      {cautions.length > 0 && <small>{cautions.join("; ")}</small>}
    </>
  );
}
