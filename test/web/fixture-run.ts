// The run view a fixture station gives: two outputs with holes, one open finding, no decision yet.
import type { RunView, UnitResultsView } from "../../edge/http/views.ts";
import {
  characteristicOf,
  characteristics,
  chartView,
  EPOCH,
  RUN,
  signalsOf,
} from "./fixture-views.ts";

export function runView(): RunView {
  return {
    ...{ run: RUN, brand: "Northarc", supplier: "Xinli Forging", order: "PO-55120" },
    ...{ partNumber: "NA-4471", partRevision: "C", planHash: "3f".repeat(32), phase: "running" },
    partName: { en: "Carabiner HMS", "zh-CN": "HMS 锁扣" },
    ...{ target: 150, exitCpk: 1.33, plannedAt: "2026-11-20T01:00:00.000Z", closedAt: null },
    ...{ startedAt: "2026-11-22T01:00:00.000Z", unitsDone: 112, unitsNonconforming: 2 },
    ...{ cellsDone: 910, cellsOwed: 1058 },
    outputs: [
      {
        output: "iqc",
        inPlan: true,
        complete: false,
        lacks: [{ code: "lot-undecided", params: { lot: "L-2" } }],
      },
      {
        ...{ output: "ipqc", inPlan: true, complete: false },
        lacks: [
          { code: "limits-missing", params: { balloon: "C5", n: 12, of: 20 } },
          { code: "signals-open", params: { n: 1 } },
        ],
      },
      { output: "dimensional", inPlan: true, complete: true, lacks: [] },
      {
        output: "functional",
        inPlan: true,
        complete: false,
        lacks: [{ code: "cells-missing", params: { balloon: "F1", n: 5 } }],
      },
      {
        ...{ output: "assessment", inPlan: true, complete: false },
        lacks: [
          { code: "outputs-incomplete", params: { n: 3 } },
          { code: "findings-open", params: { n: 1 } },
          { code: "run-not-closed", params: {} },
          { code: "decision-missing", params: {} },
        ],
      },
    ],
    characteristics: characteristics.map((characteristic) => {
      const chart = chartView(characteristic.id);
      const plain = characteristic.kind === "variable";
      return {
        ...{ characteristic, chart: plain ? "xbar-r" : "none", capability: chart.capability },
        ...{ done: plain ? 150 : characteristic.id === "F1" ? 8 : 120 },
        ...{ owed: characteristic.id === "F1" ? 13 : 150 },
        openSignals: signalsOf(characteristic.id).filter((one) => one.answer === null).length,
        ...{ signals: signalsOf(characteristic.id).length },
        ...{ limitsEstablished: plain && characteristic.id !== "C5" },
        recent: plain ? chart.points.slice(-30).map((point) => point.location) : [],
        limits: plain ? (chart.limits?.location ?? null) : null,
      };
    }),
    lots: [
      {
        ...{
          lot: "L-7075-0921",
          material: "EN AW-7075 bar",
          supplier: "Alu North",
          role: "primary",
        },
        ...{ heat: "H5521", quantity: "120 kg", certificate: "3.1 ZN-88121", decision: "accept" },
        ...{ reason: "Certificate checked", earlier: [] },
        decided: { epoch: EPOCH, seq: 12, at: "2026-11-21T08:00:00.000Z", actor: "engineer:Q-3" },
      },
      {
        ...{ lot: "L-2", material: "Gate spring", supplier: "Spring Works", role: "backup" },
        ...{ heat: null, quantity: "200 pcs", certificate: null, decision: null },
        ...{ reason: null, decided: null, earlier: [] },
      },
    ],
    findings: [
      {
        ...{ finding: "F-001", type: "issue", severity: "major", title: "Nose gap drifts upwards" },
        description: "Since subgroup 31 the mean lies above the centre line.",
        ...{ characteristic: "C2", units: ["U0151", "U0152"], owner: "Setter", due: "2026-11-25" },
        ...{ disposition: null, reason: null, decided: null, earlier: [] },
      },
      {
        ...{ finding: "F-002", type: "dfm", severity: "minor", title: "Burr hard to reach" },
        ...{ description: "", characteristic: "C3", units: [], owner: null, due: null },
        ...{ disposition: "accept", reason: "No effect on function" },
        decided: { epoch: EPOCH, seq: 90, at: "2026-11-22T08:00:00.000Z", actor: "engineer:Q-3" },
        earlier: [
          {
            ...{ decision: "rework", reason: "Deburr by hand", actor: "engineer:Q-3" },
            at: "2026-11-22T07:10:00.000Z",
          },
        ],
      },
    ],
    openSignals: signalsOf("C2").filter((one) => one.answer === null),
    exceptions: [
      {
        ...{ type: "skip", epoch: "earlier", seq: 44, at: "2026-11-22T06:10:00.000Z" },
        ...{ balloon: "C4", unit: "U0007", reason: "part-missing", defects: [] },
      },
    ],
    assessment: null,
  };
}

/** A unit with one measured value, one good judgement, and one cell still open. */
export function unitResults(): UnitResultsView {
  const found = { epoch: EPOCH, seq: 61, at: "2026-11-22T05:00:00.000Z", reason: null };
  return {
    ...{ unit: "U0007", unitIndex: 7 },
    results: [
      {
        characteristic: characteristicOf("C4"),
        found: {
          ...found,
          type: "measurement",
          text: "19.004",
          verdict: "ok",
          nonconforming: null,
        },
      },
      {
        characteristic: characteristicOf("C7"),
        found: {
          ...found,
          seq: 62,
          type: "attribute",
          text: null,
          verdict: null,
          nonconforming: 0,
        },
      },
      { characteristic: characteristicOf("C5"), found: null },
    ],
  };
}
