// Established limits: those of the document an earlier analysis printed, to be kept.
import type { Baseline } from "../../../spc/index.ts";

/** The baselines of an analysis document by their stage; a sentence where it is none. */
export function readLimits(text: string, chart: string): ReadonlyMap<string, Baseline> | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return "The file of --limits is no JSON; it is what `proofline analyse … --json` printed.";
  }
  const document = fieldsOf(parsed);
  const stages = document.get("stages");
  if (document.get("format") !== "proofline-analysis" || !Array.isArray(stages)) {
    return "The file of --limits is no document that `proofline analyse … --json` printed.";
  }
  if (document.get("chart") !== chart) {
    return `The file of --limits holds those of a ${String(document.get("chart"))} chart.`;
  }
  const found = new Map<string, Baseline>();
  for (const stage of stages) {
    const name = fieldsOf(stage).get("name");
    const baseline = baselineOf(fieldsOf(stage).get("baseline"));
    if (typeof name !== "string" || baseline === null) {
      return "The file of --limits has a stage without a name or without its baseline.";
    }
    found.set(name, baseline);
  }
  return found.size > 0 ? found : "The file of --limits has no stage.";
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

function baselineOf(value: unknown): Baseline | null {
  const fields = fieldsOf(value);
  const center = fields.get("center");
  const sigma = fields.get("sigma");
  const samples = fields.get("samples");
  const estimator = fields.get("estimator");
  if (typeof center !== "number" || typeof samples !== "number") return null;
  if (sigma !== null && !(typeof sigma === "number" && sigma >= 0)) return null;
  if (typeof estimator !== "string") return null;
  const mean = fields.get("mean");
  const cov = fields.get("cov");
  const base = { center, sigma, samples, estimator };
  if (mean === undefined && cov === undefined) return base;
  if (!isNumbers(mean) || !Array.isArray(cov) || !cov.every(isNumbers)) return null;
  return { ...base, mean, cov };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === "number");
}
