// The report says what the records hold: the numbers of the screens, what is missing, nothing else.
import { describe, expect, it } from "vitest";
import { capabilityView } from "../../../edge/charts/index.ts";
import { assembleReport, dimensionalCsv, type ReportOptions } from "../../../edge/reports/index.ts";
import { judgeIndex } from "../../../edge/reports/results-rows.ts";
import { createWords } from "../../../edge/reports/words/words.ts";
import { foldRun } from "../../../edge/runs/index.ts";
import { EPOCH, pilotRun, STATION } from "./pilot-run-fixture.ts";

const { run, records } = pilotRun({ target: 120 });
const options: ReportOptions = {
  issuedAt: "2026-11-22T09:30:00.000Z",
  station: STATION,
  lang: "en",
  head: { epoch: EPOCH, seq: records.length, hash: records.at(-1)?.hash ?? "" },
};
const report = assembleReport(run, options);

describe("the pilot-run report", () => {
  it("is the same after a round trip through JSON and from replayed records", () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const replayed = foldRun(records);
    expect(replayed && assembleReport(replayed, options)).toEqual(report);
  });

  it("prints the capability of the screens, to the last digit", () => {
    for (const row of report.dimensional) {
      const results = run.results.get(row.characteristic.id);
      expect(results && capabilityView(results)).toEqual(row.capability);
    }
  });

  it("says in words what each output lacks", () => {
    const words = createWords("en");
    const missing = report.assessment.outputs.flatMap(({ lacks }) =>
      lacks.map((lack) => words.code("lack", lack.code, lack.params)),
    );
    expect(missing).toEqual([
      "certificate of lot SP-08",
      "decision on lot SP-08",
      "answer to 3 signal(s)",
      "2 of the outputs above",
      "disposition of 1 finding(s)",
    ]);
  });

  it("keeps a corrected unit out of the first pass and shows the reading taken out", () => {
    const { unitsDone, unitsConforming, firstPass, corrections } = report.assessment;
    expect({ unitsDone, unitsConforming, firstPass }).toEqual({
      unitsDone: 120,
      unitsConforming: 118,
      firstPass: 117,
    });
    expect(corrections).toMatchObject([
      { unit: "CB-0007", reason: "Caliper not closed on the part" },
    ]);
  });

  it("gives destructive strength as mean minus k·s with its factor and its specimens", () => {
    const [strength] = report.strength;
    const { mean, sigmaOverall, provenStrength } = strength?.capability ?? {};
    expect(strength?.specimens).toHaveLength(8);
    // k(8, 99 %, 95 %) = 4.353, one-sided normal tolerance factor (ISO 16269-6, table D.4).
    expect(provenStrength?.k).toBeCloseTo(4.353, 2);
    expect(provenStrength?.value).toBeCloseTo(
      (mean ?? 0) - (provenStrength?.k ?? 0) * (sigmaOverall ?? 0),
      10,
    );
  });

  it("calls an index proven only by its lower bound, and judges none of an unstable process", () => {
    const view = capabilityView(run.results.get("C1") ?? expect.fail("no C1"));
    const bounds = (lower: number, upper: number, stable: boolean | null = true) => ({
      ...view,
      stable,
      cpk: { value: (lower + upper) / 2, interval: { lower, upper, level: 0.95 } },
    });
    expect(judgeIndex(bounds(1.34, 1.8), 1.33)).toBe("proven");
    expect(judgeIndex(bounds(1.1, 1.8), 1.33)).toBe("not-proven");
    expect(judgeIndex(bounds(0.8, 1.2), 1.33)).toBe("not-met");
    expect(judgeIndex(bounds(1.5, 1.8, false), 1.33)).toBe("not-stable");
    expect(judgeIndex(bounds(1.5, 1.8, null), 1.33)).toBe("not-known");
    expect(judgeIndex(bounds(1.5, 1.8), null)).toBe("not-asked");
  });

  it("lists the gauges that gave values with what the station states of them", () => {
    const gauges = [
      { id: "rig-1", name: "Rig", model: "Load rig 50 kN", calibrationDue: "2027-01-31" },
    ];
    const stated = assembleReport(run, { ...options, gauges }).header.gauges;
    expect(stated.find((one) => one.gauge === "rig-1")).toMatchObject({
      readings: 8,
      model: "Load rig 50 kN",
      calibrationDue: "2027-03-31",
    });
    expect(stated.find((one) => one.gauge === "caliper-1")?.model).toBe("mitutoyo-digimatic");
  });
});

describe("the confirmation of a gauge", () => {
  const record = {
    gauge: "caliper-1",
    by: "Q7",
    at: "2026-11-01T08:00:00.000Z",
    epoch: "e",
    seq: 3,
  };
  const gaugeWith = (model: string) =>
    assembleReport(run, { ...options, confirmed: [{ ...record, model }] }).header.gauges.find(
      (one) => one.gauge === "caliper-1",
    );

  it("names who compared the values of the model that read them, and when", () => {
    expect(gaugeWith("mitutoyo-digimatic")?.confirmed).toEqual({ by: "Q7", at: record.at });
  });

  it("is not claimed for a confirmation of another model, nor without one", () => {
    expect(gaugeWith("mitutoyo-ascii")).not.toHaveProperty("confirmed");
    const [bare] = assembleReport(run, options).header.gauges;
    expect(bare).not.toHaveProperty("confirmed");
  });
});

describe("the table of results", () => {
  it("has a line for every cell, values as sent, and a mark for UTF-8", () => {
    const csv = dimensionalCsv(run);
    const lines = csv.trimEnd().split("\r\n");
    const cells = [...run.results.values()].reduce((sum, one) => sum + one.cells.size, 0);
    expect(csv.startsWith("\uFEFFunit,balloon,")).toBe(true);
    expect(lines).toHaveLength(cells + 1);
    expect(lines[1]).toContain("CB-0001,1,C1,Rivet hole diameter,variable,4.007,mm,3.95,4.05,ok");
  });

  it("lets no text run as a formula in a spreadsheet", () => {
    const { run: other } = pilotRun({ target: 5 });
    const cell = other.results.get("C1")?.cells.get(1) ?? expect.fail("no cell");
    const results = other.results.get("C1") ?? expect.fail("no C1");
    results.cells.set(1, { ...cell, unit: '=HYPERLINK("x")' });
    expect(dimensionalCsv(other)).toContain(`"'=HYPERLINK(""x"")",1,`);
  });
});
