// The documents of a run, made from its records: the report as PDF and the evidence bundle.
import type { Envelope, QualityRecord } from "../../sync/records/index.ts";
import { foldRun } from "../runs/index.ts";
import type { Journal } from "../store/index.ts";
import type { StationKey } from "./station-key.ts";

export type DocumentParts = {
  readonly journal: Journal;
  readonly key: StationKey;
  readonly world: { now(): string };
  readonly setup: { readonly name: string };
};

export type ReportLanguage = "en" | "zh-CN";

/** Loaded with the first document: a station that writes none does without 34 MB of fonts and PDF. */
function reportsRoom() {
  return import("../reports/index.ts");
}

/** The report of a run as its records stand now; null when the journal does not know the run. */
async function reportOf(
  { journal, world, setup }: DocumentParts,
  run: string,
  lang: ReportLanguage,
) {
  const records = await journal.readRun(run);
  const state = foldRun(records);
  if (state === null) return null;
  const last = records.at(-1);
  if (last === undefined) return null;
  const { epoch, seq, hash } = last;
  const { assembleReport } = await reportsRoom();
  const options = { issuedAt: world.now(), station: setup.name, lang, head: { epoch, seq, hash } };
  return { records, report: assembleReport(state, options) };
}

export async function runPdf(
  parts: DocumentParts,
  run: string,
  lang: ReportLanguage,
): Promise<Uint8Array | null> {
  const made = await reportOf(parts, run, lang);
  if (made === null) return null;
  const { renderPdf } = await reportsRoom();
  return renderPdf(made.report, { lang });
}

export async function runBundle(parts: DocumentParts, run: string): Promise<Uint8Array | null> {
  const made = await reportOf(parts, run, "en");
  if (made === null) return null;
  const { buildBundle, renderPdf } = await reportsRoom();
  const records = await withEpochs(parts.journal, made.records);
  return buildBundle({
    records,
    withheld: await withheldBetween(parts.journal, records),
    report: made.report,
    pdf: await renderPdf(made.report, { lang: "en" }),
    sign: parts.key.sign,
    publicKey: parts.key.publicKey,
    created: parts.world.now(),
  });
}

/** The run's records behind those that opened their epochs and name the station's key. */
async function withEpochs(
  journal: Journal,
  records: readonly QualityRecord[],
): Promise<QualityRecord[]> {
  const all: QualityRecord[] = [];
  for (const epoch of new Set(records.map((record) => record.epoch))) {
    const [opened] = await journal.readEpoch(epoch, 1, 1);
    if (opened?.kind === "epoch.opened") all.push(opened);
    all.push(...records.filter((record) => record.epoch === epoch));
  }
  return all;
}

const PAGE = 1000;

/** Records of other runs that stand between those of this one: their place and hashes, no content. */
async function withheldBetween(journal: Journal, records: readonly Envelope[]) {
  const withheld: Pick<Envelope, "epoch" | "seq" | "prev" | "hash">[] = [];
  for (const epoch of new Set(records.map((record) => record.epoch))) {
    const own = records.filter((record) => record.epoch === epoch).map((record) => record.seq);
    const mine = new Set(own);
    const last = own.at(-1) ?? 0;
    for (let from = own[0] ?? 1; from <= last; from += PAGE) {
      for (const record of await journal.readEpoch(epoch, from, PAGE)) {
        if (record.seq > last || mine.has(record.seq)) continue;
        withheld.push({ epoch, seq: record.seq, prev: record.prev, hash: record.hash });
      }
    }
  }
  return withheld;
}
