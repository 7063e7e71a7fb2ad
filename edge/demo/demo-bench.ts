// The demo's virtual bench: gauges, a load rig and a CMM that speak the real protocols on loopback.
import { mkdir } from "node:fs/promises";
import type { Characteristic, InspectionPlan } from "../../config/index.ts";
import {
  createVirtualCmm,
  createVirtualGauge,
  createVirtualRig,
  type GaugeModel,
  type VirtualGauge,
} from "../../gauges/index.ts";
import type { FloorGauge } from "../station/index.ts";
import type { Bench } from "./demo-operator.ts";

export type DemoBench = {
  readonly gauges: readonly FloorGauge[];
  /** The hands on the bench; asking a gauge goes through the station, as at a real one. */
  handsOn(ask: (gauge: string) => boolean): Bench;
  close(): Promise<void>;
};

export type BenchOptions = {
  readonly models: ReadonlyMap<string, GaugeModel>;
  readonly plan: InspectionPlan;
  /** Hot folder into which the CMM writes. */
  readonly folder: string;
  readonly seed: number;
  readonly speed: number;
  readonly calibrationDue: string;
  monotonicMs(): number;
};

const HOST = "127.0.0.1";
const RIG_POLL_MS = 50;
/** A pull at speed 1; never so fast that the rig's ten polls a second would miss the ramp. */
const PULL_SECONDS = 8;
const FASTEST_PULL_SECONDS = 0.7;

export async function createDemoBench(options: BenchOptions): Promise<DemoBench> {
  const { models, plan, folder, seed, speed } = options;
  await mkdir(folder, { recursive: true });
  const listen = { kind: "tcp" as const, host: HOST, port: 0 };
  const caliper = await createVirtualGauge(modelOf(models, "mitutoyo-ascii"), { listen });
  const micrometer = await createVirtualGauge(modelOf(models, "mahr-marconnect"), { listen });
  const rig = await createVirtualRig({
    listen,
    unitId: 1,
    seed,
    monotonicMs: options.monotonicMs,
  });
  const cmm = createVirtualCmm({
    folder,
    part: { number: plan.part.number, name: plan.part.name.en },
    characteristics: plan.characteristic
      .filter((one) => one.gauge === "cmm")
      .map(cmmCharacteristic),
  });
  const seconds = Math.max(FASTEST_PULL_SECONDS, PULL_SECONDS / speed);
  return {
    gauges: floorGauges(options, { caliper, micrometer, rig }),
    handsOn: (ask) => ({
      press: (gaugeKind, value) => {
        if (gaugeKind === "caliper") caliper.press(value);
        else {
          micrometer.show(value);
          ask("micrometer-1");
        }
      },
      drop: async (results) => {
        for (const serial of new Set(results.map((one) => one.serial))) {
          const values = results
            .filter((one) => one.serial === serial)
            .map(({ characteristic, value }) => ({
              characteristic: numberOf(characteristic),
              value,
            }));
          await cmm.drop({ name: serial, serial, values });
        }
      },
      // The rig counts newtons, the plan asks for kilonewtons.
      pull: (peak) => rig.pull({ peak: Math.round(Number(peak) * 1000), seconds, breakDrop: 0.9 }),
      // A little longer than asked: the station's clock begins when the force is reached.
      hold: (force, holdSeconds) => {
        const peak = Math.round(Number(force) * 1000);
        return rig.pull({ peak, seconds, breakDrop: 0, holdSeconds: holdSeconds + 0.3 });
      },
    }),
    close: async () => {
      await Promise.all([caliper.close(), micrometer.close(), rig.close()]);
    },
  };
}

function floorGauges(
  { models, folder, calibrationDue }: BenchOptions,
  ports: { caliper: VirtualGauge; micrometer: VirtualGauge; rig: { port: number | null } },
): FloorGauge[] {
  const gauge = (
    id: string,
    name: string,
    model: string,
    serves: string,
    line: FloorGauge["settings"]["line"],
    more: { unit?: string; pollMs?: number } = {},
  ): FloorGauge => ({
    id,
    name,
    serves: [serves],
    calibrationDue,
    model: modelOf(models, model),
    settings: { id, model, line, ...more },
  });
  const tcp = (port: number | null) => ({ kind: "tcp" as const, host: HOST, port: port ?? 0 });
  const rigLine = { kind: "modbus-tcp" as const, host: HOST, port: ports.rig.port ?? 0, unitId: 1 };
  return [
    gauge("caliper-1", "Caliper 150 mm", "mitutoyo-ascii", "caliper", tcp(ports.caliper.port), {
      unit: "mm",
    }),
    gauge(
      "micrometer-1",
      "Micrometer 0–25 mm",
      "mahr-marconnect",
      "micrometer",
      tcp(ports.micrometer.port),
    ),
    gauge("rig-1", "Load rig 50 kN", "laumas-tlb", "load-rig", rigLine, { pollMs: RIG_POLL_MS }),
    gauge("cmm-1", "CMM", "dfq-file", "cmm", { kind: "file", folder }),
  ];
}

function modelOf(models: ReadonlyMap<string, GaugeModel>, id: string): GaugeModel {
  const model = models.get(id);
  if (model === undefined) throw new Error(`the catalogue has no model ${id}`);
  return model;
}

function numberOf(characteristic: Characteristic): string {
  return characteristic.channel ?? characteristic.id;
}

function cmmCharacteristic(characteristic: Characteristic) {
  const { nominal, lsl, usl } = characteristic;
  return {
    number: numberOf(characteristic),
    name: characteristic.name.en,
    unit: characteristic.unit ?? "mm",
    ...(nominal === undefined ? {} : { nominal }),
    ...(lsl === undefined ? {} : { lower: lsl }),
    ...(usl === undefined ? {} : { upper: usl }),
  };
}
