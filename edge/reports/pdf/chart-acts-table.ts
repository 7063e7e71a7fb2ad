// What people did to a chart: subgroups left out, stages begun, limits computed anew, events noted.
import type { InProcess } from "../report-document.ts";
import type { Words } from "../words/words.ts";
import { printedActor } from "./figures-of-number.ts";
import type { PdfSheet } from "./sheet.ts";
import { drawTable } from "./table.ts";

type ChartOfReport = InProcess["view"];
type Row = {
  readonly subgroup: number;
  readonly what: string;
  readonly why: string;
  readonly by: string;
  readonly at: string;
};

/** Draws nothing where nobody did anything. */
export function drawChartActs(sheet: PdfSheet, view: ChartOfReport, words: Words): void {
  const rows = [
    ...stageRows(view, words),
    ...exclusionRows(view, words),
    ...view.notes.map(({ subgroup, event, text, by, at }) => ({
      ...{ subgroup, what: words.code("event", event), why: text, by, at },
    })),
  ].sort((a, b) => a.subgroup - b.subgroup || a.at.localeCompare(b.at));
  if (rows.length === 0) return;
  drawTable(
    sheet,
    [
      { title: words.say("subgroup"), share: 11 },
      { title: words.say("chartAct"), share: 26 },
      { title: words.say("reason"), share: 39 },
      { title: words.say("by"), share: 24 },
    ],
    rows.map(({ subgroup, what, why, by, at }) => [
      String(subgroup + 1),
      what,
      why,
      `${printedActor(by)}\n${at.slice(0, 16).replace("T", " ")} UTC`,
    ]),
    { size: 7.5, pad: 2 },
  );
}

function stageRows({ stages }: ChartOfReport, words: Words): Row[] {
  return stages.flatMap(({ first, name, begun, limits }): Row[] => {
    const rows: Row[] = [];
    if (begun !== null) {
      const { reason: why, by, at } = begun;
      rows.push({ subgroup: first, what: words.say("stageBegun", { name }), why, by, at });
    }
    if (limits?.method === "recomputed" && limits.at !== null) {
      const [from, to] = [limits.fromSubgroup + 1, limits.toSubgroup + 1];
      const what = words.say("limitsAnew", { from, to });
      const { reason, by, at } = limits;
      rows.push({ subgroup: first, what, why: reason ?? "", by: by ?? "", at });
    }
    return rows;
  });
}

function exclusionRows({ exclusions }: ChartOfReport, words: Words): Row[] {
  return exclusions.flatMap(({ subgroup, cause, note, by, at, included }): Row[] => {
    const why = [words.code("cause", cause), note].filter((text) => text !== "").join(" · ");
    const row = { subgroup, what: words.say("excluded"), why, by, at };
    if (included === null) return [row];
    const again = { subgroup, what: words.say("includedAgain"), why: included.reason };
    return [row, { ...again, by: included.by, at: included.at }];
  });
}
