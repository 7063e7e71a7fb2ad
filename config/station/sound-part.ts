// What of a misshapen station file can still be judged, so that one start names every error.
import type { TSchema } from "typebox";
import { checkShape } from "../file/check-shape.ts";
import type { Fault } from "../file/config-error.ts";
import { defaultPolicy } from "./station-config.ts";

import { type StationFile, StationFileSchema } from "./station-schema.ts";

type Table = Readonly<Record<string, unknown>>;

export type SoundPart = {
  readonly file: StationFile;
  /** False for a finding about a stand-in, which nobody wrote. */
  isReal(fault: Fault): boolean;
};

/** Keeps every value that has its shape, and puts a stand-in for each that has not. Pure. */
export function soundPart(content: unknown): SoundPart {
  const table = tableOf(content);
  const stoodIn: (readonly string[])[] = [];
  const { station, place, http, gauge, run, plans, mqtt } = StationFileSchema.properties;
  const part = (schema: { properties: Record<string, TSchema> }, key: string, standIns: Table) =>
    fitting(schema.properties, tableOf(table[key]), standIns, [key], stoodIn);
  const entries = (
    schema: { items: { properties: Record<string, TSchema> } },
    key: string,
    standIns: (index: number) => Table,
  ) =>
    listOf(table[key]).map((entry, at) => {
      const path = [key, String(at)];
      return fitting(schema.items.properties, tableOf(entry), standIns(at), path, stoodIn);
    });
  const plansFit = table.plans === undefined || checkShape(plans, table.plans).length === 0;
  const mqttFits = table.mqtt !== undefined && checkShape(mqtt, table.mqtt).length === 0;
  const file = {
    station: part(station, "station", { name: "-", zone: "UTC" }),
    place: part(place, "place", { enterprise: "-", site: "-", area: "-", line: "-" }),
    http: { host: "127.0.0.1", port: 0, ...part(http, "http", {}) },
    journal: {},
    policy: defaultPolicy as Table,
    models: listOf(undefined),
    plans: plansFit ? listOf(table.plans) : [],
    gauge: entries(gauge, "gauge", gaugeStandIns),
    // Without its plans a run cannot be judged.
    run: plansFit ? entries(run, "run", runStandIns) : [],
    ...(mqttFits ? { mqtt: table.mqtt } : {}),
  } as StationFile;
  return { file, isReal: ({ path }) => !stoodIn.some((one) => concerns(path, one)) };
}

/** Names that no file can hold, so that a stand-in is never taken for a second one. */
const gaugeStandIns = (index: number): Table => ({
  id: `-${index}`,
  name: "-",
  model: "-",
  serves: ["-"],
  line: { kind: "file", folder: `\0${index}` },
});
const runStandIns = (index: number): Table => ({
  ...{ id: `-${index}`, plan: "-", brand: "-", supplier: "-", target: 1 },
});

function fitting(
  rules: Readonly<Record<string, TSchema>>,
  table: Table,
  standIns: Table,
  path: readonly string[],
  stoodIn: (readonly string[])[],
): Table {
  const kept: [string, unknown][] = [];
  for (const [key, rule] of Object.entries(rules)) {
    const value = table[key];
    const there = value !== undefined;
    if (there && checkShape(rule, value).length === 0) kept.push([key, value]);
    else if (there || standIns[key] !== undefined) {
      stoodIn.push([...path, key]);
      if (standIns[key] !== undefined) kept.push([key, standIns[key]]);
    }
  }
  return Object.fromEntries(kept);
}

/** A finding below the value itself, or about the table as a whole that lacks it. */
function concerns(path: readonly string[], standIn: readonly string[]): boolean {
  const below = standIn.every((key, at) => path[at] === key);
  return (
    below || (path.length === standIn.length - 1 && path.every((key, at) => standIn[at] === key))
  );
}

function tableOf(value: unknown): Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
