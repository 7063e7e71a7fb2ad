// The characteristics in plan order: done, current, still to do; a tap arms the next open cell.
import { useState } from "preact/hooks";
import { useLang, useTexts } from "../screen/context.ts";
import { useSize } from "../screen/figure.tsx";
import { Mark } from "../screen/marks.tsx";
import { local } from "../texts/language.ts";
import { operatorTexts } from "../texts/operator.ts";
import type { Operator, Task } from "./operator.ts";

const ROW_PX = 60;
const GAP_PX = 8;
const COLUMN_PX = 240;

export function CharacteristicList({ operator }: { operator: Operator }) {
  const t = useTexts(operatorTexts);
  const [place, size] = useSize<HTMLElement>();
  const [turned, setTurned] = useState<{ page: number; armed: string | undefined } | null>(null);
  const list = operator.task.current.value?.task?.list ?? [];
  const armed = operator.armed.value?.characteristic.id;
  const columns = Math.max(1, Math.floor((size?.width ?? 0) / COLUMN_PX));
  const rows = Math.max(1, Math.floor(((size?.height ?? 0) + GAP_PX) / (ROW_PX + GAP_PX)));
  const fits = rows * columns;
  const perPage = list.length <= fits ? fits : Math.max(1, (rows - 1) * columns);
  const pages = Math.ceil(list.length / perPage);
  const home = Math.floor(
    Math.max(
      0,
      list.findIndex((one) => one.characteristic.id === armed),
    ) / perPage,
  );
  const page = Math.min(pages - 1, turned !== null && turned.armed === armed ? turned.page : home);
  const shown = size === null ? [] : list.slice(page * perPage, (page + 1) * perPage);
  const turn = (step: number) => setTurned({ page: (page + step + pages) % pages, armed });
  return (
    <nav ref={place} class="list" aria-label={t("listTitle")} style={{ "--columns": columns }}>
      {shown.map((row) => (
        <Row key={row.characteristic.id} row={row} operator={operator} armed={armed} />
      ))}
      {pages > 1 && size !== null && (
        <div class="list-pages">
          <button type="button" class="key" title={t("pageUp")} onClick={() => turn(-1)}>
            ▲
          </button>
          <span>
            {page + 1} / {pages}
          </span>
          <button type="button" class="key" title={t("pageDown")} onClick={() => turn(1)}>
            ▼
          </button>
        </div>
      )}
    </nav>
  );
}

type RowProps = { row: Task["list"][number]; operator: Operator; armed: string | undefined };

function Row({ row, operator, armed }: RowProps) {
  const t = useTexts(operatorTexts);
  const lang = useLang();
  const { characteristic, done, total } = row;
  const current = characteristic.id === armed;
  const complete = done >= total;
  const arm = () => {
    const unitIndex = nextUnit(operator, row);
    const run = operator.run.value;
    void operator.command("/api/arm", { run, characteristic: characteristic.id, unitIndex });
  };
  return (
    <button
      type="button"
      class={`row${current ? " is-current" : ""}${complete ? " is-done" : ""}`}
      aria-current={current ? "step" : undefined}
      disabled={complete}
      onClick={arm}
    >
      <b>{characteristic.balloon}</b>
      <span class="row-name">{local(characteristic.name, lang)}</span>
      {row.openSignals > 0 && (
        <span class="is-warn" role="img" aria-label={t("openSignal")}>
          <Mark shape="warn" size={18} />
        </span>
      )}
      <span class="row-done">
        {complete && "✓ "}
        {done}/{total}
      </span>
    </button>
  );
}

/** The first open unit of a characteristic as far as the screen knows; the station checks it. */
function nextUnit(operator: Operator, row: Task["list"][number]): number {
  const armed = operator.armed.value;
  const known = armed?.characteristic.id === row.characteristic.id ? armed.cells : [];
  const open = known.find((cell) => cell.measurement === null && cell.skipped === null);
  return open?.unitIndex ?? row.done + 1;
}
