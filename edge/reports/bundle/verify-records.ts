// The chain of records: form, order, hashes, and what each record says of itself.
import { Compile, type Validator } from "typebox/compile";
import { InspectionPlanSchema } from "../../../config/plan/inspection-plan.ts";
import {
  canonicalText,
  findKind,
  GENESIS_HASH,
  hashRecord,
  type QualityRecord,
  QualityRecordSchema,
} from "../../../sync/records/index.ts";
import { unpackCurve } from "../../runs/index.ts";
import {
  type BundleLine,
  isWithheld,
  type Manifest,
  type Stretch,
  WithheldSchema,
} from "./bundle-format.ts";
import type { BundleProblem } from "./problems.ts";
import { sha256Hex } from "./signing.ts";

const envelope = Compile(QualityRecordSchema);
const stub = Compile(WithheldSchema);
const planForm = Compile(InspectionPlanSchema);
const bodies = new Map<string, Validator>();

/** Reads records.jsonl; the first line that is no record is named, and nothing after it is read. */
export function readLines(text: string): { lines: BundleLine[]; problem: BundleProblem | null } {
  const lines: BundleLine[] = [];
  const rows = text.split("\n");
  if (rows.pop() !== "") {
    return { lines, problem: { where: "records.jsonl", what: "does not end with a line feed" } };
  }
  for (const [k, row] of rows.entries()) {
    const line = readLine(row);
    if (typeof line === "string") {
      return { lines, problem: { where: `records.jsonl, line ${k + 1}`, what: line } };
    }
    lines.push(line);
  }
  return { lines, problem: null };
}

function readLine(row: string): BundleLine | string {
  let value: unknown;
  try {
    value = JSON.parse(row);
    if (canonicalText(value) !== row) return "is not canonical JSON";
  } catch {
    return "is not JSON";
  }
  if (stub.Check(value)) return value;
  if (!envelope.Check(value)) return "is neither a record nor a withheld one";
  const kind = findKind(value.kind);
  if (kind === undefined || kind.v !== value.v) return `${value.kind} v${value.v} is unknown`;
  const body = bodies.get(value.kind) ?? Compile(kind.body);
  bodies.set(value.kind, body);
  if (!body.Check(value.body)) return `seq ${value.seq}: the body does not fit ${value.kind}`;
  if (value.kind === "run.planned" && !isPlannable(value.body)) {
    return `seq ${value.seq}: the inspection plan or the target is none`;
  }
  // Kind and body were checked against the catalogue just above.
  return value as unknown as QualityRecord;
}

/** A fold walks over every unit: a target no pilot run has would keep the verifier busy for ever. */
const TARGET_MAX = 100_000;

function isPlannable({ plan, target }: Record<string, unknown>): boolean {
  return planForm.Check(plan) && typeof target === "number" && target <= TARGET_MAX;
}

/** Everything wrong with the chain: the first broken place of each epoch, and false statements. */
export function verifyChain(lines: readonly BundleLine[], manifest: Manifest): BundleProblem[] {
  const problems: BundleProblem[] = [];
  const last = lines.at(-1);
  const { head } = manifest;
  if (last === undefined || last.hash !== head.hash || last.seq !== head.seq) {
    problems.push({ where: "records.jsonl", what: "does not end at the head the manifest names" });
  }
  const withheld = lines.filter(isWithheld).length;
  if (withheld !== manifest.withheld || lines.length - withheld !== manifest.records) {
    const what = `holds ${lines.length - withheld} records and ${withheld} withheld ones`;
    problems.push({ where: "records.jsonl", what: `${what}, the manifest says otherwise` });
  }
  for (const { epoch, from, to } of manifest.epochs) {
    const own = lines.filter((line) => line.epoch === epoch);
    const gaps = (manifest.gaps ?? []).filter((gap) => gap.epoch === epoch);
    problems.push(...gaps.map(lostStretch));
    const broken = brokenLink(own, { from, to, gaps });
    if (broken !== null) problems.push(broken);
  }
  problems.push(...brokenEpochs(lines, manifest));
  for (const line of lines) {
    if (!manifest.epochs.some(({ epoch }) => epoch === line.epoch)) {
      problems.push({
        where: nameOf(line),
        what: "belongs to an epoch the manifest does not name",
      });
    }
    if (!isWithheld(line)) problems.push(...falseStatements(line, manifest));
  }
  return problems;
}

/** What a station says it has lost: no proof of anything, so the bundle does not hold without a word. */
function lostStretch({ epoch, from, to }: Stretch): BundleProblem {
  return {
    where: `seq ${from}–${to}`,
    what: `the station's journal has lost them (epoch ${epoch}); nothing proves what they were`,
  };
}

/** An epoch that is not the first must name the end of the one before it. */
function brokenEpochs(lines: readonly BundleLine[], manifest: Manifest): BundleProblem[] {
  return manifest.epochs.slice(1).flatMap(({ epoch }, k): BundleProblem[] => {
    const before = lines.findLast((line) => line.epoch === manifest.epochs[k]?.epoch);
    const first = lines.find((line) => line.epoch === epoch);
    const where = first === undefined ? `epoch ${epoch}` : nameOf(first);
    if (first === undefined || isWithheld(first) || first.kind !== "epoch.opened") {
      return [{ where, what: "its epoch does not begin with the record that opens it" }];
    }
    const { previous } = first.body;
    const follows =
      previous?.epoch === before?.epoch &&
      previous?.seq === before?.seq &&
      previous?.hash === before?.hash;
    return follows ? [] : [{ where, what: "does not name the end of the epoch before it" }];
  });
}

type EpochStretch = {
  readonly from: number;
  readonly to: number;
  readonly gaps: readonly Stretch[];
};

function brokenLink(
  lines: readonly BundleLine[],
  { from, to, gaps }: EpochStretch,
): BundleProblem | null {
  let previous: BundleLine | undefined;
  for (const line of lines) {
    const where = nameOf(line);
    const due = previous === undefined ? from : previous.seq + 1;
    const lost = gaps.some((gap) => gap.from === due && gap.to === line.seq - 1);
    if (line.seq !== due && !lost) return { where, what: `seq ${due} is missing before it` };
    if (line.seq === 1 && line.prev !== GENESIS_HASH) {
      return { where, what: "the first record of an epoch does not begin a chain" };
    }
    if (previous !== undefined && !lost && line.prev !== previous.hash) {
      return { where, what: `does not follow seq ${previous.seq}: prev is not its hash` };
    }
    if (!isWithheld(line)) {
      const { hash, ...open } = line;
      if (hashRecord(open) !== hash) return { where, what: "was changed: its hash is another" };
    }
    previous = line;
  }
  if (previous?.seq === to) return null;
  return { where: "records.jsonl", what: `ends at seq ${previous?.seq ?? "none"}, not at ${to}` };
}

/** What a record says that its own content contradicts. */
function falseStatements(record: QualityRecord, manifest: Manifest): BundleProblem[] {
  const where = nameOf(record);
  const found: BundleProblem[] = [];
  if (record.station !== manifest.station) {
    found.push({ where, what: `is of station ${record.station}, not ${manifest.station}` });
  }
  if (record.kind === "epoch.opened") {
    const { publicKey } = record.body;
    // A journal restored on another machine goes on under that one's key.
    const newest = record.epoch === manifest.epochs.at(-1)?.epoch;
    if (newest && publicKey !== null && publicKey !== manifest.publicKey) {
      found.push({ where, what: "names another public key than the manifest" });
    }
  }
  if (record.kind === "run.planned") {
    if (sha256Hex(canonicalText(record.body.plan)) !== record.body.planHash) {
      found.push({ where, what: "the plan is not the one its hash names" });
    }
  }
  if (record.kind === "load-test.finished") {
    const plain = unpackCurve(record.body.curve);
    if (plain === null) found.push({ where, what: "the force curve cannot be unpacked" });
    else if (sha256Hex(canonicalText(plain)) !== record.body.curve.sha256) {
      found.push({ where, what: "the force curve is not the one its hash names" });
    }
  }
  return found;
}

/** A record as a person looks for it: seq, kind, characteristic, unit. */
export function nameOf(line: BundleLine): string {
  if (isWithheld(line)) return `seq ${line.seq} (withheld)`;
  const parts = [`seq ${line.seq}`, line.kind];
  if ("characteristic" in line.body && line.body.characteristic !== null) {
    parts.push(`characteristic ${line.body.characteristic}`);
  }
  if ("unit" in line.body && line.body.unit !== null) parts.push(`unit ${line.body.unit}`);
  return parts.join(", ");
}
