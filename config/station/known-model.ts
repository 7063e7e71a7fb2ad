// What the loader must know of a gauge model; the catalogue of gauges has it, this room doesn't read it.
import { type GaugeModel, isModbusModel, needsWordOrder } from "../../gauges/index.ts";

export type KnownModel = {
  readonly id: string;
  /** Line the make is sold with. */
  readonly line: "serial" | "tcp" | "modbus-rtu" | "modbus-tcp" | "file";
  /** manual, capture or unverified: how sure the catalogue is of it. */
  readonly evidence?: string;
  /** False where frames carry no unit, so that the station's file must name it. */
  readonly saysUnit: boolean;
  /** True where a person must pick the word order against the display. */
  readonly asksWordOrder?: boolean;
  /** Modbus unit where the station's file names none. */
  readonly unitId?: number;
};

/** What the loader needs of each loaded model. */
export function knownModels(
  models: ReadonlyMap<string, GaugeModel>,
): ReadonlyMap<string, KnownModel> {
  return new Map([...models.values()].map((model) => [model.id, knownModel(model)]));
}

function knownModel(model: GaugeModel): KnownModel {
  const { id, evidence } = model;
  const known = { id, evidence, line: model.line.kind, saysUnit: saysUnit(model) };
  if (!isModbusModel(model)) return known;
  return { ...known, asksWordOrder: needsWordOrder(model), unitId: model.line.unitId };
}

function saysUnit(model: GaugeModel): boolean {
  if ("rule" in model && Array.isArray(model.rule))
    return model.rule.every(
      (rule) =>
        !giveValue.has(rule.status) || rule.unit !== undefined || sendsUnit.test(rule.match),
    );
  if ("point" in model) return model.point.every((point) => point.unit !== undefined);
  return true;
}

/** A unit group that no frame of the rule can lack. */
const sendsUnit = /\(\?<unit>[^()]*\)(?![?*])/u;

const giveValue: ReadonlySet<string> = new Set(["ok", "unstable"]);
