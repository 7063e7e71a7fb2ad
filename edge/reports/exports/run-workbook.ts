// The run as a workbook: run, plan, measurements, capability, signals, load tests, findings.
import { type CellValue, type WriteSheet, writeXlsx } from "hucre/xlsx";
import type { CharacteristicResults, Measurement, RunState } from "../../runs/index.ts";
import type { PilotRunReport, Specimen } from "../report-document.ts";

type Rows = readonly (readonly CellValue[])[];

/** XLSX bytes; every figure is that of the report, numbers as numbers, times as UTC text. */
export function runWorkbook(run: RunState, report: PilotRunReport): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [
      sheet("Run", ["field", "value"], runRows(report)),
      sheet("Plan", PLAN, planRows(run)),
      sheet("Measurements", MEASUREMENTS, measurementRows(run), measurementCharts(run)),
      sheet("Capability", CAPABILITY, capabilityRows(report)),
      sheet("Signals", SIGNALS, signalRows(report)),
      sheet("Load tests", LOAD_TESTS, loadTestRows(report)),
      sheet("Findings", FINDINGS, findingRows(run)),
    ],
  });
}

type Charts = NonNullable<WriteSheet["charts"]>;

function sheet(name: string, head: readonly string[], rows: Rows, charts?: Charts): WriteSheet {
  return {
    name,
    columns: head.map((title, k) => ({ header: title, width: widthOf(title, rows, k) })),
    rows: [[...head], ...rows.map((row) => [...row])],
    freezePane: { rows: 1 },
    ...(charts === undefined || charts.length === 0 ? {} : { charts }),
  };
}

/** Wide enough for the title and the first rows, and never wider than a screen bears. */
function widthOf(title: string, rows: Rows, column: number): number {
  const texts = rows.slice(0, 200).map((row) => String(row[column] ?? "").length);
  return Math.min(48, Math.max(title.length, ...texts) + 2);
}

function runRows({ header, assessment }: PilotRunReport): Rows {
  return [
    ["report", header.number],
    ["run", header.run],
    ["brand", header.brand],
    ["supplier", header.supplier],
    ["order", header.order],
    ["part", `${header.part.number} ${header.part.revision}`],
    ["part name", header.part.name.en],
    ["material", header.material],
    ["lots", header.lots.join(", ")],
    ["target", header.target],
    ["units done", header.unitsDone],
    ["phase", header.phase],
    ["planned at (UTC)", header.plannedAt],
    ["started at (UTC)", header.startedAt],
    ["closed at (UTC)", header.closedAt],
    ["operators", header.operators.join(", ")],
    ["plan hash (SHA-256)", header.planHash],
    ["result", header.result],
    ["units conforming", assessment.unitsConforming],
  ];
}

const PLAN = [
  ...["balloon", "characteristic", "name", "kind", "unit", "nominal", "lsl", "usl", "class"],
  ...["chart", "subgroup", "gauge", "every", "requirement", "procedure"],
];

function planRows({ plan }: RunState): Rows {
  return plan.characteristic.map((one) => [
    ...[one.balloon, one.id, one.name.en, one.kind, one.unit ?? null, one.nominal ?? null],
    ...[one.lsl ?? null, one.usl ?? null, one.class, one.chart, one.subgroup, one.gauge],
    ...[one.every, one.requirement ?? null, one.loadTest?.procedure ?? null],
  ]);
}

const MEASUREMENTS = [
  ...["balloon", "characteristic", "unit index", "unit", "value", "value as sent", "uom"],
  ...["verdict", "validity", "marks", "lot", "operator", "gauge", "entry", "at (UTC)", "seq"],
];

function measured(results: CharacteristicResults): Measurement[] {
  return [...results.cells.values()]
    .filter((cell): cell is Measurement => cell.type === "measurement")
    .sort((a, b) => a.unitIndex - b.unitIndex);
}

function measurementRows(run: RunState): Rows {
  return [...run.results.values()].flatMap((results) => {
    const { balloon, id, unit } = results.characteristic;
    return measured(results).map((cell) => [
      ...[balloon, id, cell.unitIndex, cell.unit, cell.value, cell.text, unit ?? null],
      ...[cell.verdict, cell.validity, cell.marks.join(", "), cell.lot, cell.operator],
      ...[cell.gauge, cell.entry, cell.at, cell.seq],
    ]);
  });
}

/** A line chart of the values per charted characteristic, to the right of the table. */
function measurementCharts(run: RunState): Charts {
  const charts: Charts = [];
  let from = 2;
  for (const results of run.results.values()) {
    const count = measured(results).length;
    const to = from + count - 1;
    const { balloon, name, chart } = results.characteristic;
    if (count > 1 && chart !== "none") {
      const row = 1 + charts.length * 16;
      charts.push({
        type: "line",
        title: `${balloon} ${name.en}`,
        series: [{ name: name.en, values: `Measurements!$E$${from}:$E$${to}` }],
        anchor: { from: { row, col: 17 }, to: { row: row + 15, col: 27 } },
      });
    }
    from = to + 1;
  }
  return charts;
}

const CAPABILITY = [
  ...["balloon", "characteristic", "n", "owed", "mean", "sigma within", "sigma overall"],
  ...["estimator", "Cp", "Cpk", "Cpk lower", "Cpk upper", "confidence", "Pp", "Ppk"],
  ...["stable", "out of spec", "judgement", "cautions"],
];

function capabilityRows({ dimensional }: PilotRunReport): Rows {
  return dimensional.map(({ characteristic, capability: one, owed, index, conformity }) => [
    ...[characteristic.balloon, characteristic.id, one.n, owed, one.mean, one.sigmaWithin],
    ...[one.sigmaOverall, one.estimator, one.cp?.value ?? null, one.cpk?.value ?? null],
    ...[one.cpk?.interval?.lower ?? null, one.cpk?.interval?.upper ?? null],
    ...[one.cpk?.interval?.level ?? null, one.pp?.value ?? null, one.ppk?.value ?? null],
    ...[one.stable === null ? "not known" : one.stable, one.outOfSpec],
    ...[`${conformity}, ${index}`, one.cautions.map(({ why }) => why).join(" ")],
  ]);
}

const SIGNALS = [
  ...["balloon", "characteristic", "chart", "rule", "side", "subgroup", "at (UTC)"],
  ...["cause", "action", "note", "answered by", "withdrawn at (UTC)", "withdrawn because"],
];

function signalRows({ inProcess }: PilotRunReport): Rows {
  return inProcess.flatMap(({ view, signals }) =>
    signals.map((one) => [
      ...[view.characteristic.balloon, view.characteristic.id, one.chart, one.rule, one.side],
      ...[one.subgroup + 1, one.at, one.answer?.cause ?? null, one.answer?.action ?? null],
      ...[one.answer?.note ?? null, one.answeredBy],
      ...[one.withdrawn?.at ?? null, one.withdrawn?.reason ?? null],
    ]),
  );
}

const LOAD_TESTS = [
  ...["balloon", "characteristic", "unit", "procedure", "outcome", "reason", "peak", "uom"],
  ...["peak from", "rate per s", "rate judged", "stiffness per s", "knee", "hold minimum"],
  ...["held s", "check", "specimen spent", "verdict", "duration s", "gauge", "at (UTC)"],
  "gate of the specimen",
];

function loadTestRows({ strength }: PilotRunReport): Rows {
  return strength.flatMap(({ characteristic, conditions: { gate }, specimens }) =>
    specimens.map((one) => [
      ...[characteristic.balloon, characteristic.id, ...specimenCells(one), gate],
    ]),
  );
}

function specimenCells(one: Specimen): CellValue[] {
  const number = (text: string | null) => (text === null ? null : Number(text));
  return [
    ...[one.unit, one.procedure, one.outcome, one.reason, number(one.peak), one.uom],
    ...[one.peakSource, one.ratePerSecond, one.rateJudged, one.slope, one.knee?.force ?? null],
    ...[number(one.hold?.minimum ?? null), one.hold === null ? null : one.hold.heldMs / 1000],
    ...[one.check, one.spent, one.verdict, one.durationMs / 1000, one.gauge, one.at],
  ];
}

const FINDINGS = [
  ...["finding", "type", "severity", "title", "description", "characteristic", "units"],
  ...["owner", "due", "disposition", "reason", "decided by"],
];

function findingRows(run: RunState): Rows {
  return [...run.findings.values()].map((one) => [
    ...[one.finding, one.type, one.severity, one.title, one.description, one.characteristic],
    ...[one.units.join(", "), one.owner, one.due, one.disposed?.disposition ?? null],
    ...[one.disposed?.reason ?? null, one.disposed?.actor ?? null],
  ]);
}
