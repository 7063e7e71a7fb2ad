// What the settings of a load test must hold among themselves: forces in order, a hold where it is needed.
import type { Fault } from "../file/config-error.ts";
import type { Characteristic } from "./inspection-plan.ts";

/** Faults of one characteristic's load test; none where it has none. */
export function checkLoadTest(characteristic: Characteristic, path: readonly string[]): Fault[] {
  const { loadTest, chart, lsl } = characteristic;
  if (loadTest === undefined) return [];
  const faults: Fault[] = [];
  const wrong = (key: string, what: string, remedy: string) =>
    void faults.push({ path: [...path, "loadTest", key], what, remedy });
  const { procedure, hold, startAt, preload, overload, rate } = loadTest;
  if (startAt <= 0) wrong("startAt", `${startAt} is no force`, "Name a force above the noise.");
  if (procedure === "ramp-to-break") {
    if (hold !== undefined) wrong("hold", "a ramp to break has no hold", "Remove hold.");
    if (loadTest.function !== undefined)
      wrong("function", "nothing is left to check after a break", "Remove function.");
  } else if (hold === undefined) wrong("hold", "is missing", "Add hold = { force, seconds }.");
  else faults.push(...checkHold(hold, characteristic, path));
  if (procedure === "ramp-hold-function" && chart !== "none")
    faults.push({
      path: [...path, "chart"],
      what: "a load that is held says nothing of the strength's spread",
      remedy: 'Set chart = "none".',
    });
  const highest = hold?.force ?? lsl ?? Number.POSITIVE_INFINITY;
  if (preload !== undefined && (preload < startAt || preload >= highest))
    wrong("preload", `${preload} is not between startAt and the load`, "Correct it.");
  if (overload !== undefined && hold !== undefined && overload <= hold.force)
    wrong("overload", `${overload} is not above the hold force ${hold.force}`, "Raise it.");
  if (rate?.min !== undefined && rate.max !== undefined && rate.min >= rate.max)
    wrong("rate", `min ${rate.min} is not below max ${rate.max}`, "Exchange the two.");
  return faults;
}

type Hold = NonNullable<NonNullable<Characteristic["loadTest"]>["hold"]>;

function checkHold(hold: Hold, characteristic: Characteristic, path: readonly string[]): Fault[] {
  const { lsl, loadTest } = characteristic;
  const faults: Fault[] = [];
  const wrong = (what: string, remedy: string) =>
    void faults.push({ path: [...path, "loadTest", "hold"], what, remedy });
  const minimum = hold.minimum ?? hold.force;
  if (minimum > hold.force) wrong(`minimum ${minimum} is above the force`, "Lower it.");
  if (lsl !== undefined && minimum < lsl)
    wrong(`the least force held ${minimum} is below lsl ${lsl}`, "Hold more than is asked for.");
  if (loadTest !== undefined && hold.force <= loadTest.startAt)
    wrong(`the force ${hold.force} is not above startAt`, "Lower startAt.");
  if (loadTest !== undefined && hold.seconds >= loadTest.maxSeconds)
    wrong(`${hold.seconds} s do not end before maxSeconds`, "Raise maxSeconds.");
  return faults;
}
