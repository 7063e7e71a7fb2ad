// Every number anew: the records are folded, the report assembled and compared field by field.
import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";
import type { QualityRecord } from "../../../sync/records/index.ts";
import { foldRun, type RunState } from "../../runs/index.ts";
import { dimensionalCsv } from "../dimensional-csv.ts";
import { assembleReport } from "../pilot-run-report.ts";
import { jsonOf } from "./build-bundle.ts";
import { type BundleLine, isWithheld, type Manifest } from "./bundle-format.ts";
import type { BundleProblem } from "./problems.ts";
import { recheckRecords } from "./recheck-records.ts";

const nullableText = Type.Union([Type.String(), Type.Null()]);
const Stated = Type.Object(
  {
    issuedAt: Type.String(),
    station: Type.String(),
    lang: Type.Union([Type.Literal("en"), Type.Literal("zh-CN")]),
    head: Type.Object({ epoch: Type.String(), seq: Type.Integer(), hash: Type.String() }),
    gauges: Type.Optional(
      Type.Array(
        Type.Object({
          id: Type.String(),
          name: Type.String(),
          model: Type.String(),
          calibrationDue: nullableText,
        }),
      ),
    ),
    confirmed: Type.Optional(
      Type.Array(
        Type.Object({
          gauge: Type.String(),
          model: Type.String(),
          by: Type.String(),
          at: Type.String(),
          epoch: Type.String(),
          seq: Type.Integer(),
        }),
      ),
    ),
    preparedBy: Type.Optional(nullableText),
  },
  { additionalProperties: false },
);
const statedForm = Compile(Type.Object({ stated: Stated }));

/** Differences named one by one in each section of the report; one change moves many numbers. */
const DIFFERENCES_MAX = 12;
/** Engines may differ in the last digits of exp and log; nothing that is printed does. */
const TOLERANCE = 1e-9;

export type Recomputed = { readonly compared: number; readonly problems: BundleProblem[] };

/** Folds the records and compares report.json and dimensional.csv with what they give. */
export function verifyNumbers(
  lines: readonly BundleLine[],
  manifest: Manifest,
  texts: { readonly report: string; readonly csv: string },
): Recomputed {
  const records = lines.filter((line): line is QualityRecord => !isWithheld(line));
  // The openings of epochs are there for the chain: they are no records of the run.
  const run = foldRun(records.filter(({ kind }) => kind !== "epoch.opened"));
  if (run === null || run.run !== manifest.run) {
    const what = `the records do not begin run ${manifest.run}`;
    return { compared: 0, problems: [{ where: "records.jsonl", what }] };
  }
  const problems = recheckRecords(records);
  if (dimensionalCsv(run) !== texts.csv) {
    problems.push({ where: "dimensional.csv", what: "is not what the records give" });
  }
  const { compared, problems: found } = compareReport(run, lines, manifest, texts.report);
  return { compared, problems: [...problems, ...found] };
}

function compareReport(
  run: RunState,
  lines: readonly BundleLine[],
  manifest: Manifest,
  text: string,
): Recomputed {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return { compared: 0, problems: [{ where: "report.json", what: "is not JSON" }] };
  }
  if (!statedForm.Check(given)) {
    const what = "does not say when, where and up to which record it was made";
    return { compared: 0, problems: [{ where: "report.json", what }] };
  }
  const { stated } = given;
  const problems = falseHead(stated, lines, manifest);
  const counter = { compared: 0 };
  const named = new Map<string, number>();
  for (const { path, what } of differences(
    jsonOf(assembleReport(run, stated)),
    given,
    "",
    counter,
  )) {
    const section = path.split("/")[1] ?? "";
    const count = (named.get(section) ?? 0) + 1;
    named.set(section, count);
    if (count <= DIFFERENCES_MAX) problems.push({ where: `report.json ${path}`, what });
  }
  return { compared: counter.compared, problems };
}

/** The head of the report is a record of the bundle, or a later one of its last epoch. */
function falseHead(
  { head, station }: Static<typeof Stated>,
  lines: readonly BundleLine[],
  manifest: Manifest,
): BundleProblem[] {
  const problems: BundleProblem[] = [];
  const line = lines.find(({ epoch, seq }) => epoch === head.epoch && seq === head.seq);
  const later = head.seq > manifest.head.seq || head.epoch !== manifest.head.epoch;
  if (line === undefined ? !later : line.hash !== head.hash) {
    problems.push({ where: "report.json /stated/head", what: "is not a record of this chain" });
  }
  if (station !== manifest.station) {
    problems.push({ where: "report.json /stated/station", what: `is not ${manifest.station}` });
  }
  return problems;
}

type Difference = { readonly path: string; readonly what: string };

function* differences(
  expected: unknown,
  given: unknown,
  path: string,
  counter: { compared: number },
): Generator<Difference> {
  if (isBranch(expected) && isBranch(given) && Array.isArray(expected) === Array.isArray(given)) {
    const left = new Map(Object.entries(expected));
    const right = new Map(Object.entries(given));
    for (const key of new Set([...left.keys(), ...right.keys()])) {
      yield* differences(left.get(key), right.get(key), `${path}/${key}`, counter);
    }
    return;
  }
  counter.compared += 1;
  if (same(expected, given)) return;
  yield { path, what: `says ${shown(given)}, the records give ${shown(expected)}` };
}

function isBranch(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function same(expected: unknown, given: unknown): boolean {
  if (expected === given) return true;
  if (typeof expected !== "number" || typeof given !== "number") return false;
  return Math.abs(expected - given) <= TOLERANCE * Math.max(Math.abs(expected), Math.abs(given));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
