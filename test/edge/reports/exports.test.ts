// A run as DFQ, QIF and XLSX: read back by our readers, the figures are those of the run.
import { readXlsx } from "hucre/xlsx";
import { beforeAll, describe, expect, it } from "vitest";
import { assembleReport, runDfq, runQif, runWorkbook } from "../../../edge/reports/index.ts";
import type { RunState } from "../../../edge/runs/index.ts";
import { readQif } from "../../../gauges/formats/qif/read-qif.ts";
import { isRefused, readDfq } from "../../../gauges/index.ts";
import { pilotRun } from "./pilot-run-fixture.ts";

let run: RunState;
beforeAll(() => {
  run = pilotRun().run;
});
const measuredIn = (id: string) =>
  [...(run.results.get(id)?.cells.values() ?? [])].filter((cell) => cell.type === "measurement");

describe("a run as DFQ", () => {
  it("holds every value of every characteristic with limits, unit and time", () => {
    const file = readDfq(runDfq(run));
    if (isRefused(file)) throw new Error(file.refused);
    const [part] = file.parts;
    expect(part?.characteristics).toHaveLength(run.results.size);
    for (const [at, [id, results]] of [...run.results].entries()) {
      const written = part?.characteristics[at];
      if (results.characteristic.kind === "attribute") {
        expect(written?.fields.K2004).toBe("1");
        continue;
      }
      const texts = measuredIn(id).map((cell) => (cell.type === "measurement" ? cell.text : ""));
      expect(written?.values.map((value) => value.K0001).sort()).toEqual(texts.sort());
      const { lsl, usl } = results.characteristic;
      expect(written?.fields.K2110).toBe(lsl === undefined ? undefined : String(lsl));
      expect(written?.fields.K2111).toBe(usl === undefined ? undefined : String(usl));
      for (const value of written?.values ?? []) {
        expect(value.K0004).toMatch(/^\d{1,2}\.\d{1,2}\.\d{4}\/\d{2}:\d{2}:\d{2}$/u);
        expect(value.K0014).toBeDefined();
      }
    }
  });
});

describe("a run as QIF", () => {
  it("holds every measured value with its serial, limits and judgement", () => {
    const file = readQif(runQif(run));
    if (isRefused(file)) throw new Error(file.refused);
    const values = file.parts[0]?.characteristics.flatMap((one) => one.values) ?? [];
    const measured = [...run.results.keys()].flatMap(measuredIn);
    expect(values).toHaveLength(measured.length);
    expect(values.filter(({ verdict }) => verdict === "FAIL")).toHaveLength(
      measured.filter((cell) => cell.type === "measurement" && cell.verdict !== "ok").length,
    );
    expect(file.remarks).toEqual([]);
    const plan = [...run.results.values()].map(({ characteristic }) => characteristic);
    expect(file.parts[0]?.characteristics.map(({ name, unit }) => [name, unit])).toEqual(
      plan
        .filter(({ kind }) => kind !== "attribute")
        .map(({ balloon, name, unit }) => [`${balloon} ${name.en}`, unit]),
    );
    for (const { serial, measuredAt } of values) {
      expect(serial).not.toBeNull();
      expect(measuredAt).toMatch(/Z$/u);
    }
  });
});

describe("a run as a workbook", () => {
  it("has its seven sheets, and in them the numbers of the report", async () => {
    const head = { epoch: "e", seq: 1, hash: "0".repeat(64) };
    const options = {
      issuedAt: "2026-01-05T08:00:00.000Z",
      station: "t",
      lang: "en" as const,
      head,
    };
    const report = assembleReport(run, options);
    const book = await readXlsx(await runWorkbook(run, report));
    expect(book.sheets.map(({ name }) => name)).toEqual([
      ...["Run", "Plan", "Measurements", "Capability", "Signals", "Load tests", "Findings"],
    ]);
    const rows = (name: string) => book.sheets.find((one) => one.name === name)?.rows ?? [];
    const measured = [...run.results.keys()].flatMap(measuredIn);
    expect(rows("Measurements")).toHaveLength(measured.length + 1);
    expect(rows("Capability")).toHaveLength(report.dimensional.length + 1);
    const [first] = report.dimensional;
    expect(rows("Capability")[1]?.[9]).toBe(first?.capability.cpk?.value ?? null);
    expect(rows("Load tests")).toHaveLength(
      report.strength.flatMap(({ specimens }) => specimens).length + 1,
    );
    const strengths = report.strength.flatMap(({ specimens }) => specimens);
    expect(rows("Load tests")[1]?.[6]).toBe(Number(strengths[0]?.peak));
    const raised = report.inProcess.flatMap(({ signals }) => signals);
    expect(raised.length).toBeGreaterThan(0);
    expect(
      rows("Signals")
        .slice(1)
        .map((row) => row[5]),
    ).toEqual(raised.map(({ subgroup }) => subgroup + 1));
    expect(rows("Findings")).toHaveLength(run.findings.size + 1);
  });
});
