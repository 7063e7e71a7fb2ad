// What a bundle cannot hide though its own station signs it: lost records, and signals left out or made up.
import { generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import {
  assembleReport,
  buildBundle,
  publicKeyText,
  signBytes,
  verifyBundle,
} from "../../../edge/reports/index.ts";
import { foldRun } from "../../../edge/runs/index.ts";
import { hashRecord, type QualityRecord } from "../../../sync/records/index.ts";
import { EPOCH, pilotRun } from "./pilot-run-fixture.ts";
import { RUN } from "./pilot-run-plan.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const publicKey = publicKeyText(privateKey);
const { records } = pilotRun({ target: 120, publicKey });
const isOwn = ({ kind, body }: QualityRecord) =>
  kind === "epoch.opened" || ("run" in body && body.run === RUN);

type Gaps = { readonly gaps: { epoch: string; from: number; to: number }[] };

/** What `verify` finds in a bundle of these records, built and signed by the station. */
function problemsOf(all: readonly QualityRecord[], more: Partial<Gaps> = {}) {
  const own = all.filter(isOwn);
  const run = foldRun(own) ?? expect.fail("no run");
  const { epoch, seq, hash } = own.at(-1) ?? expect.fail("no record");
  const stated = { issuedAt: "2026-11-22T09:30:00.000Z", station: own[0]?.station ?? "" };
  const bundle = buildBundle({
    ...{ records: own, withheld: all.filter((one) => !isOwn(one) && one.seq < seq), publicKey },
    report: assembleReport(run, { ...stated, lang: "en", head: { epoch, seq, hash } }),
    pdf: new Uint8Array([37]),
    sign: (bytes) => signBytes(bytes, privateKey),
    created: stated.issuedAt,
    ...more,
  });
  return verifyBundle(bundle).problems;
}

/** Records with some left out or changed, and a chain that fits again: a station that lies. */
function retold(change: (record: QualityRecord) => QualityRecord | null): QualityRecord[] {
  const kept: QualityRecord[] = [];
  for (const record of records) {
    const told = change(record);
    if (told === null) continue;
    const { hash: _, ...open } = told;
    const prev = kept.at(-1)?.hash ?? record.prev;
    const placed = { ...open, seq: kept.length + 1, prev };
    kept.push({ ...placed, hash: hashRecord(placed) } as QualityRecord);
  }
  return kept;
}

it("holds as it was recorded, signals included", () => {
  expect(problemsOf(records)).toEqual([]);
  expect(records.some((record) => record.kind === "signal.raised")).toBe(true);
});

it("names the stretch that a mended journal has lost, and nothing else", () => {
  const lost = records.filter(({ kind }) => kind === "lot.decided");
  const { seq } = lost[0] ?? expect.fail("no record to lose");
  const left = records.filter((record) => !lost.includes(record));
  expect(() => problemsOf(left)).toThrow(`seq ${seq} is missing`);
  const gaps = [{ epoch: EPOCH, from: seq, to: seq }];
  expect(problemsOf(left, { gaps })).toEqual([
    {
      where: `seq ${seq}–${seq}`,
      what: `the station's journal has lost them (epoch ${EPOCH}); nothing proves what they were`,
    },
  ]);
});

it("names a signal that the station never raised", () => {
  const first = records.find(({ kind }) => kind === "signal.raised")?.seq;
  const answers = (record: QualityRecord) => record.kind === "signal.acknowledged";
  const silent = retold((record) => (record.seq === first || answers(record) ? null : record));
  expect(problemsOf(silent).map(({ what }) => what)).toContainEqual(
    expect.stringMatching(/^signal we-\d of the \w+ was never raised$/),
  );
});

it("names a signal withdrawn though it still stands, and one its points do not form", () => {
  const raised = records.find(({ kind }) => kind === "signal.raised");
  if (raised?.kind !== "signal.raised") throw new Error("no signal");
  const { run, characteristic } = raised.body;
  const { hash: _, ...open } = records.at(-1) ?? expect.fail("no record");
  const withdrawal = {
    ...{ ...open, id: "withdrawal", seq: open.seq + 1, kind: "signal.withdrawn" as const },
    body: { run, characteristic, signal: raised.seq, reason: "pattern-gone" as const },
    prev: records.at(-1)?.hash ?? "",
  };
  const gone = { ...withdrawal, hash: hashRecord(withdrawal) } as QualityRecord;
  expect(problemsOf([...records, gone]).map(({ what }) => what)).toContain(
    "the signal it names still stands",
  );
  const other = retold((record) =>
    record.kind === "signal.raised" && record.seq === raised.seq
      ? { ...record, body: { ...record.body, side: "below", subgroup: record.body.subgroup - 1 } }
      : record,
  );
  expect(problemsOf(other).map(({ what }) => what)).toContain("its points do not form this signal");
});
