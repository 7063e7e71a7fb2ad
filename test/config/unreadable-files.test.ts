// A file that is none, is not UTF-8 or holds what no number is: said with its line, never a crash.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadPlan, loadStation } from "../../config/index.ts";
import { caliper, convertible, head, models, plan, stationFolder } from "./station-folder.ts";

const { folder, errorsOf, load, remove } = stationFolder();
afterAll(remove);

const file = join(folder, "other.toml");
const saidOf = (bytes: Uint8Array | string): string[] => {
  writeFileSync(file, bytes);
  const loaded = loadStation(file, models, convertible);
  if (!("errors" in loaded)) return [];
  return loaded.errors.map(({ line, what, remedy }) => `${line}: ${what} -> ${remedy}`);
};
const planSays = (text: string): string[] => {
  writeFileSync(join(folder, "own-plan.toml"), text);
  const loaded = loadPlan(join(folder, "own-plan.toml"));
  if (!("errors" in loaded)) return [];
  return loaded.errors.map(({ line, path, what }) => `${line} ${path}: ${what}`);
};

describe("a configuration file", () => {
  it("saved in GBK or Latin-1 is refused with the line of the first such character", () => {
    const [before = "", after = ""] = (head + caliper).split("Caliper");
    const line = before.split("\n").length;
    for (const word of [
      [0xbf, 0xa8, 0xb3, 0xdf],
      [0x43, 0xe9],
    ]) {
      const bytes = Buffer.concat([Buffer.from(before), Buffer.from(word), Buffer.from(after)]);
      expect(saidOf(bytes)).toEqual([
        `${line}: the file is not UTF-8 on this line -> Save it as UTF-8 (it may be GBK or Latin-1 now).`,
      ]);
    }
    expect(saidOf(Buffer.from(head + caliper, "utf16le"))).toHaveLength(1);
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(head, "utf16le")]);
    expect(saidOf(marked)).toEqual(["1: the file is UTF-16 -> Save it as UTF-8."]);
  });

  it("may begin with the mark that Windows editors put first, and have their line ends", () => {
    expect(saidOf(`\ufeff${head}${caliper}`)).toEqual([]);
    expect(saidOf((head + caliper).replaceAll("\n", "\r\n"))).toEqual([]);
  });

  it("that is a folder, or larger than any configuration, is not read", () => {
    const inside = join(folder, "folder");
    mkdirSync(inside);
    const loaded = loadStation(inside, models, convertible);
    expect("errors" in loaded && loaded.errors[0]?.what).toBe(
      "the file is a folder, but must be a file",
    );
    expect(saidOf("#".repeat(4_194_305))[0]).toContain("has 4194305 bytes; at most 4194304");
  });

  it("with a broker that no address can be gets that told", () => {
    for (const url of ["mqtt://h:99999", "mqtt://[zz]:1"]) {
      expect(errorsOf(`${head}${caliper}[mqtt]\nurl = "${url}"\n`)[0]).toContain(
        `mqtt.url: "${url}" is no address -> Write host and port`,
      );
    }
    const folderForFile = '[mqtt]\nurl = "mqtts://h"\ncaFile = "."\n';
    expect(errorsOf(head + caliper + folderForFile)[0]).toContain("cannot be read");
  });

  it("with one table where a list of them is meant is told of the two brackets", () => {
    expect(errorsOf(head + caliper.replace("[[gauge]]", "[gauge]"))).toEqual([
      "12 gauge: is a table, but must be a list in [brackets] -> " +
        "Write [[gauge]] with two brackets above each of them.",
    ]);
  });
});

describe("a plan", () => {
  it("with a limit that is no number is refused, not a crash", () => {
    for (const odd of ["nan", "inf", "-inf"])
      expect(planSays(plan.replace("lsl = 9.9", `lsl = ${odd}`))).toEqual([
        "12 characteristic.0.lsl: is no finite number",
      ]);
  });

  it("with an empty gauge, or limits that never come, is refused", () => {
    expect(planSays(plan.replace('gauge = "caliper"', 'gauge = " "'))).toEqual([
      "17 characteristic.0.gauge: is empty",
    ]);
    expect(planSays(`${plan}trialSubgroups = 100001\n`)).toEqual([
      "19 characteristic.0.trialSubgroups: 100001 subgroups are never measured",
    ]);
  });
});

describe("the unit of a gauge", () => {
  const withUnit = (unit: string) => head + caliper.replace('unit = "mm"', `unit = "${unit}"`);

  it("must become that of the plan without rounding, or every reading would be set aside", () => {
    expect(errorsOf(withUnit("kN"))).toEqual([
      '17 gauge.0.unit: caliper-1 shows "kN", which becomes the "mm" of length not at all -> ' +
        "Correct the unit here or in the plan; mm, um, in, N, kN, kgf, lbf, g, kg, Nm are some.",
    ]);
    expect(errorsOf(withUnit("milimeter"))[0]).toContain("not at all");
    for (const unit of ["in", "um", "µm"]) expect(errorsOf(withUnit(unit))).toEqual([]);
  });

  it("in millimetres is refused for a plan in inches, which would round", () => {
    writeFileSync(join(folder, "inch.toml"), plan.replace('unit = "mm"', 'unit = "in"'));
    const loaded = load(head.replace("plan.toml", "inch.toml") + caliper);
    expect("errors" in loaded && loaded.errors.map(({ what }) => what)).toEqual([
      'caliper-1 shows "mm", which becomes the "in" of length only by rounding',
    ]);
  });
});
