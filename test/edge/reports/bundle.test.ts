// A bundle holds as built, and nothing in it can be changed without being refused, and told where.
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  ALL_ENTRIES,
  COVERED_ENTRIES,
  type EntryName,
} from "../../../edge/reports/bundle/bundle-format.ts";
import { type Entries, pack, unpack } from "../../../edge/reports/bundle/container.ts";
import { sha256Hex } from "../../../edge/reports/bundle/signing.ts";
import {
  assembleReport,
  buildBundle,
  publicKeyText,
  signBytes,
  verifyBundle,
} from "../../../edge/reports/index.ts";
import { foldRun } from "../../../edge/runs/index.ts";
import { canonicalText, hashRecord, type QualityRecord } from "../../../sync/records/index.ts";
import { EPOCH, pilotRun } from "./pilot-run-fixture.ts";
import { RUN } from "./pilot-run-plan.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const publicKey = publicKeyText(privateKey);
const stranger = generateKeyPairSync("ed25519").privateKey;

const fixture = pilotRun({ target: 60, publicKey });
const isOwn = ({ kind, body }: QualityRecord) =>
  kind === "epoch.opened" || ("run" in body && body.run === RUN);
const own = fixture.records.filter(isOwn);
const withheld = fixture.records.filter((record) => !isOwn(record));

function bundleOf(records: readonly QualityRecord[], key = privateKey): Uint8Array {
  const run = foldRun(records);
  const last = records.at(-1);
  if (run === null || last === undefined) throw new Error("no run");
  const head = { epoch: last.epoch, seq: last.seq, hash: last.hash };
  const issuedAt = "2026-11-22T09:30:00.000Z";
  return buildBundle({
    records,
    withheld: withheld.filter((record) => record.seq < last.seq),
    report: assembleReport(run, { issuedAt, station: last.station, lang: "en", head }),
    pdf: new TextEncoder().encode("%PDF-1.4 stands for the report"),
    sign: (bytes) => signBytes(bytes, key),
    publicKey: publicKeyText(key),
    created: issuedAt,
  });
}

const bundle = bundleOf(own);

function entriesOf(bytes: Uint8Array): Record<EntryName, Uint8Array> {
  const { entries } = unpack(bytes);
  if (entries === null) throw new Error("not a bundle");
  return { ...entries };
}

const textOf = (bytes: Uint8Array) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** What an attacker without the key can do: new contents with a manifest that fits them. */
function reHashed(entries: Record<EntryName, Uint8Array>, resign = false): Uint8Array {
  const manifest = JSON.parse(textOf(entries["manifest.json"]));
  manifest.entries = COVERED_ENTRIES.map((name) => ({
    name,
    size: entries[name].length,
    sha256: sha256Hex(entries[name]),
  }));
  const lines = textOf(entries["records.jsonl"]).trimEnd().split("\n");
  const last = JSON.parse(lines.at(-1) ?? "{}");
  manifest.head = { epoch: last.epoch, seq: last.seq, hash: last.hash };
  manifest.epochs[0].to = last.seq;
  if (resign) manifest.publicKey = publicKeyText(stranger);
  const bytes = bytesOf(canonicalText(manifest));
  const made: Entries = { ...entries, "manifest.json": bytes };
  if (!resign) return pack(made);
  const signature = Buffer.from(signBytes(bytes, stranger)).toString("base64");
  return pack({ ...made, "signature.ed25519": bytesOf(`${signature}\n`) });
}

/** Changes a line of records.jsonl; `chained` makes every later hash fit again. */
function withRecord(
  change: (record: QualityRecord) => unknown,
  chained: boolean,
): Record<EntryName, Uint8Array> {
  const entries = entriesOf(bundle);
  let prev = "";
  const lines = textOf(entries["records.jsonl"]).trimEnd().split("\n");
  const changed = lines.map((line, k) => {
    const record = JSON.parse(line);
    if (!("withheld" in record)) change(record);
    if (chained && k > 0) record.prev = prev;
    if (chained && !("withheld" in record)) {
      const { hash: _, ...open } = record;
      record.hash = hashRecord(open);
    }
    prev = record.hash;
    return canonicalText(record);
  });
  entries["records.jsonl"] = bytesOf(`${changed.join("\n")}\n`);
  return entries;
}

const failing = own.find(
  (record) => record.kind === "measurement.taken" && record.body.verdict !== "ok",
);

describe("a bundle as the station built it", () => {
  it("holds, with every record and every number", () => {
    const verdict = verifyBundle(bundle, { trustedKey: publicKey });
    expect(verdict.problems).toEqual([]);
    expect(verdict).toMatchObject({ ok: true, run: RUN, keyTrusted: true });
    expect(verdict.records).toBe(own.length);
    expect(verdict.withheld).toBe(withheld.length);
    expect(verdict.withheld).toBeGreaterThan(0);
    expect(verdict.compared).toBeGreaterThan(1000);
  });

  it("is the same bytes when built again", () => {
    expect(Buffer.compare(bundleOf(own), bundle)).toBe(0);
  });

  it("shows nothing of the records of other runs", () => {
    const text = textOf(entriesOf(bundle)["records.jsonl"]);
    expect(text).not.toContain("gauge.away");
    expect(text).not.toContain("unplugged");
  });

  it("is not built over a hole in the records", () => {
    expect(() => bundleOf(own.filter((record) => record.seq !== 10))).toThrow("seq 10 is missing");
  });
});

describe("a bundle somebody changed", () => {
  it("is refused for any flipped byte of the container's structure", () => {
    const small = bundleOf(smallRun());
    const { starts, directory } = structure(small);
    const positions = [
      ...starts.flatMap((at) => range(at, at + 48)),
      ...range(directory, small.length),
    ];
    const accepted = positions.filter((at) => verifyBundle(flipped(small, at, 1)).ok);
    expect(positions.length).toBeGreaterThan(500);
    expect(accepted).toEqual([]);
  }, 240_000);

  it("is refused for a flipped byte at 2,000 places over its whole length, and told where", () => {
    const small = bundleOf(smallRun());
    const step = small.length / 2000;
    const places = Array.from({ length: 2000 }, (_, k) => Math.floor(k * step));
    for (const at of places) {
      const verdict = verifyBundle(flipped(small, at, 1 << (at % 8)));
      expect(verdict.ok, `byte ${at}`).toBe(false);
      expect(verdict.problems[0]?.where, `byte ${at}`).not.toBe("");
    }
  }, 240_000);

  it("is refused when it is cut short or something hangs at its end", () => {
    for (const length of [0, 1, 29, 30, 1000, bundle.length - 1]) {
      expect(verifyBundle(bundle.subarray(0, length)).ok, `${length}`).toBe(false);
    }
    const longer = new Uint8Array(bundle.length + 1);
    longer.set(bundle);
    expect(verifyBundle(longer).problems[0]?.where).toContain(`byte ${bundle.length}`);
  });

  it("names the record whose value was swapped", () => {
    const entries = withRecord((record) => {
      if (record.seq === failing?.seq && record.kind === "measurement.taken") {
        record.body.value = "0.40";
      }
    }, false);
    const { ok, problems } = verifyBundle(reHashed(entries));
    expect(ok).toBe(false);
    expect(problems).toContainEqual({
      where: `seq ${failing?.seq}, measurement.taken, characteristic C2, unit CB-0050`,
      what: "was changed: its hash is another",
    });
  });

  it("is refused when values were swapped and chain and hashes made anew, with the numbers named", () => {
    const entries = withRecord((record) => {
      if (record.seq !== failing?.seq || record.kind !== "measurement.taken") return;
      record.body.value = "0.40";
      record.body.verdict = "ok";
    }, true);
    const { ok, problems } = verifyBundle(reHashed(entries));
    expect(ok).toBe(false);
    const places = problems.map(({ where }) => where);
    expect(places).toContain("signature.ed25519");
    expect(places).toContain("dimensional.csv");
    const mean = problems.find(({ where }) => where.endsWith("/dimensional/1/max"));
    expect(mean?.what).toMatch(/^says 0\.\d+, the records give 0\.\d+$/);
  });

  it("is refused when a failing part was deleted", () => {
    const entries = entriesOf(bundle);
    const lines = textOf(entries["records.jsonl"]).split("\n");
    const without = lines.filter((line) => !line.includes(`"seq":${failing?.seq},`));
    entries["records.jsonl"] = bytesOf(without.join("\n"));
    const { problems } = verifyBundle(reHashed(entries));
    const what = problems.map((problem) => problem.what);
    expect(without.length).toBe(lines.length - 1);
    expect(what).toContain(`seq ${failing?.seq} is missing before it`);
  });

  it("is refused when a failing part is passed off as a record of another run", () => {
    const entries = entriesOf(bundle);
    const lines = textOf(entries["records.jsonl"]).trimEnd().split("\n");
    const hidden = lines.map((line) => {
      const { epoch, seq, prev, hash } = JSON.parse(line);
      return seq === failing?.seq
        ? canonicalText({ epoch, seq, prev, hash, withheld: true })
        : line;
    });
    entries["records.jsonl"] = bytesOf(`${hidden.join("\n")}\n`);
    const { ok, problems } = verifyBundle(reHashed(entries));
    expect(ok).toBe(false);
    expect(problems.some(({ where }) => where.startsWith("report.json /dimensional/1"))).toBe(true);
  });

  it("is refused when another key signed it, by the epoch's record and by the trusted key", () => {
    const forged = reHashed(entriesOf(bundle), true);
    const { problems } = verifyBundle(forged, { trustedKey: publicKey });
    const what = problems.map((problem) => problem.what);
    expect(what).toContain("was signed with a key that is not trusted");
    expect(what).toContain("names another public key than the manifest");
    expect(verifyBundle(forged).ok).toBe(false);
  });

  it("is refused against the trusted key even when the whole chain was made anew", () => {
    const entries = withRecord((record) => {
      if (record.kind === "epoch.opened") record.body.publicKey = publicKeyText(stranger);
    }, true);
    const { problems } = verifyBundle(reHashed(entries, true), { trustedKey: publicKey });
    expect(problems.map((problem) => problem.what)).toContain(
      "was signed with a key that is not trusted",
    );
  });

  it("names a number of the report that the records do not give", () => {
    const entries = entriesOf(bundle);
    const report = JSON.parse(textOf(entries["report.json"]));
    report.dimensional[0].capability.cpk.value += 0.5;
    report.header.supplier = "Somebody else";
    entries["report.json"] = bytesOf(canonicalText(report));
    const places = verifyBundle(reHashed(entries, true)).problems.map(({ where }) => where);
    expect(places).toContain("report.json /dimensional/0/capability/cpk/value");
    expect(places).toContain("report.json /header/supplier");
  });

  it("names a control limit and a verdict that do not follow from the records", () => {
    const entries = withRecord((record) => {
      if (record.kind === "limits.established") record.body.location.ucl += 0.01;
      if (record.seq === failing?.seq && record.kind === "measurement.taken") {
        record.body.verdict = "ok";
      }
    }, true);
    const what = verifyBundle(reHashed(entries, true)).problems.map((problem) => problem.what);
    expect(what.some((text) => text.includes("its subgroups give"))).toBe(true);
    expect(what.some((text) => /^says ok, 0\.\d+ is high$/.test(text))).toBe(true);
  });

  it("is refused without a crash when its JSON is rubbish", () => {
    for (const name of ALL_ENTRIES) {
      for (const rubbish of ["", "{", "null\n", '{"stated":{}}', "\ud800"]) {
        const entries = { ...entriesOf(bundle), [name]: bytesOf(rubbish) };
        expect(verifyBundle(pack(entries)).ok, `${name}: ${rubbish}`).toBe(false);
      }
    }
  });
});

function smallRun(): QualityRecord[] {
  const upTo = own.filter((record) => record.seq < 30);
  expect(upTo.every((record) => record.epoch === EPOCH)).toBe(true);
  return upTo;
}

function flipped(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ bit;
  return copy;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, k) => from + k);
}

/** Where local headers start, and the central directory. */
function structure(bytes: Uint8Array): { starts: number[]; directory: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const starts: number[] = [];
  let at = 0;
  while (view.getUint32(at, true) === 0x04034b50) {
    starts.push(at);
    at += 30 + view.getUint16(at + 26, true) + view.getUint32(at + 18, true);
  }
  return { starts, directory: at };
}
