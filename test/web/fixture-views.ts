// The views a fixture station gives: a carabiner run with a stable bore, a shifted nose and a rig.
import type {
  CapabilityView,
  CharacteristicView,
  ChartView,
  InboxView,
  SignalView,
  StationView,
  TaskView,
} from "../../edge/http/views.ts";

export const RUN = "PR-2026-118";
export const EPOCH = "019aab00-0000-7000-8000-000000000001";

function variable(
  id: string,
  name: { en: string; "zh-CN": string },
  nominal: number,
  half: number,
  more: Partial<CharacteristicView> = {},
): CharacteristicView {
  return {
    ...{ id, balloon: id, name, kind: "variable", unit: "mm", decimals: 3, nominal },
    ...{ lsl: nominal - half, usl: nominal + half, class: "significant", gauge: "caliper" },
    ...{ keyed: true, reaction: null, ...more },
  };
}

export const characteristics: CharacteristicView[] = [
  variable("C1", { en: "Body thickness", "zh-CN": "本体厚度" }, 10.2, 0.1, { decimals: 2 }),
  variable("C2", { en: "Nose gap", "zh-CN": "鼻部间隙" }, 1.2, 0.15, { decimals: 2 }),
  variable("C3", { en: "Gate opening", "zh-CN": "闸门开口" }, 21, 0.5, { decimals: 2 }),
  variable("C4", { en: "Bore Ø rivet", "zh-CN": "铆钉孔径" }, 19, 0.08, {
    class: "critical",
    reaction: {
      en: "Stop the drill. Measure the next part again. Call the setter when it is out twice.",
      "zh-CN": "停止钻孔。重测下一件。若两次超差，请呼叫调机员。",
    },
  }),
  variable("C5", { en: "Gate flatness", "zh-CN": "闸门平面度" }, 0, 0.05, {
    lsl: null,
    gauge: "indicator",
  }),
  variable("C6", { en: "Weight", "zh-CN": "重量" }, 62, 2, {
    unit: "g",
    decimals: 1,
    gauge: "scale",
  }),
  {
    ...variable("C7", { en: "Gate opens, closes, locks", "zh-CN": "闸门开合与锁止" }, 0, 1),
    ...{ kind: "attribute", unit: "", nominal: null, lsl: null, usl: null, decimals: 0 },
  },
  {
    ...variable("F1", { en: "Strength, major axis", "zh-CN": "主轴强度" }, 0, 1),
    ...{
      kind: "load-test",
      unit: "kN",
      nominal: null,
      lsl: 20,
      usl: null,
      decimals: 2,
      gauge: "rig",
    },
    ...{ class: "critical" },
  },
];

/** A repeatable normal-like number, from −3 to 3. */
export function wobble(seed: number): number {
  let sum = 0;
  for (let k = 1; k <= 6; k++) {
    const turn = Math.sin(seed * 12.9898 + k * 78.233) * 43758.5453;
    sum += turn - Math.floor(turn);
  }
  return (sum - 3) * 1.4;
}

export function characteristicOf(id: string): CharacteristicView {
  const found = characteristics.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no characteristic ${id}`);
  return found;
}

export function stationView(): StationView {
  const gauge = (id: string, name: string, serves: string) =>
    ({
      ...{ id, name, model: "Mitutoyo Digimatic", serves: [serves], port: "COM3" },
      ...{ evidence: "manual", state: "online", reason: "", since: "2026-11-22T08:00:00.000Z" },
      ...{ calibrationDue: "2027-05-01", commissioning: "not-needed" },
      ...{ asks: serves === "caliper", last: null },
    }) satisfies StationView["gauges"][number];
  return {
    ...{ station: "station-3", epoch: EPOCH, seq: 100 },
    ...{ version: "0.1.0", demo: true, zone: "Asia/Shanghai", time: "2026-11-22T09:00:00.000Z" },
    ...{ operator: "W1032", storage: { state: "ok", reason: null } },
    sync: { state: "connected", sent: 100, confirmed: 98, waiting: 0, reason: null },
    gauges: [
      gauge("g1", "Caliper 1", "caliper"),
      gauge("g2", "Indicator", "indicator"),
      gauge("g3", "Scale", "scale"),
      { ...gauge("g4", "Pull rig", "rig"), state: "away", reason: "port gone" },
    ],
    run: {
      ...{ run: RUN, phase: "running", partNumber: "NA-4471", target: 150 },
      partName: { en: "Carabiner HMS", "zh-CN": "HMS 锁扣" },
    },
    ...{ inbox: 2, openSignals: 1 },
  };
}

export function inboxView(): InboxView {
  const entry = {
    ...{ at: "2026-11-22T08:55:10.000Z", gauge: "g1", text: "19.412", unit: "mm" },
    raw: "303141202b30303031392e3431320d",
  };
  return {
    total: 2,
    entries: [
      { epoch: EPOCH, seq: 91, kind: "unassigned", reason: "implausible", ...entry },
      {
        epoch: EPOCH,
        seq: 95,
        kind: "rejected",
        reason: "frame-incomplete",
        ...entry,
        text: null,
        unit: null,
      },
    ],
  };
}

const points = 38;

function pointOf(one: CharacteristicView, subgroup: number): ChartView["points"][number] {
  const shift = one.id === "C2" && subgroup >= 30 ? 0.9 : 0;
  const tolerance = (one.usl ?? one.nominal ?? 1) - (one.lsl ?? 0) || 0.2;
  const center = one.nominal ?? 22.6;
  const values = [0, 1, 2, 3, 4].map(
    (k) =>
      center + (wobble(subgroup * 5 + k + one.id.charCodeAt(1) * 31) + shift) * tolerance * 0.09,
  );
  return {
    subgroup,
    units: values.map((_, k) => `U${String(subgroup * 5 + k + 1).padStart(4, "0")}`),
    values,
    texts: values.map((value) => value.toFixed(one.decimals)),
    seqs: values.map((_, k) => 1000 + subgroup * 5 + k),
    location: values.reduce((sum, value) => sum + value, 0) / 5,
    spread: Math.max(...values) - Math.min(...values),
    at: new Date(Date.UTC(2026, 10, 22, 1, subgroup * 7)).toISOString(),
    operators: ["W1032"],
  };
}

function limitsOf(all: ChartView["points"]): NonNullable<ChartView["limits"]> {
  const base = all.slice(0, 20);
  const mean = (of: number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
  const center = mean(base.map((point) => point.location));
  const range = mean(base.map((point) => point.spread ?? 0));
  return {
    ...{ state: "established", sigma: range / 2.326, estimator: "R̄/d2" },
    location: { center, lcl: center - 0.577 * range, ucl: center + 0.577 * range },
    spread: { center: range, lcl: 0, ucl: 2.114 * range },
    ...{ fromSubgroup: 0, toSubgroup: 19, at: "2026-11-22T03:20:00.000Z" },
    ...{ method: "trial", by: "station", reason: null },
  };
}

export function signalsOf(id: string): SignalView[] {
  if (id !== "C2") return [];
  return [
    {
      ...{
        epoch: EPOCH,
        withdrawn: null,
        seq: 801,
        at: "2026-11-22T04:50:00.000Z",
        characteristic: "C2",
        chart: "location",
      },
      ...{ rule: "we-1", side: "above", subgroup: 33, points: [33], answer: null },
    },
    {
      ...{
        epoch: EPOCH,
        withdrawn: null,
        seq: 805,
        at: "2026-11-22T05:12:00.000Z",
        characteristic: "C2",
        chart: "location",
      },
      ...{ rule: "we-4", side: "above", subgroup: 37 },
      points: [30, 31, 32, 33, 34, 35, 36, 37],
      answer: {
        ...{ cause: "tool-wear", action: "tool-replaced", note: "" },
        at: "2026-11-22T05:20:00.000Z",
      },
    },
  ] as SignalView[];
}

export function capabilityOf(id: string): CapabilityView {
  const shifted = id === "C2";
  const index = (value: number) => ({
    value,
    interval: { lower: value * 0.89, upper: value * 1.11, level: 0.95 },
  });
  const few = id === "F1";
  const none = id === "C7";
  return {
    ...{ n: few ? 8 : none ? 0 : 190, mean: few ? 23.1 : none ? null : 19.001 },
    ...{ sigmaWithin: 0.0141, sigmaOverall: 0.0149, estimator: "R̄/d2" },
    ...{
      cp: few || none ? null : index(1.84),
      cpk: few || none ? null : index(shifted ? 1.21 : 1.8),
    },
    ...{
      pp: few || none ? null : index(1.79),
      ppk: few || none ? null : index(shifted ? 1.14 : 1.75),
    },
    ...{ stable: few || none ? null : !shifted, outOfSpec: shifted ? 2 : 0 },
    provenStrength: few ? { value: 21.24, k: 4.35, coverage: 0.99, confidence: 0.95 } : null,
    cautions: few
      ? [{ code: "few-values", why: "Only 8 values: read the interval, not the index." }]
      : shifted
        ? [{ code: "not-stable", why: "2 signals: the process was not stable." }]
        : [],
  };
}

export function chartView(id: string, count = points): ChartView {
  const characteristic = characteristicOf(id);
  const all = Array.from({ length: count }, (_, subgroup) => pointOf(characteristic, subgroup));
  const values = all.flatMap((point) => point.values);
  const low = Math.min(...values);
  const step = (Math.max(...values) - low) / 12;
  const limits = limitsOf(all);
  return {
    ...{ run: RUN, characteristic, size: 5, points: all, limits },
    chart: characteristic.kind === "attribute" ? "none" : "xbar-r",
    stages: [{ first: 0, from: 0, to: count, name: "", limits, begun: null }],
    ...{ exclusions: [], notes: [] },
    ...{ signals: signalsOf(id), capability: capabilityOf(id) },
    histogram: {
      edges: Array.from({ length: 13 }, (_, k) => low + k * step),
      counts: Array.from(
        { length: 12 },
        (_, k) => values.filter((v) => Math.min(11, Math.floor((v - low) / step)) === k).length,
      ),
    },
  };
}

export function taskView(armedId = "C4", unitIndex = 3, recent = true): TaskView {
  const characteristic = characteristicOf(armedId);
  const chart = chartView(armedId);
  const first = Math.floor((unitIndex - 1) / 5) * 5 + 1;
  const at = Math.max(0, characteristics.indexOf(characteristic));
  return {
    task: {
      ...{
        run: RUN,
        partNumber: "NA-4471",
        lot: "L-7075-0921",
        target: 150,
        last: null,
        lastCell: null,
        checks: [],
        unproven: [],
      },
      partName: { en: "Carabiner HMS", "zh-CN": "HMS 锁扣" },
      armed: {
        characteristic,
        ...{ unit: `U${String(unitIndex).padStart(4, "0")}`, unitIndex },
        subgroup: Math.floor((unitIndex - 1) / 5) + 1,
        cells: Array.from({ length: 5 }, (_, k) => ({
          ...{ unit: `U${String(first + k).padStart(4, "0")}`, unitIndex: first + k },
          ...{ measurement: null, skipped: null, nonconforming: null, filled: null },
        })),
        recent: recent ? chart.points.slice(-25).map((point) => point.location) : [],
        limits: chart.limits?.location ?? null,
      },
      list: characteristics.map((one, k) => ({
        ...{ characteristic: one, done: k < at ? 150 : k === at ? unitIndex - 1 : 0, total: 150 },
        openSignals: one.id === "C2" ? 1 : 0,
      })),
    },
  };
}
