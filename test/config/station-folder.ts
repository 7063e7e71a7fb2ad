// The station file that the tests of its loading change, and how they read what loading says.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KnownModel, loadStation } from "../../config/index.ts";
import { convertDecimal } from "../../edge/intake/index.ts";

export const models = new Map<string, KnownModel>([
  ["mitutoyo-ascii", { id: "mitutoyo-ascii", line: "serial", saysUnit: false }],
  ["mark10-series5", { id: "mark10-series5", line: "serial", saysUnit: true }],
  ["laumas-tlb", { id: "laumas-tlb", line: "modbus-rtu", saysUnit: false, unitId: 1 }],
  [
    "generic-float",
    { id: "generic-float", line: "modbus-tcp", saysUnit: false, asksWordOrder: true, unitId: 1 },
  ],
  ["dfq", { id: "dfq", line: "file", saysUnit: true }],
]);
export const plan = `
[part]
number = "P"
revision = "A"
name = { en = "Part" }
[[characteristic]]
id = "length"
balloon = "1"
name = { en = "Length" }
kind = "variable"
unit = "mm"
lsl = 9.9
usl = 10.1
class = "standard"
function = "fit"
chart = "xbar-r"
gauge = "caliper"
keyed = false
`;
export const head = `
plans = ["plan.toml"]
[station]
name = "pilot-1"
zone = "Asia/Shanghai"
[place]
enterprise = "brand"
site = "east"
area = "assembly"
line = "one"
`;
export const caliper = `
[[gauge]]
id = "caliper-1"
name = "Caliper"
model = "mitutoyo-ascii"
serves = ["caliper"]
unit = "mm"
line = { kind = "serial", path = "/dev/ttyUSB0" }
`;

/** As the station tells the loader which units become which. */
export const convertible = (from: string, to: string) => convertDecimal("1", from, to) !== null;

/**
 * A folder with a sound plan.toml, in which station files are loaded.
 * @returns folder: its path; load: what loading a text gives; errorsOf: its errors as
 * "line path: what -> remedy"; remove: takes the folder away.
 */
export function stationFolder() {
  const folder = mkdtempSync(join(tmpdir(), "proofline-config-"));
  writeFileSync(join(folder, "plan.toml"), plan);
  const load = (text: string) => {
    const file = join(folder, "station.toml");
    writeFileSync(file, text);
    return loadStation(file, models, convertible);
  };
  const errorsOf = (text: string): string[] => {
    const loaded = load(text);
    if (!("errors" in loaded)) return [];
    return loaded.errors.map((e) => `${e.line} ${e.path}: ${e.what} -> ${e.remedy}`);
  };
  return { folder, load, errorsOf, remove: () => rmSync(folder, { recursive: true }) };
}
