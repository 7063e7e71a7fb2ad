// What the standards ask of a load test: one data file per standard, and how a plan that names one is held to it.
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Static, Type } from "typebox";
import { type ConfigError, type Fault, formatConfigErrors } from "../file/config-error.ts";
import { readConfigFile } from "../file/read-file.ts";
import type { Characteristic, InspectionPlan } from "./inspection-plan.ts";

const closed = { additionalProperties: false };
const text = Type.String({ minLength: 1 });

export const RequirementFileSchema = Type.Object(
  {
    standard: text,
    source: Type.String({ minLength: 1, description: "Where the figures were taken from" }),
    unit: text,
    entry: Type.Array(
      Type.Object(
        {
          id: Type.String({ pattern: "^[a-z0-9.-]+$" }),
          name: text,
          procedure: Type.Union([
            Type.Literal("ramp-to-break"),
            Type.Literal("ramp-hold-function"),
          ]),
          gate: Type.Optional(text),
          force: Type.Number({ exclusiveMinimum: 0 }),
          holdSeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
          check: Type.Optional(Type.Object({ en: text, "zh-CN": Type.Optional(text) }, closed)),
        },
        closed,
      ),
      { minItems: 1 },
    ),
  },
  closed,
);

type RequirementFile = Static<typeof RequirementFileSchema>;

/** One entry of a standard, with what its file says of all. */
export type LoadRequirement = RequirementFile["entry"][number] & {
  readonly standard: string;
  readonly source: string;
  readonly unit: string;
};

/** All known requirements by their name, such as `en-12275/b-major-closed`; a wrong file is a bug. */
export function loadRequirements(
  folder = fileURLToPath(new URL("../requirements/", import.meta.url)),
): ReadonlyMap<string, LoadRequirement> {
  const known = new Map<string, LoadRequirement>();
  for (const name of readdirSync(folder)
    .filter((one) => one.endsWith(".toml"))
    .sort()) {
    const read = readConfigFile(RequirementFileSchema, join(folder, name));
    if ("errors" in read) throw new Error(faultsIn(read.errors));
    const { entry, ...common } = read.content;
    for (const one of entry)
      known.set(`${basename(name, ".toml")}/${one.id}`, { ...one, ...common });
  }
  return known;
}

function faultsIn(errors: readonly ConfigError[]): string {
  return formatConfigErrors(errors);
}

/**
 * The plan with what its named requirements say filled in where it says nothing itself: the force as
 * `lsl`, the hold, the gate, the check, the words. Changes the plan in place, before it is frozen
 * and hashed, so that a record of the plan holds every figure.
 */
export function fillRequirements(
  plan: InspectionPlan,
  known: ReadonlyMap<string, LoadRequirement>,
): void {
  for (const characteristic of plan.characteristic) {
    const { loadTest } = characteristic;
    const asked = known.get(loadTest?.requirement ?? "");
    if (loadTest === undefined || asked === undefined || asked.unit !== characteristic.unit)
      continue;
    characteristic.lsl ??= asked.force;
    characteristic.requirement ??= `${asked.standard}, ${asked.name}`;
    if (asked.gate !== undefined) loadTest.gate ??= gateWord(asked.gate);
    if (asked.check !== undefined) loadTest.function ??= { ...asked.check };
    if (asked.holdSeconds !== undefined)
      loadTest.hold ??= { force: characteristic.lsl, seconds: asked.holdSeconds };
  }
}

type Gate = NonNullable<NonNullable<Characteristic["loadTest"]>["gate"]>;
const GATES: readonly Gate[] = ["closed", "closed-locked", "closed-unlocked", "open", "none"];

function gateWord(word: string): Gate {
  const found = GATES.find((gate) => gate === word);
  if (found === undefined) throw new Error(`a requirement names an unknown gate state ${word}`);
  return found;
}

/** Where a plan asks less than the requirement it names, or something else. */
export function checkRequirement(
  characteristic: Characteristic,
  path: readonly string[],
  known: ReadonlyMap<string, LoadRequirement>,
): Fault[] {
  const { loadTest, lsl, unit } = characteristic;
  const name = loadTest?.requirement;
  if (loadTest === undefined || name === undefined) return [];
  const faults: Fault[] = [];
  const wrong = (key: readonly string[], what: string, remedy: string) =>
    void faults.push({ path: [...path, ...key], what, remedy });
  const asked = known.get(name);
  if (asked === undefined) {
    const like = [...known.keys()].filter((key) => key.startsWith(name.split("/")[0] ?? ""));
    const from = like.length > 0 ? like : [...known.keys()];
    wrong(["loadTest", "requirement"], `${name} is not known`, `Known: ${from.join(", ")}.`);
    return faults;
  }
  const called = `${asked.standard}, ${asked.name}`;
  if (unit !== asked.unit)
    wrong(["unit"], `${called} is given in ${asked.unit}`, `Set unit = "${asked.unit}".`);
  if (loadTest.procedure !== asked.procedure)
    wrong(
      ["loadTest", "procedure"],
      `${called} asks for ${asked.procedure}`,
      "Name that procedure.",
    );
  if (lsl !== undefined && lsl < asked.force)
    wrong(
      ["lsl"],
      `${lsl} is less than the ${asked.force} of ${called}`,
      "Raise it, or leave it out.",
    );
  if (asked.gate !== undefined && loadTest.gate !== undefined && loadTest.gate !== asked.gate)
    wrong(["loadTest", "gate"], `${called} asks for the gate ${asked.gate}`, "Name that state.");
  const { holdSeconds } = asked;
  if (holdSeconds !== undefined && (loadTest.hold?.seconds ?? holdSeconds) < holdSeconds)
    wrong(["loadTest", "hold"], `${called} is held for ${holdSeconds} s`, "Hold it that long.");
  return faults;
}
