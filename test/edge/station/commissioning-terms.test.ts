// What a confirmation of a gauge's values holds for: another address, unit id or rate asks anew.
import { expect, it } from "vitest";
import { applyStanding, isStanding } from "../../../edge/intake/gauge-standing.ts";
import {
  commissionGauge,
  commissioningState,
  type GaugeStanding,
} from "../../../edge/intake/index.ts";
import { isCommandRefusal } from "../../../edge/runs/index.ts";
import { termsOf } from "../../../edge/station/gauge-facts.ts";
import { type FloorGauge, gaugeFacts } from "../../../edge/station/index.ts";
import type { GaugeModel, GaugeSettings } from "../../../gauges/index.ts";
import { modelOf } from "../../fakes/gauge-station.ts";

const at = "2026-11-22T00:00:00.000Z";

function gaugeOn(model: GaugeModel, line: GaugeSettings["line"]): FloorGauge {
  const settings = { id: "g", model: model.id, line, unit: "kg", wordOrder: "ABCD" } as const;
  return { id: "g", name: "G", serves: ["scale"], calibrationDue: null, model, settings };
}

/** What the records say after a person confirmed two values of the gauge as it is. */
function confirmed(gauge: FloorGauge): GaugeStanding | undefined {
  const model = { id: gauge.model.id, hash: gauge.model.hash };
  const pairs = ["10", "-2.5"].map((text) => ({
    reading: {
      ...{ gauge: "g", channel: null, text, value: Number(text), unit: "kg", kind: null, model },
      ...{ status: "ok" as const, entry: "gauge" as const, raw: Buffer.from(text), port: "p" },
      ...{ receivedAt: at, monotonicMs: 0, marks: [], file: null },
    },
    ...{ shown: text, shownUnit: "kg" },
  }));
  const act = { newId: () => "id", at, actor: "person:a" };
  const drafts = commissionGauge(gaugeFacts(gauge), undefined, pairs, "a", act);
  if (isCommandRefusal(drafts)) throw new Error(drafts.detail);
  const standings = new Map<string, GaugeStanding>();
  for (const draft of drafts) if (isStanding(draft)) applyStanding(standings, draft);
  return standings.get("g");
}

function stateAfter(was: FloorGauge, is: FloorGauge): string {
  return commissioningState({ ...is, terms: termsOf(is) }, confirmed(was), is.model);
}

const tcp = { kind: "modbus-tcp", host: "10.0.0.7", port: 502, unitId: 1 } as const;
const tcpAsInModel = { kind: "modbus-tcp", host: "10.0.0.7", port: 502 } as const;
const serial = { kind: "serial", path: "a", baud: 4800 } as const;
const rtu = { kind: "modbus-rtu", path: "a", baud: 9600, unitId: 3 } as const;

it.each([
  ["the same Modbus device", "generic-float", tcp, tcp, "commissioned"],
  ["another host", "generic-float", tcp, { ...tcp, host: "10.0.0.8" }, "needed"],
  ["another TCP port", "generic-float", tcp, { ...tcp, port: 1502 }, "needed"],
  ["another unit id", "generic-float", tcp, { ...tcp, unitId: 2 }, "needed"],
  ["the unit id of the model, written out", "hbm-wtx", tcpAsInModel, tcp, "commissioned"],
  ["another unit id on a serial bus", "seneca-z-sg", rtu, { ...rtu, unitId: 4 }, "needed"],
  ["another rate on a serial bus", "seneca-z-sg", rtu, { ...rtu, baud: 19200 }, "needed"],
  ["the same serial cable", "inspec-cable", serial, serial, "commissioned"],
  ["another baud rate", "inspec-cable", serial, { ...serial, baud: 9600 }, "needed"],
  [
    "a terminal server in place of the cable",
    "inspec-cable",
    serial,
    { kind: "tcp", host: "h", port: 1 },
    "needed",
  ],
  ["the cable in another socket", "inspec-cable", serial, { ...serial, path: "b" }, "commissioned"],
] as const)("of an unverified gauge: %s", (_, id, was, is, state) => {
  const model = modelOf(id);
  expect(model.evidence).toBe("unverified");
  expect(stateAfter(gaugeOn(model, was), gaugeOn(model, is))).toBe(state);
});

it("of an unverified gauge: another model on the same line", () => {
  const was = gaugeOn(modelOf("generic-float"), tcp);
  expect(stateAfter(was, gaugeOn(modelOf("generic-int32"), tcp))).toBe("needed");
});
