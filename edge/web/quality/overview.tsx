// All characteristics at a glance: state, sparkline, n, Cpk with its interval and its caution.
import { layoutSparkline } from "../../figures/index.ts";
import { cautionWords } from "../screen/cautions.ts";
import { useLang, useTexts } from "../screen/context.ts";
import { Figure } from "../screen/figure.tsx";
import { Mark } from "../screen/marks.tsx";
import { fixed } from "../screen/numbers.ts";
import { provenWords } from "../screen/proven-words.ts";
import { local } from "../texts/language.ts";
import { qualityTexts } from "../texts/quality.ts";
import type { Quality } from "./quality.ts";
import { showCharacteristic } from "./selection.ts";
import { abnormalFirst, type Row, shapeOf, stateOf } from "./state-words.ts";

const SPARK = { width: 104, height: 40 };

export function Overview({ quality }: { quality: Quality }) {
  const t = useTexts(qualityTexts);
  const rows = abnormalFirst(quality.run.current.value?.characteristics ?? []);
  return (
    <nav class="overview" aria-label={t("title")}>
      {rows.map((row) => (
        <OverviewRow key={row.characteristic.id} row={row} quality={quality} />
      ))}
    </nav>
  );
}

function OverviewRow({ row, quality }: { row: Row; quality: Quality }) {
  const t = useTexts(qualityTexts);
  const lang = useLang();
  const { characteristic, recent, limits } = row;
  const state = stateOf(row);
  const shape = shapeOf(state);
  const current = quality.characteristic.value === characteristic.id;
  const choose = () => showCharacteristic(quality, characteristic.id);
  return (
    <button
      type="button"
      class={`over is-${state}`}
      aria-current={current ? "true" : undefined}
      onClick={choose}
    >
      <span class="over-name">
        <b>{characteristic.balloon}</b> {local(characteristic.name, lang)}
      </span>
      <span class="over-state">
        {shape !== null && <Mark shape={shape} size={15} />} {t(state)}
      </span>
      <span class="over-spark">
        {recent.length > 1 && (
          <Figure title="" list={layoutSparkline({ values: recent, limits }, SPARK)} />
        )}
      </span>
      <OverviewIndex row={row} />
    </button>
  );
}

function OverviewIndex({ row }: { row: Row }) {
  const t = useTexts(qualityTexts);
  const lang = useLang();
  const { capability, characteristic } = row;
  const { cpk, provenStrength } = capability;
  const [caution] = cautionWords(capability, lang);
  return (
    <span class="over-index">
      {cpk !== null && (
        <span>
          Cpk <b>{fixed(cpk.value, 2)}</b>
          {cpk.interval !== null &&
            ` (${fixed(cpk.interval.lower, 2)}\u2060–\u2060${fixed(cpk.interval.upper, 2)})`}
        </span>
      )}
      {provenStrength !== null && (
        <span>{provenWords(provenStrength, characteristic.unit, lang)}</span>
      )}
      <small>
        {t("values", { n: characteristic.kind === "attribute" ? row.done : capability.n })}
        {caution !== undefined && ` · ${caution}`}
      </small>
    </span>
  );
}
