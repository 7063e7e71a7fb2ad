// The values the demo's processes make: fixed by seed and unit, so that a second start goes on the same.
import type { Characteristic } from "../../config/index.ts";
import { createProcess } from "../../gauges/index.ts";
import type { DemoProcess, Story } from "./story-schema.ts";

/** @returns value of a characteristic of a unit as its gauge sends it: decimals as on its display. */
export function createProcessValues(
  story: Story,
): (characteristic: Characteristic, unitIndex: number) => string {
  const made = new Map<string, number[]>();
  return (characteristic, unitIndex) => {
    const process = story.processes[characteristic.id];
    if (process === undefined) throw new Error(`no process for ${characteristic.id}`);
    if (characteristic.kind === "attribute") {
      return process.nonconforming.includes(unitIndex) ? "1" : "0";
    }
    let values = made.get(characteristic.id);
    if (values === undefined) {
      values = valuesOf(characteristic, process, story);
      made.set(characteristic.id, values);
    }
    return (values[unitIndex - 1] ?? process.mean).toFixed(characteristic.decimals);
  };
}

function valuesOf(characteristic: Characteristic, process: DemoProcess, story: Story): number[] {
  const { mean, sd, driftPerPart, step } = process;
  const seed =
    story.seed + [...characteristic.id].reduce((sum, one) => sum * 31 + one.charCodeAt(0), 7);
  const one = createProcess(seed, {
    mean,
    sd,
    driftPerPart,
    ...(step === undefined ? {} : { step }),
  });
  return Array.from({ length: story.target }, () => one.next());
}
