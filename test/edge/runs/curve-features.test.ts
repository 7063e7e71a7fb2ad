import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  breakOf,
  fitRise,
  holdOf,
  kneeOf,
  packCurve,
  unpackCurve,
  type XY,
} from "../../../edge/runs/index.ts";
import { isFileModel, isRefused, loadModels, readResultFile } from "../../../gauges/index.ts";
import { needs } from "../../fakes/needs.ts";
import { sampleBytes } from "../../gauges/formats/sample-files.ts";

/** Force over seconds at 100 Hz: slope 2 up to 16, then slope 0.5 up to 20, then the break. */
function bilinear(noise = 0): XY[] {
  const points: XY[] = [];
  for (let k = 0; k <= 1600; k += 1) {
    const x = k / 100;
    const y = x <= 8 ? 2 * x : 16 + 0.5 * (x - 8);
    points.push({ x, y: y + noise * Math.sin(k * 12.9898) });
  }
  return [...points, { x: 16.05, y: 0.4 }, { x: 16.1, y: 0.1 }];
}

describe("the features of a curve with known truth", () => {
  it("give the slope of its straight part", () => {
    expect(fitRise(bilinear())?.slope).toBeCloseTo(2, 10);
    expect(fitRise(bilinear(0.02))?.slope).toBeCloseTo(2, 1);
  });

  it("put the knee where the curve stays 3 % of the peak behind its straight part", () => {
    // Behind by (2 − 0.5)·(x − 8) = 0.03·20, so x = 8.4.
    expect(kneeOf(bilinear())?.x).toBeCloseTo(8.4, 1);
    expect(kneeOf(bilinear())?.y).toBeCloseTo(16.2, 1);
    expect(kneeOf(bilinear(0.02))?.x).toBeCloseTo(8.4, 0);
  });

  it("know no knee where it breaks while it is straight", () => {
    const straight = bilinear().filter(({ x }) => x <= 8 || x > 16);
    expect(kneeOf(straight)).toBeNull();
  });

  it("put the break on the last high point, and know none in a slow unloading", () => {
    expect(breakOf(bilinear(), 0.5, 1)).toEqual({ x: 16, y: 20 });
    const slow = Array.from({ length: 200 }, (_, k) => ({ x: k / 10, y: k < 100 ? k : 200 - k }));
    expect(breakOf(slow, 0.5, 1)).toBeNull();
  });

  it("say nothing of a curve without a rise", () => {
    expect(fitRise([])).toBeNull();
    expect(kneeOf([{ x: 0, y: 1 }])).toBeNull();
    expect(
      fitRise([
        { x: 0, y: 5 },
        { x: 1, y: 5 },
      ]),
    ).toBeNull();
  });
});

describe("a hold", () => {
  const asked = { force: 16, minimum: 15.8, length: 60, gap: 0.5 };
  const held = (seconds: number, at: (x: number) => number): XY[] =>
    Array.from({ length: seconds * 10 + 1 }, (_, k) => ({ x: k / 10, y: at(k / 10) }));

  it("is complete when it lasts, with its least force", () => {
    const points = held(70, (x) => (x < 4 ? 4 * x : x === 30 ? 15.9 : 16.1));
    expect(holdOf(points, asked)).toMatchObject({
      from: 4,
      complete: true,
      lost: false,
      least: { x: 30, y: 15.9 },
    });
  });

  it("is lost when the force falls below the minimum, whatever follows", () => {
    const points = held(90, (x) => (x < 4 ? 4 * x : x === 20 ? 15.7 : 16.1));
    expect(holdOf(points, asked)).toMatchObject({ lost: true, complete: false });
    expect(holdOf(points, asked)?.held).toBeCloseTo(15.9, 6);
  });

  it("begins anew behind a stretch that nobody saw", () => {
    const points = held(70, (x) => (x < 4 ? 4 * x : 16.1)).filter(({ x }) => x < 30 || x > 31);
    expect(holdOf(points, asked)).toMatchObject({ complete: false });
    expect(holdOf(points, asked)?.from).toBeCloseTo(31.1, 6);
  });

  it("that was never reached is none", () => {
    expect(
      holdOf(
        held(70, () => 15.9),
        asked,
      ),
    ).toBeNull();
  });
});

describe("a packed curve", () => {
  const decimal = (decimals: number) =>
    fc
      .integer({ min: -2_000_000, max: 2_000_000 })
      .map((n) => (n / 10 ** decimals).toFixed(decimals));

  it("unpacks to the same strings and times", () => {
    const force = fc.oneof(
      fc.integer({ min: 0, max: 6 }).chain((decimals) => fc.array(decimal(decimals))),
      fc.array(fc.constantFrom("1", "1.50", "-0.0", "0", "-3", "+1.2", "007", "1e3")),
    );
    fc.assert(
      fc.property(force, fc.array(fc.integer({ min: 1, max: 5000 })), (forces, steps) => {
        let at = 0;
        const elapsedMs = forces.map((_, k) => {
          at += steps[k % Math.max(1, steps.length)] ?? 1;
          return at;
        });
        const packed = { ...packCurve({ elapsedMs, force: forces }), sha256: "" };
        expect(unpackCurve(packed)).toEqual({ elapsedMs, force: forces });
      }),
    );
  });

  it("of 20 minutes at 100 samples a second takes less than 4 bytes a sample", () => {
    const points = 120_000;
    const elapsedMs = Array.from({ length: points }, (_, k) => k * 10 + (k % 7 === 0 ? 1 : 0));
    const force = elapsedMs.map((ms) => (16 + 0.02 * Math.sin(ms * 0.0137)).toFixed(2));
    const { packed } = packCurve({ elapsedMs, force });
    expect(packed.length).toBeLessThan(points * 4);
    expect(() => packCurve({ elapsedMs: [...elapsedMs, 1], force: [...force, "1"] })).toThrow();
  });

  it("that is damaged, cut or inflates without end is no curve", () => {
    const whole = packCurve({ elapsedMs: [0, 10, 20], force: ["1.0", "2.0", "3.0"] });
    for (let cut = 0; cut < whole.packed.length; cut += 1) {
      const packed = whole.packed.slice(0, cut);
      const curve = unpackCurve({ ...whole, packed, sha256: "" });
      // Without the last bytes only the check sum of zlib is missing; the record's hash stands.
      if (curve !== null) expect(curve.force, `cut at ${cut}`).toEqual(["1.0", "2.0", "3.0"]);
      if (cut < whole.packed.length / 2) expect(curve, `cut at ${cut}`).toBeNull();
    }
    expect(unpackCurve({ ...whole, points: 4, sha256: "" })).toBeNull();
    const zeros = packCurve({
      elapsedMs: Array.from({ length: 100_000 }, () => 0),
      force: Array.from({ length: 100_000 }, () => "0".repeat(200)),
    });
    expect(unpackCurve({ ...zeros, sha256: "" })).toBeNull();
  });
});

needs("shared")("the sample of a test machine", () => {
  it("has the greatest force and the modulus its own head states", () => {
    const folder = fileURLToPath(new URL("../../../gauges/models/", import.meta.url));
    const model = loadModels(folder).models.get("zwick-testxpert");
    if (model === undefined || !isFileModel(model)) throw new Error("no model of the machine");
    const read = readResultFile(model.file, sampleBytes("testmachine/zwick_example.csv"));
    if (isRefused(read)) throw new Error(read.refused);
    const [part] = read.file.parts;
    const rows = (part?.curve?.rows ?? []).map((row) => row.map(Number));
    const area = 11.4 * 0.2; // mm²: width and thickness in the file's head
    const stress = rows.map((row) => ({ x: row[3] ?? 0, y: (row[2] ?? 0) / area }));
    const highest = stress.reduce((most, { y }) => Math.max(most, y), 0);
    expect(highest).toBeCloseTo(37.9483, 3);
    // The modulus of the head belongs to the first quarter of a percent of strain.
    const first = stress.filter(({ x }) => x <= 0.25);
    expect((fitRise(first)?.slope ?? 0) * 100).toBeGreaterThan(0.95 * 1127.12);
    expect((fitRise(first)?.slope ?? 0) * 100).toBeLessThan(1.05 * 1127.12);
  });
});
