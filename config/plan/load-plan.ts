// Loads an inspection plan file: every error at once, or the frozen plan with its warnings.
import type { ConfigError } from "../file/config-error.ts";
import { deepFreeze } from "../file/freeze.ts";
import { readConfigFile } from "../file/read-file.ts";
import { checkPlan } from "./check-plan.ts";
import { type InspectionPlan, InspectionPlanSchema } from "./inspection-plan.ts";
import { fillRequirements, loadRequirements } from "./load-requirements.ts";

export type PlanLoaded =
  | { readonly ok: InspectionPlan; readonly warnings: readonly ConfigError[] }
  | { readonly errors: readonly ConfigError[] };

/** Reads the plan at this path. Never throws for what the file holds. */
export function loadPlan(file: string): PlanLoaded {
  const read = readConfigFile(InspectionPlanSchema, file);
  if ("errors" in read) return read;
  const requirements = loadRequirements();
  fillRequirements(read.content, requirements);
  const { faults, warnings } = checkPlan(read.content, requirements);
  if (faults.length > 0) return { errors: faults.map(read.place) };
  return { ok: deepFreeze(read.content), warnings: warnings.map(read.place) };
}
