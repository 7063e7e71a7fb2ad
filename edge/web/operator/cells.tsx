// The cells of the current subgroup: what is stored, what was skipped, and the next one dashed.
import { useLang, useTexts } from "../screen/context.ts";
import { Mark } from "../screen/marks.tsx";
import { textOf } from "../texts/language.ts";
import { operatorTexts } from "../texts/operator.ts";
import { sharedTexts } from "../texts/shared.ts";
import { type Armed, cellKey, type Operator } from "./operator.ts";
import type { Undoable } from "./result.ts";

export function Cells({ operator, armed }: { operator: Operator; armed: Armed }) {
  const t = useTexts(operatorTexts);
  return (
    <div class="cells">
      <span class="cells-title">{t("subgroup", { n: armed.subgroup })}</span>
      {armed.cells.map((cell) => (
        <Cell key={cell.unitIndex} cell={cell} operator={operator} armed={armed} />
      ))}
    </div>
  );
}

type CellProps = { cell: Armed["cells"][number]; operator: Operator; armed: Armed };

function Cell({ cell, operator, armed }: CellProps) {
  const t = useTexts(operatorTexts);
  const next = cell.unitIndex === armed.unitIndex;
  const id = armed.characteristic.id;
  const remembered =
    operator.judged.value[cellKey({ characteristic: id, unitIndex: cell.unitIndex })];
  const judged = cell.nonconforming === null ? remembered : cell.nonconforming > 0;
  const filled = cell.measurement !== null || cell.skipped !== null || judged !== undefined;
  const bad = (cell.measurement !== null && cell.measurement.verdict !== "ok") || judged === true;
  const { filled: place } = cell;
  const takeBack = () => {
    const run = operator.run.value;
    if (place === null || run === undefined) return;
    const { unit, unitIndex, measurement } = cell;
    operator.undoing.value = {
      ...{ type: typeOf(cell), run, ...place, characteristic: id, unit, unitIndex },
      text: measurement?.text ?? null,
    };
    operator.side.value = "undo";
  };
  const arm = () => {
    const body = { run: operator.run.value, characteristic: id, unitIndex: cell.unitIndex };
    void operator.command("/api/arm", body);
  };
  return (
    <button
      type="button"
      class={`cell${next ? " is-next" : ""}${bad ? " is-bad" : ""}`}
      disabled={filled ? place === null : next}
      title={filled ? t("takeBack") : undefined}
      aria-current={next ? "step" : undefined}
      onClick={filled ? takeBack : arm}
    >
      {filled ? <Content cell={cell} judged={judged} /> : next ? t("measureNow") : cell.unit}
    </button>
  );
}

function typeOf(cell: CellProps["cell"]): Undoable["type"] {
  if (cell.measurement !== null) return "measurement";
  return cell.skipped !== null ? "skip" : "attribute";
}

function Content({ cell, judged }: { cell: CellProps["cell"]; judged: boolean | undefined }) {
  const t = useTexts(operatorTexts);
  const s = useTexts(sharedTexts);
  const lang = useLang();
  const { measurement, skipped } = cell;
  if (measurement !== null) {
    const shape = measurement.verdict === "ok" ? null : measurement.verdict;
    return (
      <>
        {shape !== null && <Mark shape={shape} size={20} />}
        {measurement.text}
        {measurement.entry === "keyed" && <small>{t("manual")}</small>}
      </>
    );
  }
  if (skipped !== null) {
    return <small>{`${t("skipped")}: ${textOf(operatorTexts, lang, skipped) ?? skipped}`}</small>;
  }
  return (
    <>
      <Mark shape={judged === true ? "bad" : "ok"} size={20} />
      {judged === true ? s("notOk") : s("ok")}
    </>
  );
}
