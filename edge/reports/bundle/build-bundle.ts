// The evidence bundle: records, report and exports under one signed manifest, in one ZIP.
import { canonicalText, type QualityRecord } from "../../../sync/records/index.ts";
import { foldRun } from "../../runs/index.ts";
import { dimensionalCsv } from "../dimensional-csv.ts";
import type { PilotRunReport } from "../report-document.ts";
import {
  BUNDLE_BYTES_MAX,
  BUNDLE_FORMAT,
  type BundleLine,
  type ChainLink,
  COVERED_ENTRIES,
  type CoveredEntry,
  isWithheld,
  type Manifest,
  type Stretch,
} from "./bundle-format.ts";
import { pack } from "./container.ts";
import { readmeText } from "./readme-text.ts";
import { sha256Hex } from "./signing.ts";

export type BundleParts = {
  /** Every record of the run, in order of epoch and seq; epoch.opened records may stand among them. */
  readonly records: readonly QualityRecord[];
  /** Place and hashes of the records of other runs that stand between them. */
  readonly withheld?: readonly ChainLink[];
  /** Stretches that the journal itself has lost; any other hole is refused. */
  readonly gaps?: readonly Stretch[];
  readonly report: PilotRunReport;
  readonly pdf: Uint8Array;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
  /** Ed25519, SPKI DER in base64. */
  readonly publicKey: string;
  /** Wall clock, UTC, ISO 8601. */
  readonly created: string;
};

const utf8 = new TextEncoder();

/**
 * Builds the bundle: the same parts give the same bytes. Throws when the records do not begin with
 * run.planned, when a seq is missing between them that no gap names, or when the whole exceeds 512 MB.
 */
export function buildBundle(parts: BundleParts): Uint8Array {
  const run = foldRun(parts.records);
  if (run === null) throw new Error("The records hold no run.planned: there is nothing to prove.");
  const lines = linesInOrder(parts.records, parts.withheld ?? [], parts.gaps ?? []);
  const about = describeLines(parts, lines, run.run);
  const covered: Record<CoveredEntry, Uint8Array> = {
    "README.txt": utf8.encode(readmeText(about)),
    "records.jsonl": utf8.encode(lines.map((line) => `${canonicalText(line)}\n`).join("")),
    "report.json": utf8.encode(canonicalText(jsonOf(parts.report))),
    "report.pdf": parts.pdf,
    "dimensional.csv": utf8.encode(dimensionalCsv(run)),
  };
  const size = COVERED_ENTRIES.reduce((sum, name) => sum + covered[name].length, 0);
  if (size > BUNDLE_BYTES_MAX) throw new Error(`The bundle of run ${run.run} exceeds 512 MB.`);
  const entries = COVERED_ENTRIES.map((name) => ({
    name,
    size: covered[name].length,
    sha256: sha256Hex(covered[name]),
  }));
  const manifest = utf8.encode(canonicalText({ ...about, entries } satisfies Manifest));
  const signature = Buffer.from(parts.sign(manifest)).toString("base64");
  return pack({
    ...covered,
    "manifest.json": manifest,
    "signature.ed25519": utf8.encode(`${signature}\n`),
  });
}

/** A report as JSON holds it: without the optional fields nobody filled. */
export function jsonOf(report: PilotRunReport): unknown {
  return JSON.parse(JSON.stringify(report));
}

function linesInOrder(
  records: readonly QualityRecord[],
  withheld: readonly ChainLink[],
  gaps: readonly Stretch[],
): BundleLine[] {
  const epochs = [...new Set(records.map((record) => record.epoch))];
  return epochs.flatMap((epoch) => {
    const own = records.filter((record) => record.epoch === epoch);
    const stubs = withheld
      .filter((link) => link.epoch === epoch)
      .map(({ seq, prev, hash }) => ({ epoch, seq, prev, hash, withheld: true as const }));
    const lines = [...own, ...stubs].sort((a, b) => a.seq - b.seq);
    lines.forEach((line, k) => {
      const expected = (lines[k - 1]?.seq ?? line.seq - 1) + 1;
      const lost = { epoch, from: expected, to: line.seq - 1 };
      if (line.seq !== expected && !gaps.some((gap) => isSameStretch(gap, lost))) {
        throw new Error(`Epoch ${epoch}: seq ${expected} is missing before ${line.seq}.`);
      }
    });
    return lines;
  });
}

export function isSameStretch(a: Stretch, b: Stretch): boolean {
  return a.epoch === b.epoch && a.from === b.from && a.to === b.to;
}

function describeLines(
  parts: BundleParts,
  lines: readonly BundleLine[],
  run: string,
): Omit<Manifest, "entries"> {
  const last = lines.at(-1);
  const station = parts.records[0]?.station;
  if (last === undefined || station === undefined) throw new Error("No records were given.");
  const withheld = lines.filter(isWithheld).length;
  const epochs = [...new Set(lines.map((line) => line.epoch))].map((epoch) => {
    const seqs = lines.filter((line) => line.epoch === epoch).map((line) => line.seq);
    return { epoch, from: seqs[0] ?? 0, to: seqs.at(-1) ?? 0 };
  });
  return {
    format: BUNDLE_FORMAT,
    station,
    run,
    created: parts.created,
    publicKey: parts.publicKey,
    records: lines.length - withheld,
    withheld,
    epochs,
    ...(parts.gaps === undefined || parts.gaps.length === 0 ? {} : { gaps: [...parts.gaps] }),
    head: { epoch: last.epoch, seq: last.seq, hash: last.hash },
  };
}
