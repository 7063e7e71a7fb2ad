// The files a station is started with: a folder of its own, a plan, station.toml as a person writes it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type GaugeEntry = {
  readonly id: string;
  readonly model: string;
  readonly serves: string;
  readonly unit?: string;
  readonly pollMs?: number;
  /** The inline table as it stands in the file. */
  readonly line: string;
};

export type StationFiles = {
  readonly folder: string;
  readonly config: string;
  /** Folder of the journal. */
  readonly dir: string;
  /** Folder of result files of a measuring machine; relative in the file. */
  readonly results: string;
  /** Writes station.toml (again). */
  write(text: string): void;
  remove(): void;
};

export const RUN = "PR-E2E-1";

/** Makes the folder with the plan in it; the station's file comes by `write`. */
export function createStationFiles(plan: string): StationFiles {
  const folder = mkdtempSync(join(tmpdir(), "station-"));
  const config = join(folder, "station.toml");
  const results = join(folder, "cmm-results");
  mkdirSync(results);
  writeFileSync(join(folder, "plan.toml"), plan);
  return {
    folder,
    config,
    dir: join(folder, "var"),
    results,
    write: (text) => writeFileSync(config, text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type StationText = {
  readonly gauges: readonly GaugeEntry[];
  readonly target: number;
  /** Port of the screens; 0 = any free one. */
  readonly port?: number;
  readonly mqtt?: string;
};

/** A station.toml with one planned run over plan.toml. */
export function stationText({ gauges, target, port = 0, mqtt }: StationText): string {
  const head = [
    'plans = ["plan.toml"]',
    "[station]",
    'name = "e2e-1"',
    'zone = "Asia/Shanghai"',
    "[place]",
    'enterprise = "brand"',
    'site = "supplier"',
    'area = "assembly"',
    'line = "carabiner"',
    "[http]",
    `port = ${port}`,
    ...(mqtt === undefined ? [] : ["[mqtt]", `url = "${mqtt}"`]),
    ...gauges.flatMap(gaugeLines),
    "[[run]]",
    `id = "${RUN}"`,
    'plan = "plan.toml"',
    'brand = "Brand"',
    'supplier = "Supplier"',
    `target = ${target}`,
  ];
  return `${head.join("\n")}\n`;
}

function gaugeLines({ id, model, serves, unit, pollMs, line }: GaugeEntry): string[] {
  return [
    "[[gauge]]",
    `id = "${id}"`,
    `name = "${id}"`,
    `model = "${model}"`,
    `serves = ["${serves}"]`,
    ...(unit === undefined ? [] : [`unit = "${unit}"`]),
    ...(pollMs === undefined ? [] : [`pollMs = ${pollMs}`]),
    `line = ${line}`,
  ];
}

export type CharacteristicEntry = {
  readonly id: string;
  readonly gauge: string;
  readonly nominal: number;
  readonly tolerance: number;
  /** Number in the measuring machine's files. */
  readonly channel?: string;
  readonly chart?: "xbar-r" | "i-mr";
};

/** A load test in kN by its gauge, on every n-th unit. */
export type StrengthEntry = {
  readonly id: string;
  readonly gauge: string;
  readonly every: number;
};

/** A plan over variables in mm and load tests in kN. */
export function planText(
  variables: readonly CharacteristicEntry[],
  strengths: readonly StrengthEntry[] = [],
): string {
  const part = ["[part]", 'number = "CB-1"', 'revision = "A"', 'name = { en = "Carabiner" }'];
  const lines = [
    'serials = "U{0000}"',
    ...part,
    ...variables.flatMap((one, at) => [
      ...common(one.id, at + 1, "variable", one.gauge),
      'unit = "mm"',
      `nominal = ${one.nominal}`,
      `lsl = ${(one.nominal - one.tolerance).toFixed(3)}`,
      `usl = ${(one.nominal + one.tolerance).toFixed(3)}`,
      `chart = "${one.chart ?? "xbar-r"}"`,
      "subgroup = 5",
      "trialSubgroups = 10",
      ...(one.channel === undefined ? [] : [`channel = "${one.channel}"`, "keyed = false"]),
    ]),
    ...strengths.flatMap((one, at) => [
      ...common(one.id, variables.length + at + 1, "load-test", one.gauge),
      'unit = "kN"',
      "lsl = 20.0",
      'chart = "i-mr"',
      "trialSubgroups = 5",
      `every = ${one.every}`,
      "keyed = false",
      "[characteristic.loadTest]",
      'procedure = "ramp-to-break"',
      "startAt = 1.0",
      "breakDrop = 0.5",
      "maxSeconds = 60",
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function common(id: string, balloon: number, kind: string, gauge: string): string[] {
  return [
    "[[characteristic]]",
    `id = "${id}"`,
    `balloon = "${balloon}"`,
    `name = { en = "${id}" }`,
    `kind = "${kind}"`,
    "decimals = 3",
    'class = "critical"',
    'function = "function"',
    `gauge = "${gauge}"`,
  ];
}
