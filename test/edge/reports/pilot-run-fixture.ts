// A small pilot run as a station would have recorded it: chained records of a carabiner run, with
// signals, a voided reading, load tests, lots and findings. The same numbers on every call.
import { judgePoints } from "../../../edge/charts/index.ts";
import { applyRecord, plannedRun, type RunState } from "../../../edge/runs/index.ts";
import {
  type BodyOf,
  canonicalText,
  GENESIS_HASH,
  hashRecord,
  type KindName,
  type QualityRecord,
} from "../../../sync/records/index.ts";
import { endRun, openRun } from "./pilot-run-frame.ts";
import { hashText, RUN } from "./pilot-run-plan.ts";

export const STATION = "station-7";
export const EPOCH = "0198c6f4-0000-7000-8000-000000000001";

/** Numbers between 0 and 1, the same each time (Park and Miller). */
function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

export type Fixture = { records: QualityRecord[]; run: RunState };
export type Writer = Fixture & {
  add: <K extends KindName>(kind: K, body: BodyOf<K>, actor?: string) => QualityRecord;
  normal: () => number;
  target: number;
};

function createWriter(target: number, publicKey: string | null): Writer {
  const random = randomSource(20261122);
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const records: QualityRecord[] = [];
  let state: RunState | null = null;
  const writer = {
    records,
    target,
    normal,
    get run(): RunState {
      if (state === null) throw new Error("not planned");
      return state;
    },
    add<K extends KindName>(kind: K, body: BodyOf<K>, actor = "operator:W-12"): QualityRecord {
      const seq = records.length + 1;
      const open = {
        station: STATION,
        epoch: EPOCH,
        seq,
        id: `0198c6f4-0000-7000-9000-${String(seq).padStart(12, "0")}`,
        at: new Date(Date.UTC(2026, 10, 20, 6, 0, seq)).toISOString(),
        kind,
        v: 1,
        actor,
        body: body as Record<string, unknown>,
        prev: records.at(-1)?.hash ?? GENESIS_HASH,
      };
      const record = { ...open, hash: hashRecord(open) } as unknown as QualityRecord;
      records.push(record);
      if (record.kind === "run.planned") state = plannedRun(record);
      else if (state !== null) applyRecord(state, record);
      return record;
    },
  };
  writer.add("epoch.opened", { reason: "created", previous: null, publicKey }, "station");
  return writer;
}

/** The whole run, closed and assessed; `target` units (60 unless told). */
export function pilotRun(options: { target?: number; publicKey?: string | null } = {}): Fixture {
  const writer = createWriter(options.target ?? 60, options.publicKey ?? null);
  openRun(writer);
  for (let unitIndex = 1; unitIndex <= writer.target; unitIndex++) measureUnit(writer, unitIndex);
  endRun(writer);
  return { records: writer.records, run: writer.run };
}

function measureUnit(writer: Writer, unitIndex: number): void {
  const { add, normal } = writer;
  const shift = unitIndex > 78 && unitIndex < 84 ? 0.024 : 0;
  measure(writer, "C1", unitIndex, 4.002 + shift + normal() * 0.009, 3);
  if (unitIndex === 7) {
    const wrong = writer.records.at(-1);
    add("measurement.voided", {
      run: RUN,
      characteristic: "C1",
      unit: unitName(unitIndex),
      measurement: wrong?.seq ?? 0,
      reason: "Caliper not closed on the part",
    });
    measure(writer, "C1", unitIndex, 4.001, 3);
  }
  if (unitIndex % 2 === 0) {
    measure(writer, "C2", unitIndex, (unitIndex === 50 ? 0.74 : 0.4) + normal() * 0.045, 2);
  }
  if (unitIndex % 5 === 0) measure(writer, "C3", unitIndex, 7.4 + normal() * 0.5, 1);
  add("attribute.counted", {
    run: RUN,
    characteristic: "C4",
    unit: unitName(unitIndex),
    unitIndex,
    lot: "HT-2211",
    operator: "W-12",
    inspected: 1,
    nonconforming: unitIndex === 31 ? 1 : 0,
    defects: unitIndex === 31 ? { "smeared-mark": 1 } : {},
  });
  if (unitIndex % 15 === 0) loadTest(writer, unitIndex, 24.6 + normal() * 0.7);
  if (unitIndex % 20 === 0) {
    add("gauge.away", { gauge: "caliper-1", port: "/dev/ttyUSB0", reason: "unplugged" }, "station");
    add("gauge.back", { gauge: "caliper-1", port: "/dev/ttyUSB0" }, "station");
  }
}

const unitName = (unitIndex: number) => `CB-${String(unitIndex).padStart(4, "0")}`;

function measure(
  writer: Writer,
  id: string,
  unitIndex: number,
  value: number,
  decimals: number,
  test: string | null = null,
): void {
  const results = writer.run.results.get(id);
  if (results === undefined) throw new Error(id);
  const { characteristic } = results;
  const text = value.toFixed(decimals);
  const number = Number(text);
  const low = characteristic.lsl !== undefined && number < characteristic.lsl;
  const high = characteristic.usl !== undefined && number > characteristic.usl;
  const before = results.points.length;
  const at = new Date(Date.UTC(2026, 10, 20, 6, 0, writer.records.length)).toISOString();
  const unit = unitName(unitIndex);
  writer.add(
    "measurement.taken",
    {
      run: RUN,
      characteristic: id,
      unit,
      unitIndex,
      lot: "HT-2211",
      operator: "W-12",
      value: text,
      uom: characteristic.unit ?? "",
      verdict: low ? "low" : high ? "high" : "ok",
      validity: "valid",
      marks: [],
      reading: {
        gauge: `${characteristic.gauge}-1`,
        channel: null,
        text,
        unit: characteristic.unit ?? null,
        status: "ok",
        kind: null,
        entry: "gauge",
        raw: Buffer.from(`01A+${text}\r`).toString("hex"),
        model: { id: "mitutoyo-digimatic", hash: "ab".repeat(32) },
        port: "/dev/ttyUSB0",
        receivedAt: at,
        monotonicMs: writer.records.length * 1000,
      },
      calibrationDue: "2027-03-31",
      source: null,
      loadTest: test,
    },
    `gauge:${characteristic.gauge}-1`,
  );
  const judged = judgePoints(writer.run, results, Math.min(before, results.points.length));
  if (judged.limits !== null) writer.add("limits.established", judged.limits, "station");
  for (const signal of judged.signals) {
    const raised = writer.add("signal.raised", signal, "station");
    if (raised.seq % 3 === 0) continue;
    writer.add("signal.acknowledged", {
      run: RUN,
      signal: raised.seq,
      cause: "Drill worn",
      action: "Drill changed, 5 parts measured again",
      note: "",
    });
  }
}

function loadTest(writer: Writer, unitIndex: number, peak: number): void {
  const { add } = writer;
  const common = { run: RUN, characteristic: "C5", unit: unitName(unitIndex), gauge: "rig-1" };
  const started = add("load-test.started", { ...common, procedure: "ramp-to-break" });
  const elapsedMs: number[] = [];
  const force: string[] = [];
  for (let k = 0; k <= 60; k++) {
    elapsedMs.push(k * 200);
    const share = k / 58;
    force.push((k <= 58 ? peak * (0.02 + 0.98 * share ** 1.15) : 0.3).toFixed(2));
  }
  const curve = { elapsedMs, force };
  const sha256 = hashText(canonicalText(curve));
  const finished = add("load-test.finished", {
    ...common,
    procedure: "ramp-to-break",
    started: started.id,
    outcome: "break",
    uom: "kN",
    peak: peak.toFixed(2),
    peakSource: "rig",
    direction: "positive",
    bound: null,
    gaps: [],
    durationMs: 12_000,
    ratePerSecond: peak / 11.6,
    holdMs: null,
    curve: { ...curve, sha256 },
  });
  measure(writer, "C5", unitIndex, peak, 2, finished.id);
}
