// Whether the station's gauges can measure what its plans ask for, and its runs are large enough.
import type { Fault } from "../file/config-error.ts";
import { nearest } from "../file/near.ts";
import type { PlanFindings } from "../plan/check-plan.ts";
import type { Characteristic, InspectionPlan } from "../plan/inspection-plan.ts";
import type { StationFile } from "./station-schema.ts";

type Run = StationFile["run"][number];
type Gauge = StationFile["gauge"][number];

/** Whether any value in the first unit can be given in the second without rounding. */
export type Convertible = (from: string, to: string) => boolean;

/** Compares gauges and runs with the plans that loaded, by the name the station's file gives them. Pure. */
export function checkAgainstPlans(
  file: StationFile,
  plans: ReadonlyMap<string, InspectionPlan>,
  convertible: Convertible,
): PlanFindings {
  const faults: Fault[] = [];
  const warnings: Fault[] = [];
  const served = new Set(file.gauge.flatMap((gauge) => gauge.serves));
  for (const [index, name] of file.plans.entries())
    for (const characteristic of plans.get(name)?.characteristic ?? []) {
      if (characteristic.kind === "attribute" || served.has(characteristic.gauge)) continue;
      const mustHave = characteristic.kind === "load-test" || !characteristic.keyed;
      (mustHave ? faults : warnings).push({
        path: ["plans", String(index)],
        ...unserved(characteristic, served),
      });
    }
  for (const [index, gauge] of file.gauge.entries()) {
    faults.push(...checkUnits(gauge, index, plans.values(), convertible));
    warnings.push(...checkResolutions(gauge, index, plans.values()));
  }
  for (const [index, run] of file.run.entries()) {
    const plan = plans.get(run.plan);
    if (plan === undefined) continue;
    const path = ["run", String(index), "target"];
    faults.push(...checkSerials(plan, run, path));
    warnings.push(...checkSizes(plan, run, path));
  }
  return { faults, warnings };
}

/** A gauge whose unit cannot become that of the characteristic would have every reading set aside. */
function checkUnits(
  { id, serves, unit: shown }: Gauge,
  index: number,
  plans: Iterable<InspectionPlan>,
  convertible: Convertible,
): Fault[] {
  if (shown === undefined) return [];
  const owed = [...plans].flatMap((plan) => plan.characteristic);
  return owed.flatMap(({ id: name, gauge, unit }) => {
    if (unit === undefined || !serves.includes(gauge) || convertible(shown, unit)) return [];
    const rounded = convertible(unit, shown);
    const how = rounded ? "only by rounding" : "not at all";
    const what = `${id} shows "${shown}", which becomes the "${unit}" of ${name} ${how}`;
    const remedy = rounded
      ? `Set the gauge to "${unit}" and write unit = "${unit}", or give the plan in "${shown}".`
      : "Correct the unit here or in the plan; mm, um, in, N, kN, kgf, lbf, g, kg, Nm are some.";
    return [{ path: ["gauge", String(index), "unit"], what, remedy }];
  });
}

/** At least ten steps of the gauge should fit into a tolerance (AIAG MSA, 4th ed., discrimination). */
function checkResolutions(
  { id, serves, resolution }: Gauge,
  index: number,
  plans: Iterable<InspectionPlan>,
): Fault[] {
  if (resolution === undefined) return [];
  const coarse: Fault[] = [];
  for (const plan of plans) {
    for (const { id: name, gauge, unit, lsl, usl } of plan.characteristic) {
      if (!serves.includes(gauge) || unit !== resolution.unit) continue;
      if (lsl === undefined || usl === undefined) continue;
      const steps = Math.floor((usl - lsl) / Number(resolution.step) + 1e-9);
      if (steps >= 10) continue;
      const what = `${id} resolves ${resolution.step} ${unit}: ${steps} steps in the tolerance of ${name}`;
      const remedy = "Take a finer gauge: ten steps of it should fit into the tolerance.";
      coarse.push({ path: ["gauge", String(index), "resolution"], what, remedy });
    }
  }
  return coarse;
}

function unserved(characteristic: Characteristic, served: Iterable<string>) {
  const [near] = nearest(characteristic.gauge, served);
  const kind = JSON.stringify(characteristic.gauge);
  return {
    what: `no gauge serves ${kind}, which characteristic ${characteristic.id} needs`,
    remedy:
      near === undefined
        ? `Add ${kind} to serves of the gauge that measures it.`
        : `Add ${kind} to serves of a gauge; did one with "${near}" mean it?`,
  };
}

function checkSerials(plan: InspectionPlan, run: Run, path: string[]): Fault[] {
  const width = /\{(0+)\}/.exec(plan.serials)?.[1]?.length ?? 0;
  if (String(run.target).length <= width) return [];
  const what = `${run.target} units don't fit the serials ${plan.serials}`;
  return [{ path, what, remedy: "Add zeros between the braces of serials in the plan." }];
}

function checkSizes(plan: InspectionPlan, run: Run, path: string[]): Fault[] {
  return plan.characteristic.flatMap(({ id, every, chart, subgroup, trialSubgroups }) => {
    const measured = Math.floor(run.target / every);
    if (measured === 0) {
      const what = `${id} is measured on every ${every}th unit: never in ${run.target} units`;
      return [{ path, what, remedy: "Raise target, or lower every in the plan." }];
    }
    const subgroups =
      chart === "xbar-r" || chart === "xbar-s" ? Math.floor(measured / subgroup) : measured;
    if (chart === "none" || subgroups > trialSubgroups) return [];
    const what = `${id} gives ${subgroups} subgroups, and limits take ${trialSubgroups} of them`;
    return [{ path, what, remedy: "Raise target, or lower trialSubgroups in the plan." }];
  });
}
