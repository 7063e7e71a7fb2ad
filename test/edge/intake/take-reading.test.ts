import { describe, expect, it } from "vitest";
import { foldDrafts, takeReading } from "../../../edge/intake/index.ts";
import {
  caliper,
  foldableOf,
  micrometer,
  readingOf,
  replayed,
  runningStation,
} from "../../fakes/run-fixture.ts";

describe("takeReading", () => {
  it("binds readings of a gauge to its next open cell, unit after unit", () => {
    const { state, source } = runningStation();
    const [first] = takeReading(state, caliper, readingOf("10.012"), source);
    const [second] = takeReading(state, caliper, readingOf("9.998"), source);
    expect(first).toMatchObject({
      kind: "measurement.taken",
      body: { characteristic: "C1", unit: "U0001", unitIndex: 1, value: "10.012", verdict: "ok" },
    });
    expect(second?.body).toMatchObject({ unit: "U0002" });
  });

  it("lets two gauges measure side by side, each at its own unit", () => {
    const { state, source } = runningStation();
    takeReading(state, caliper, readingOf("10.0"), source);
    takeReading(state, caliper, readingOf("10.0"), source);
    const [draft] = takeReading(state, micrometer, readingOf("24.0"), source);
    expect(draft?.body).toMatchObject({ characteristic: "C2", unit: "U0001" });
  });

  it("takes a value on the limit as inside and the next digit as outside", () => {
    const { state, source } = runningStation();
    expect(takeReading(state, caliper, readingOf("10.100"), source)[0]?.body).toMatchObject({
      verdict: "ok",
    });
    expect(takeReading(state, caliper, readingOf("10.101"), source)[0]?.body).toMatchObject({
      verdict: "high",
    });
    expect(takeReading(state, caliper, readingOf("9.899"), source)[0]?.body).toMatchObject({
      verdict: "low",
    });
  });

  it("converts inches exactly, digit for digit", () => {
    const { state, source } = runningStation();
    const [draft] = takeReading(state, caliper, readingOf("0.3937", { unit: "in" }), source);
    expect(draft?.body).toMatchObject({ value: "9.99998", uom: "mm" });
    expect(draft?.body).toMatchObject({ reading: { text: "0.3937", unit: "in" } });
  });

  it.each([
    ["a status line", readingOf("911", { value: null, text: null, status: "no-data" }), "no-data"],
    ["an unstable value", readingOf("10.0", { status: "unstable" }), "unstable"],
    ["a bouncing key", readingOf("10.0", { marks: ["bounce"] }), "bounce"],
    ["a value without unit", readingOf("10.0", { unit: null }), "unit-unknown"],
    ["a force for a length", readingOf("10.0", { unit: "N" }), "unit-mismatch"],
    ["a value ten tolerances away", readingOf("16.0"), "implausible"],
  ])("keeps %s as an unassigned reading and fills no cell", (_, reading, reason) => {
    const { state, source } = runningStation();
    const [draft] = takeReading(state, caliper, reading, source);
    expect(draft).toMatchObject({ kind: "reading.unassigned", body: { reason } });
    expect(state.runs.get("R1")?.results.get("C1")?.cells.size).toBe(0);
  });

  it("keeps a reading of a gauge the plan has no use for", () => {
    const { state, source } = runningStation();
    const stranger = { id: "x", serves: ["height-gauge"], calibrationDue: null };
    const [draft] = takeReading(state, stranger, readingOf("10.0"), source);
    expect(draft).toMatchObject({ body: { reason: "gauge-not-in-plan" } });
  });

  it("keeps readings when no run is running", () => {
    const { state, source } = runningStation();
    const run = state.runs.get("R1");
    if (run) run.phase = "held";
    expect(takeReading(state, caliper, readingOf("10.0"), source)[0]).toMatchObject({
      kind: "reading.unassigned",
      body: { reason: "no-active-run", run: null },
    });
  });

  it("keeps the reading that comes after the last cell is filled", () => {
    const { state, source } = runningStation(1);
    takeReading(state, caliper, readingOf("10.0"), source);
    expect(takeReading(state, caliper, readingOf("10.0"), source)[0]).toMatchObject({
      body: { reason: "no-open-cell" },
    });
  });

  it("obeys a plan that forbids typed values", () => {
    const { state, source } = runningStation();
    const keyed = readingOf("24.0", { entry: "keyed" });
    expect(takeReading(state, micrometer, keyed, source)[0]).toMatchObject({
      body: { reason: "keyed-forbidden" },
    });
  });

  it("counts the last day of a calibration to its end where the station stands, not in Greenwich", () => {
    const { state, source } = runningStation();
    const started = { version: "0", node: "20", platform: "linux", boot: "b" };
    const marksIn = (zone: string, receivedAt: string) => {
      const body = { ...started, zone };
      const common = { id: source.newId(), at: source.now(), v: 1, actor: "station" };
      foldDrafts(state, [{ ...common, kind: "station.started", body }]);
      const due = { ...caliper, calibrationDue: "2026-01-04" };
      const [draft] = takeReading(state, due, readingOf("10.0", { receivedAt }), source);
      return draft?.kind === "measurement.taken" ? draft.body.marks : null;
    };
    expect(marksIn("Asia/Shanghai", "2026-01-04T15:59:59.999Z")).toEqual([]);
    expect(marksIn("Asia/Shanghai", "2026-01-04T16:00:00.000Z")).toEqual(["calibration-overdue"]);
    expect(marksIn("America/Los_Angeles", "2026-01-05T07:59:59.000Z")).toEqual([]);
    expect(marksIn("UTC", "2026-01-05T00:00:00.000Z")).toEqual(["calibration-overdue"]);
  });

  it("marks readings of an overdue gauge and keeps them out of the chart", () => {
    const { state, source } = runningStation();
    const overdue = { ...caliper, calibrationDue: "2026-01-04" };
    const [draft] = takeReading(state, overdue, readingOf("10.0"), source);
    expect(draft?.body).toMatchObject({ validity: "suspect", marks: ["calibration-overdue"] });
  });

  it("binds a file's value by its serial, and refuses a filled cell and a foreign serial", () => {
    const { state, source } = runningStation();
    const cmm = { id: "cmm", serves: ["caliper"], calibrationDue: null };
    const file = (serial: string) => ({
      name: "a.dfq",
      part: null,
      characteristic: "C1",
      serial,
      measuredAt: null,
    });
    const fromFile = (serial: string) =>
      takeReading(state, cmm, readingOf("10.0", { entry: "file", file: file(serial) }), source)[0];
    expect(fromFile("U0007")).toMatchObject({ body: { unit: "U0007" } });
    expect(fromFile("U0007")).toMatchObject({ body: { reason: "cell-filled" } });
    expect(fromFile("Z0007")).toMatchObject({ body: { reason: "unknown-serial" } });
    expect(fromFile("U0051")).toMatchObject({ body: { reason: "unknown-serial" } });
  });

  it("establishes limits after the trial subgroups and raises a signal for a point beyond them", () => {
    const { state, source, log } = runningStation(50);
    const take = (text: string) => {
      const first = state.expectedSeq;
      const drafts = takeReading(state, caliper, readingOf(text), source);
      log.push(...foldableOf(drafts, first));
      return drafts;
    };
    const trial = [0, 0.004, -0.003, 0.002, -0.004];
    for (let subgroup = 0; subgroup < 4; subgroup += 1) {
      const shift = [0.001, -0.001, 0.002, -0.002][subgroup] ?? 0;
      for (const offset of trial) take((10 + offset + shift).toFixed(3));
    }
    const results = state.runs.get("R1")?.results.get("C1");
    expect(results?.limits).toMatchObject({ fromSubgroup: 0, toSubgroup: 3, estimator: "rbar" });
    expect(results?.signals).toEqual([]);
    let raised = take("10.050");
    for (const text of ["10.051", "10.049", "10.052", "10.048"]) raised = take(text);
    expect(raised.map((draft) => draft.kind)).toEqual(["measurement.taken", "signal.raised"]);
    expect(raised[1]?.body).toMatchObject({
      rule: "we-1",
      side: "above",
      subgroup: 4,
      points: [4],
    });
    expect(replayed(log).runs.get("R1")).toEqual(state.runs.get("R1"));
  });
});

describe("texts from a wire or a file", () => {
  it("that no database gives back are kept readable, with the number of what would be lost", () => {
    const { state, source } = runningStation();
    const odd = { channel: "a\u0000b", unit: "\ud800mm", gauge: "x" };
    const [draft] = takeReading(state, caliper, readingOf("10.0", odd), source);
    expect(draft).toMatchObject({
      kind: "reading.unassigned",
      body: { reading: { channel: "a\\u0000b", unit: "\\ud800mm" } },
    });
  });
});
