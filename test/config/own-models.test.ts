// A station's own gauge models, its policies, and what its file says of each gauge's calibration and study.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { knownModels, loadStation, modelFolders } from "../../config/index.ts";
import { loadModels } from "../../gauges/index.ts";
import { convertible } from "./station-folder.ts";

const catalogue = fileURLToPath(new URL("../../gauges/models", import.meta.url));
const sample = readFileSync(join(catalogue, "wagner-fdx.toml"), "utf8");
const plan = fileURLToPath(new URL("../../config/examples/carabiner-plan.toml", import.meta.url));

const stationFile = (more: string, gauge: string) => `
plans = [${JSON.stringify(plan)}]
${more}
[station]
name = "s-1"
zone = "UTC"
[place]
enterprise = "e"
site = "s"
area = "a"
line = "l"
[[gauge]]
id = "g-1"
name = "Caliper"
model = "my-gauge"
serves = ["caliper", "micrometer", "load-rig", "cmm"]
line = { kind = "serial", path = "/dev/ttyUSB0" }
${gauge}
`;

describe("a station with gauge models of its own", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "own-models-"));
    mkdirSync(join(folder, "models"));
    writeFileSync(join(folder, "models", "my.toml"), sample.replace("wagner-fdx", "my-gauge"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function load(more: string, gauge = "") {
    const file = join(folder, "station.toml");
    writeFileSync(file, stationFile(more, gauge));
    const { models, errors } = loadModels(catalogue, modelFolders(file));
    return { loaded: loadStation(file, knownModels(models), convertible), errors, models };
  }

  it("finds them in the folders that models names, relative to the file", () => {
    const { loaded, errors, models } = load('models = ["./models"]');
    expect(errors).toEqual([]);
    expect("errors" in loaded && loaded.errors).toBe(false);
    expect(models.get("my-gauge")?.origin).toBe(join(folder, "models", "my.toml"));
    const without = load("").loaded;
    expect("errors" in without && without.errors[0]?.what).toContain('"my-gauge"');
  });

  it("names a folder that is not there, a broken file by its path, and an id that is taken", () => {
    expect(load('models = ["./none"]').errors[0]).toMatchObject({
      ...{ file: join(folder, "none"), what: "the folder cannot be read" },
    });
    writeFileSync(join(folder, "models", "odd.toml"), sample.replace("flow =", "flaw ="));
    writeFileSync(join(folder, "models", "same.toml"), sample);
    const { errors } = load('models = ["./models"]');
    expect(errors.map(({ file }) => file)).toContain(join(folder, "models", "odd.toml"));
    expect(errors.map(({ what }) => what)).toContain("id is also that of wagner-fdx.toml");
  });

  it("asks for a confirmation of unverified models unless its policy says otherwise", () => {
    const { loaded } = load('models = ["./models"]');
    if ("errors" in loaded) throw new Error(loaded.errors[0]?.what);
    expect(loaded.ok.policy).toEqual({
      ...{ unverified: "confirm", verified: "accept", calibration: "flag" },
    });
    const set = 'models = ["./models"]\n[policy]\nunverified = "refuse"\ncalibration = "refuse"';
    const other = load(set).loaded;
    if ("errors" in other) throw new Error(other.errors[0]?.what);
    expect(other.ok.policy).toMatchObject({ unverified: "refuse", calibration: "refuse" });
    const wrong = load('models = ["./models"]\n[policy]\nunverified = "maybe"').loaded;
    expect("errors" in wrong && wrong.errors[0]?.path).toBe("policy.unverified");
  });

  it("takes the last study, refuses one on no day, and warns of fewer than ten steps in a tolerance", () => {
    const study = 'msa = { on = "2026-09-14", grrPercent = 12.4 }';
    const coarse = 'resolution = { step = "0.05", unit = "mm" }';
    const { loaded } = load('models = ["./models"]', `${study}\n${coarse}`);
    if ("errors" in loaded) throw new Error(loaded.errors[0]?.what);
    expect(loaded.ok.gauges[0]?.msa).toEqual({ on: "2026-09-14", grrPercent: "12.4" });
    const words = loaded.warnings.map(({ what }) => what);
    expect(words).toContain("g-1 resolves 0.05 mm: 4 steps in the tolerance of rod-diameter");
    expect(words.join()).not.toContain("overall-length");
    const odd = load('models = ["./models"]', 'msa = { on = "2026-02-30", grrPercent = 1 }').loaded;
    expect("errors" in odd && odd.errors[0]?.what).toContain("is not a day");
  });
});
