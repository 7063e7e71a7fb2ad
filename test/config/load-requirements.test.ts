import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadPlan } from "../../config/index.ts";
import { loadRequirements } from "../../config/plan/load-requirements.ts";

const example = readFileSync(
  fileURLToPath(new URL("../../config/examples/carabiner-plan.toml", import.meta.url)),
  "utf8",
);
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "proofline-plan-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** The example's head with one load test. */
function planWith(settings: string, more = ""): ReturnType<typeof loadPlan> {
  const head = example.slice(0, example.indexOf("[[characteristic]]"));
  const file = join(dir, "plan.toml");
  const common = 'id = "s"\nballoon = "1"\nname = { en = "Strength" }\nkind = "load-test"\n';
  const rest = 'unit = "kN"\nclass = "critical"\nfunction = "certification"\ngauge = "rig"\n';
  writeFileSync(
    file,
    `${head}[[characteristic]]\n${common}${rest}${more}\n[characteristic.loadTest]\nstartAt = 0.5\n${settings}\n`,
  );
  return loadPlan(file);
}
const whatOf = (loaded: ReturnType<typeof loadPlan>) =>
  "errors" in loaded ? loaded.errors.map((one) => one.what) : [];

describe("a plan that names the requirement of a standard", () => {
  it("gets its force, its hold, its gate and its words", () => {
    const loaded = planWith(
      'procedure = "ramp-hold-function"\nrequirement = "en-362/major-closed-locked"',
      'chart = "none"',
    );
    expect(whatOf(loaded)).toEqual([]);
    if (!("ok" in loaded)) return;
    expect(loaded.ok.characteristic[0]).toMatchObject({
      lsl: 20,
      requirement: "EN 362:2004, classes B, M, T, A, major axis, closed and locked",
      loadTest: { gate: "closed-locked", hold: { force: 20, seconds: 180 } },
    });
  });

  it("may ask more than it and never less", () => {
    const named = 'procedure = "ramp-to-break"\nrequirement = "en-12275/b-major-closed"';
    expect(whatOf(planWith(named, 'chart = "i-mr"\nlsl = 24'))).toEqual([]);
    expect(whatOf(planWith(named, 'chart = "i-mr"\nlsl = 19'))).toEqual([
      "19 is less than the 20 of EN 12275:2013, class B, major axis, gate closed",
    ]);
  });

  it("is refused with another gate, procedure, unit or a shorter hold", () => {
    const hold = "hold = { force = 22.2, seconds = 30 }";
    expect(
      whatOf(
        planWith(
          `procedure = "ramp-hold-function"\nrequirement = "ansi-z359.12/major"\n${hold}`,
          'chart = "none"\nlsl = 22.2',
        ),
      ),
    ).toEqual(["ANSI/ASSP Z359.12-2019, major axis is held for 60 s"]);
    expect(
      whatOf(
        planWith(
          'procedure = "ramp-to-break"\ngate = "open"\nrequirement = "en-12275/b-major-closed"',
          'chart = "i-mr"',
        ),
      ),
    ).toEqual(["EN 12275:2013, class B, major axis, gate closed asks for the gate closed"]);
    expect(
      whatOf(
        planWith(
          'procedure = "ramp-to-break"\nrequirement = "en-12275/z"',
          'lsl = 1\nchart = "none"',
        ),
      ),
    ).toEqual(["en-12275/z is not known"]);
  });
});

describe("the settings of a load test", () => {
  it.each([
    ['procedure = "ramp-hold-function"', 'chart = "none"\nlsl = 16', "is missing"],
    [
      'procedure = "ramp-hold-function"\nhold = { force = 16, seconds = 60 }',
      'chart = "i-mr"\nlsl = 16',
      "a load that is held says nothing of the strength's spread",
    ],
    [
      'procedure = "ramp-hold-function"\nhold = { force = 16, seconds = 60, minimum = 15.9 }',
      'chart = "none"\nlsl = 16',
      "the least force held 15.9 is below lsl 16",
    ],
    [
      'procedure = "ramp-to-break"\nrate = { min = 3, max = 2 }',
      'chart = "i-mr"\nlsl = 16',
      "min 3 is not below max 2",
    ],
    [
      'procedure = "ramp-hold-function"\nhold = { force = 16, seconds = 60 }\noverload = 15',
      'chart = "none"\nlsl = 16',
      "15 is not above the hold force 16",
    ],
  ])("are refused when they contradict each other: %s", (settings, more, what) => {
    expect(whatOf(planWith(settings, more))).toContain(what);
  });
});

describe("the requirements of the standards", () => {
  it("each name their source, and hold where the standard holds", () => {
    const known = loadRequirements();
    expect(known.size).toBe(32);
    for (const [name, one] of known) {
      expect(one.source, name).toMatch(/satra/i);
      if (name.startsWith("en-362/")) expect(one.holdSeconds, name).toBeGreaterThan(0);
    }
    expect(known.get("en-12275/b-major-closed")).toMatchObject({ force: 20, gate: "closed" });
    expect(known.get("en-12275/k-major-open")).toMatchObject({ force: 8 });
    expect(known.get("en-12275/x-major-open")).toMatchObject({ force: 5 });
    expect(known.get("ansi-z359.12/major")).toMatchObject({ force: 22.2, holdSeconds: 60 });
  });
});
