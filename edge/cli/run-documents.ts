// The documents of a run, made from its records: the report as PDF and the evidence bundle.
import type { Envelope, QualityRecord } from "../../sync/records/index.ts";
import type { StatedConfirmation } from "../reports/index.ts";
import { foldRun } from "../runs/index.ts";
import type { Journal } from "../store/index.ts";
import type { StationKey } from "./station-key.ts";

export type DocumentParts = {
  /** That of a running station, or a snapshot of it. */
  readonly journal: Pick<Journal, "readRun" | "readEpoch" | "epochs" | "gaugeRecords">;
  readonly world: { now(): string };
  readonly setup: { readonly name: string };
  /** Who hands the report out; nobody is named where it is not given. */
  readonly preparedBy?: string | undefined;
};

export type ReportLanguage = "en" | "zh-CN";

/** Loaded with the first document: a station that writes none does without 34 MB of fonts and PDF. */
function reportsRoom() {
  return import("../reports/index.ts");
}

/** The report of a run as its records stand now; null when the journal does not know the run. */
async function reportOf(
  { journal, world, setup, preparedBy }: DocumentParts,
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
  const head = { epoch, seq, hash };
  const confirmed = await confirmationsUpTo(journal, head);
  const stated = { issuedAt: world.now(), station: setup.name, lang, head, confirmed };
  const options = preparedBy === undefined ? stated : { ...stated, preparedBy };
  return { records, report: assembleReport(state, options) };
}

/** The newest confirmation of each gauge that stands before the head. */
async function confirmationsUpTo(
  journal: DocumentParts["journal"],
  head: Pick<Envelope, "epoch" | "seq">,
): Promise<StatedConfirmation[]> {
  const order = journal.epochs();
  const last = order.indexOf(head.epoch);
  const newest = new Map<string, StatedConfirmation>();
  for (const { kind, epoch, seq, at, body } of await journal.gaugeRecords()) {
    if (kind !== "gauge.commissioned") continue;
    const place = order.indexOf(epoch);
    if (place > last || (place === last && seq > head.seq)) continue;
    const { gauge, by } = body;
    newest.set(gauge, { gauge, model: body.model.id, by, at, epoch, seq });
  }
  return [...newest.values()];
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

/** The run as a workbook; null when the journal does not know the run. */
export async function runXlsx(parts: DocumentParts, run: string): Promise<Uint8Array | null> {
  const made = await reportOf(parts, run, "en");
  if (made === null) return null;
  const { runWorkbook } = await reportsRoom();
  const state = foldRun(made.records);
  return state === null ? null : runWorkbook(state, made.report);
}

export async function runBundle(
  parts: DocumentParts & { readonly key: StationKey },
  run: string,
): Promise<Uint8Array | null> {
  const made = await reportOf(parts, run, "en");
  if (made === null) return null;
  const { buildBundle, renderPdf } = await reportsRoom();
  const epochs = await epochsOf(parts.journal, made.records, parts.key.publicKey);
  const records = await withEpochs(parts.journal, made.records, epochs);
  return buildBundle({
    records,
    ...(await linksBetween(parts.journal, records, epochs)),
    report: made.report,
    pdf: await renderPdf(made.report, { lang: "en" }),
    sign: parts.key.sign,
    publicKey: parts.key.publicKey,
    created: parts.world.now(),
  });
}

/**
 * The run's records with those that open the epochs from its first on: each epoch names the end of the
 * one before it, and the last one the key that signs.
 */
async function withEpochs(
  journal: DocumentParts["journal"],
  records: readonly QualityRecord[],
  epochs: readonly string[],
): Promise<QualityRecord[]> {
  const all: QualityRecord[] = [];
  for (const epoch of epochs) {
    const [opened] = await journal.readEpoch(epoch, 1, 1);
    if (opened?.kind === "epoch.opened") all.push(opened);
    all.push(...records.filter((record) => record.epoch === epoch));
  }
  return all;
}

/**
 * Epochs of the journal from the run's first to its last, and on to the one that names the signing key:
 * a journal restored on another machine has a new one, and only the chain leads from the run to it.
 */
async function epochsOf(
  journal: DocumentParts["journal"],
  records: readonly Envelope[],
  publicKey: string,
): Promise<readonly string[]> {
  const named = new Set(records.map((record) => record.epoch));
  const epochs = journal.epochs();
  const first = epochs.findIndex((epoch) => named.has(epoch));
  const last = epochs.findLastIndex((epoch) => named.has(epoch));
  for (const [at, epoch] of epochs.entries()) {
    if (at < last) continue;
    const [opened] = await journal.readEpoch(epoch, 1, 1);
    const key = opened?.kind === "epoch.opened" ? opened.body.publicKey : null;
    if (key === publicKey || (key === null && at === last)) return epochs.slice(first, at + 1);
  }
  return epochs.slice(first, last + 1);
}

const PAGE = 1000;

/**
 * What stands between the run's records: those of other runs as place and hashes without content, and
 * the stretches that a mended journal has lost. An epoch is led to its end where another one follows.
 */
async function linksBetween(
  journal: DocumentParts["journal"],
  records: readonly Envelope[],
  epochs: readonly string[],
) {
  const withheld: Pick<Envelope, "epoch" | "seq" | "prev" | "hash">[] = [];
  const gaps: { epoch: string; from: number; to: number }[] = [];
  for (const epoch of epochs) {
    const own = records.filter((record) => record.epoch === epoch).map((record) => record.seq);
    const mine = new Set(own);
    const last = epoch === epochs.at(-1) ? (own.at(-1) ?? 0) : Number.MAX_SAFE_INTEGER;
    let due = own[0] ?? 1;
    for (let from = due; from <= last; from = due) {
      const page = await journal.readEpoch(epoch, from, PAGE);
      if (page.length === 0) break;
      for (const { seq, prev, hash } of page) {
        if (seq > last) break;
        if (seq > due) gaps.push({ epoch, from: due, to: seq - 1 });
        if (!mine.has(seq)) withheld.push({ epoch, seq, prev, hash });
        due = seq + 1;
      }
      if (due === from) break;
    }
  }
  return { withheld, gaps };
}
