// A plan is refused when its limits make no sense, and the plan of the demo is sound.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatConfigErrors, loadPlan, loadPlant } from "../../config/index.ts";

const head = '[part]\nnumber = "P"\nrevision = "A"\nname = { en = "Part" }\n[exit]\n';
const length = `[[characteristic]]
id = "length"
balloon = "1"
name = { en = "Length" }
kind = "variable"
unit = "mm"
nominal = 10
lsl = 9.9
usl = 10.1
class = "standard"
function = "fit"
chart = "xbar-r"
gauge = "caliper"
`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "proofline-plan-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(text: string) {
  const file = join(folder, "plan.toml");
  writeFileSync(file, text);
  return loadPlan(file);
}

function errorsOf(text: string): string[] {
  const loaded = load(text);
  return "errors" in loaded ? loaded.errors.map((e) => `${e.line} ${e.path}: ${e.what}`) : [];
}

it("a text with NUL, which a database cannot keep, is an error with its line", () => {
  const faults = errorsOf(`${head}cpk = 1.33\n${length.replace('"Length"', '"Le\\u0000ngth"')}`);
  expect(faults).toContainEqual(expect.stringMatching(/^\d+ characteristic.*name.*: holds.* NUL$/));
});

describe("the examples", () => {
  const examples = fileURLToPath(new URL("../../config/examples", import.meta.url));

  it.each(readdirSync(examples).filter((name) => name.endsWith("-plan.toml")))(
    "%s is a sound plan without warnings",
    (name) => {
      const loaded = loadPlan(join(examples, name));
      if (!("ok" in loaded)) throw new Error(formatConfigErrors(loaded.errors));
      expect(loaded.warnings).toEqual([]);
      expect(Object.isFrozen(loaded.ok.characteristic[0])).toBe(true);
      for (const { name: text, reaction, kind, gauge } of loaded.ok.characteristic) {
        expect(text["zh-CN"]).toBeTruthy();
        expect(reaction?.["zh-CN"]).toBeTruthy();
        expect(gauge !== "load-rig" || kind === "load-test").toBe(true);
      }
    },
  );

  it("plant.toml is a sound plant file", () => {
    const loaded = loadPlant(join(examples, "plant.toml"));
    if (!("ok" in loaded)) throw new Error(formatConfigErrors(loaded.errors));
    expect(loaded.ok.database.port).toBe(5432);
    expect(loaded.ok.shard).toBeUndefined();
  });
});

describe("a wrong plan", () => {
  it("has limits the wrong way round, or a nominal outside them", () => {
    expect(errorsOf(head + length.replace("lsl = 9.9", "lsl = 10.2"))).toEqual([
      "13 characteristic.0.lsl: lsl 10.2 is not below usl 10.1",
    ]);
    expect(errorsOf(head + length.replace("nominal = 10", "nominal = 11"))).toEqual([
      "12 characteristic.0.nominal: nominal 11 lies outside 9.9 … 10.1",
    ]);
  });

  it("gives two characteristics one name", () => {
    expect(errorsOf(head + length + length)).toEqual([
      '20 characteristic.1.id: "length" is already that of characteristic 1',
      '21 characteristic.1.balloon: "1" is already that of characteristic 1',
    ]);
  });

  it("measures without unit or limits, or an attribute with them", () => {
    expect(errorsOf(head + length.replace(/(unit|nominal|lsl|usl) = .*\n/g, ""))).toEqual([
      "6 characteristic.0.unit: what is measured needs a unit",
      "6 characteristic.0.lsl: neither lsl nor usl is given",
    ]);
    expect(errorsOf(head + length.replace('"variable"', '"attribute"'))).toHaveLength(5);
  });

  it("breaks parts without saying how", () => {
    expect(errorsOf(head + length.replace('"variable"', '"load-test"'))).toEqual([
      "6 characteristic.0.loadTest: a load test needs its procedure",
    ]);
  });

  it("uses a word the schema does not know", () => {
    const loaded = load(head + length.replace('"xbar-r"', '"xbarr"'));
    expect("errors" in loaded && loaded.errors[0]?.remedy).toBe(
      'Did you mean "xbar-r"? Choose from "xbar-r", "xbar-s", "i-mr", "none".',
    );
  });

  it("is warned of, and not refused, when the resolution is coarse", () => {
    const loaded = load(`${head}${length}decimals = 1\n`);
    expect("ok" in loaded && loaded.warnings.map(({ what }) => what)).toEqual([
      "a resolution of 0.1 is coarser than a tenth of the tolerance 0.2",
    ]);
    const finer = load(`${head}${length}decimals = 2\n`);
    expect("ok" in finer && finer.warnings).toEqual([]);
  });
});
