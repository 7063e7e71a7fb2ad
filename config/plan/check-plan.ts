// What a plan must hold beyond its shape: limits that make sense for what the characteristic is.
import type { Fault } from "../file/config-error.ts";
import { checkLoadTest } from "./check-load-test.ts";
import type { Characteristic, InspectionPlan } from "./inspection-plan.ts";
import { checkRequirement, type LoadRequirement } from "./load-requirements.ts";

export type PlanFindings = { readonly faults: Fault[]; readonly warnings: Fault[] };

/** Errors that stop a plan from being used, and warnings that don't. Pure. */
export function checkPlan(
  plan: InspectionPlan,
  requirements: ReadonlyMap<string, LoadRequirement> = new Map(),
): PlanFindings {
  const faults: Fault[] = [];
  const warnings: Fault[] = [];
  const ids = new Map<string, number>();
  const balloons = new Map<string, number>();
  for (const [index, characteristic] of plan.characteristic.entries()) {
    const path = ["characteristic", String(index)];
    unique(ids, characteristic.id, index, [...path, "id"], faults);
    unique(balloons, characteristic.balloon, index, [...path, "balloon"], faults);
    faults.push(...checkKind(characteristic, path), ...checkLimits(characteristic, path));
    faults.push(...checkWords(characteristic, path), ...checkTrial(characteristic, path));
    faults.push(...checkLoadTest(characteristic, path));
    faults.push(...checkRequirement(characteristic, path, requirements));
    warnings.push(...checkResolution(characteristic, path));
  }
  return { faults, warnings };
}

function unique(
  seen: Map<string, number>,
  name: string,
  index: number,
  path: readonly string[],
  faults: Fault[],
): void {
  const other = seen.get(name);
  if (other === undefined) seen.set(name, index);
  else {
    const what = `${JSON.stringify(name)} is already that of characteristic ${other + 1}`;
    faults.push({ path, what, remedy: "Give each characteristic its own." });
  }
}

function checkKind(characteristic: Characteristic, path: readonly string[]): Fault[] {
  const { kind, chart, unit, lsl, usl, nominal, loadTest, subgroup } = characteristic;
  const faults: Fault[] = [];
  const wrong = (key: string, what: string, remedy: string) =>
    void faults.push({ path: [...path, key], what, remedy });
  if (kind === "attribute") {
    if (chart !== "none") wrong("chart", "an attribute has no such chart", 'Set chart = "none".');
    for (const [key, value] of Object.entries({ unit, lsl, usl, nominal }))
      if (value !== undefined) wrong(key, "an attribute has no measure", `Remove ${key}.`);
  } else {
    if (unit === undefined) wrong("unit", "what is measured needs a unit", 'Add unit = "mm".');
    if (lsl === undefined && usl === undefined)
      wrong("lsl", "neither lsl nor usl is given", "Add the limit or limits of the drawing.");
  }
  if (kind === "load-test" && loadTest === undefined)
    wrong("loadTest", "a load test needs its procedure", "Add a table loadTest.");
  if (kind === "load-test" && lsl === undefined && usl !== undefined)
    wrong("lsl", "a load test needs the force it must reach", "Add lsl.");
  if (kind !== "load-test" && loadTest !== undefined)
    wrong("loadTest", `a ${kind} has no load test`, 'Remove loadTest, or set kind = "load-test".');
  if ((chart === "xbar-r" || chart === "xbar-s") && subgroup < 2) {
    const name = chart === "xbar-r" ? "X̄-R" : "X̄-s";
    wrong(
      "subgroup",
      `an ${name} chart needs at least 2`,
      'Raise subgroup, or set chart = "i-mr".',
    );
  }
  return faults;
}

/** Names that bind a reading to the characteristic: an empty one binds none. */
function checkWords(characteristic: Characteristic, path: readonly string[]): Fault[] {
  const { gauge, channel, unit } = characteristic;
  return Object.entries({ gauge, channel, unit }).flatMap(([key, word]) => {
    if (word === undefined || word.trim() !== "") return [];
    const remedy = key === "gauge" ? 'Name one, such as "caliper".' : `Name one, or remove ${key}.`;
    return [{ path: [...path, key], what: "is empty", remedy }];
  });
}

/** Subgroups of the largest run: limits that take more of them never come. */
const MOST_TRIAL_SUBGROUPS = 100_000;

function checkTrial({ trialSubgroups }: Characteristic, path: readonly string[]): Fault[] {
  if (trialSubgroups <= MOST_TRIAL_SUBGROUPS) return [];
  const what = `${trialSubgroups} subgroups are never measured`;
  const remedy = "20 to 25 are usual; a short run takes fewer.";
  return [{ path: [...path, "trialSubgroups"], what, remedy }];
}

function checkLimits(characteristic: Characteristic, path: readonly string[]): Fault[] {
  const { lsl = -Infinity, usl = Infinity, nominal } = characteristic;
  if (lsl >= usl) {
    const what = `lsl ${lsl} is not below usl ${usl}`;
    return [{ path: [...path, "lsl"], what, remedy: "Exchange or correct the two limits." }];
  }
  if (nominal === undefined || (nominal >= lsl && nominal <= usl)) return [];
  const what = `nominal ${nominal} lies outside ${lsl} … ${usl}`;
  return [{ path: [...path, "nominal"], what, remedy: "Correct the nominal or the limits." }];
}

/** A gauge should resolve a tenth of the tolerance (AIAG MSA, 4th ed., discrimination). */
function checkResolution(characteristic: Characteristic, path: readonly string[]): Fault[] {
  const { lsl, usl, decimals } = characteristic;
  if (lsl === undefined || usl === undefined || lsl >= usl) return [];
  const resolution = 10 ** -decimals;
  if (resolution <= ((usl - lsl) / 10) * (1 + 1e-9)) return [];
  const tolerance = Number((usl - lsl).toPrecision(6));
  const what = `a resolution of ${resolution} is coarser than a tenth of the tolerance ${tolerance}`;
  return [
    { path: [...path, "decimals"], what, remedy: "Measure with more decimals where possible." },
  ];
}
