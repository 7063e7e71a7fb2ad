// Loads station.toml and the plans it names: every error of all files at once, or a frozen configuration.
import { accessSync, constants, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ConfigError, Fault } from "../file/config-error.ts";
import { deepFreeze } from "../file/freeze.ts";
import { readConfigFile } from "../file/read-file.ts";
import type { InspectionPlan } from "../plan/inspection-plan.ts";
import { loadPlan } from "../plan/load-plan.ts";
import { type Convertible, checkAgainstPlans } from "./check-against-plans.ts";
import { checkStation } from "./check-station.ts";
import type { KnownModel } from "./known-model.ts";
import { soundPart } from "./sound-part.ts";
import type { BrokerConfig, StationConfig, StationLoaded } from "./station-config.ts";
import { type StationFile, StationFileSchema } from "./station-schema.ts";

/**
 * Reads the station's file and its plans. Paths in a file are relative to that file.
 * Never throws for what the files hold; the caller ends with exit code 78 on errors.
 * `convertible` tells which units of gauges can become those of plans; this room knows none.
 */
export function loadStation(
  file: string,
  models: ReadonlyMap<string, KnownModel>,
  convertible: Convertible,
): StationLoaded {
  const read = readConfigFile(StationFileSchema, file);
  const folder = dirname(resolve(file));
  if ("errors" in read) {
    if (read.misshapen === null) return { errors: read.errors };
    const { file: sound, isReal } = soundPart(read.misshapen.content);
    const further = judge(sound, folder, models);
    const faults = further.faults.filter(isReal).map(read.misshapen.place);
    return { errors: [...read.errors, ...faults, ...further.planErrors] };
  }
  const { content, place } = read;
  const { broker, plans, faults, planErrors, planWarnings } = judge(content, folder, models);
  const findings = checkAgainstPlans(content, plans, convertible);
  const errors = [...faults.map(place), ...planErrors, ...findings.faults.map(place)];
  if (errors.length > 0) return { errors };
  const warnings = [...planWarnings, ...findings.warnings.map(place)];
  return { ok: deepFreeze(stationConfig(content, broker, plans, folder)), warnings };
}

/** What the file's own values and the files it names have wrong. */
function judge(content: StationFile, folder: string, models: ReadonlyMap<string, KnownModel>) {
  const broker = content.mqtt === undefined ? null : brokerConfig(content.mqtt, folder);
  const faults = [
    ...checkStation(content, models),
    ...(broker === null ? [] : unreadableFiles(broker)),
  ];
  const plans = new Map<string, InspectionPlan>();
  const planErrors: ConfigError[] = [];
  const planWarnings: ConfigError[] = [];
  for (const name of content.plans) {
    const loaded = loadPlan(resolve(folder, name));
    if ("errors" in loaded) planErrors.push(...loaded.errors);
    else {
      plans.set(name, loaded.ok);
      planWarnings.push(...loaded.warnings);
    }
  }
  return { broker, plans, faults, planErrors, planWarnings };
}

function stationConfig(
  content: StationFile,
  mqtt: BrokerConfig | null,
  plans: ReadonlyMap<string, InspectionPlan>,
  folder: string,
): StationConfig {
  const planNamed = (name: string): InspectionPlan => {
    const plan = plans.get(name);
    if (plan === undefined) throw new Error(`The check let the unknown plan ${name} pass.`);
    return plan;
  };
  return {
    name: content.station.name,
    zone: content.station.zone,
    place: content.place,
    http: content.http,
    mqtt,
    journal: { quotaMb: content.journal.quotaMb ?? null },
    policy: content.policy,
    gauges: content.gauge.map(({ msa, resolution: _checked, ...gauge }) => ({
      ...gauge,
      msa: msa === undefined ? null : { on: msa.on, grrPercent: String(msa.grrPercent) },
      calibrationDue: gauge.calibrationDue ?? null,
      line: lineOf(gauge.line, folder),
    })),
    plans: content.plans.map((name) => ({ file: name, plan: planNamed(name) })),
    runs: content.run.map(({ id, plan, brand, supplier, order, target }) => ({
      run: id,
      plan: planNamed(plan),
      brand,
      supplier,
      order: order ?? null,
      target,
    })),
  };
}

/** The line with absolute paths. */
function lineOf(line: StationFile["gauge"][number]["line"], folder: string) {
  if (line.kind === "file") return { ...line, folder: resolve(folder, line.folder) };
  if (line.kind === "replay") return { ...line, file: resolve(folder, line.file) };
  return line;
}

const fileKeys = ["passwordFile", "caFile", "certFile", "keyFile"] as const;

/** The table [mqtt] with absolute paths. */
export function brokerConfig(mqtt: NonNullable<StationFile["mqtt"]>, folder: string): BrokerConfig {
  const paths = fileKeys.flatMap((key) => {
    const path = mqtt[key];
    return path === undefined ? [] : [[key, resolve(folder, path)] as const];
  });
  return { ...mqtt, ...Object.fromEntries(paths) };
}

/** The files named in [mqtt] that cannot be read. */
export function unreadableFiles(mqtt: BrokerConfig): Fault[] {
  return fileKeys.flatMap((key) => {
    const path = mqtt[key];
    if (path === undefined || isReadable(path)) return [];
    const what = `${path} cannot be read`;
    return [{ path: ["mqtt", key], what, remedy: "Check the path and the file's rights." }];
  });
}

/** True when this is a file that this process may read. */
export function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
