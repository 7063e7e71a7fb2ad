// Tests of what a received batch or record is worth.
import { describe, expect, it } from "vitest";
import {
  checkBatch,
  checkRecord,
  GENESIS_HASH,
  hashRecord,
  readAck,
} from "../../sync/records/index.ts";
import { makeRecord } from "./plant.ts";

const place = { station: "st-07", epoch: "e-1", seq: 1 };
const good = makeRecord("st-07", "e-1", 1, GENESIS_HASH);

/** The record with other content and the hash that belongs to it. */
function rehashed(change: Partial<Omit<typeof good, "body" | "kind">> & Record<string, unknown>) {
  const { hash: _old, ...content } = { ...good, ...change };
  return { ...content, hash: hashRecord(content) };
}

describe("a received record", () => {
  it("stands when envelope, place, hash and body fit", () => {
    expect(checkRecord(good, place)).toEqual({ ok: true, record: good, flaw: null });
  });

  it.each([
    ["not-a-record", null],
    ["not-a-record", { ...good, at: 5 }],
    ["not-a-record", { ...good, extra: 1 }],
    ["not-a-record", { ...good, body: { ...good.body, reason: Number.POSITIVE_INFINITY } }],
    ["wrong-place", rehashed({ seq: 2 })],
    ["wrong-place", rehashed({ station: "st-08" })],
    ["hash-mismatch", { ...good, actor: "operator:7" }],
    ["hash-mismatch", { ...good, prev: "1".repeat(64) }],
  ])("is refused as %s", (fault, value) => {
    expect(checkRecord(value, place)).toMatchObject({ ok: false, fault });
  });

  it.each([
    ["unknown-kind", { kind: "moon.rose" }],
    ["unknown-version", { v: 2 }],
    ["body-invalid", { body: { gauge: 5 } }],
  ])(
    "stands with the flaw %s, because its hash shows that the station wrote it",
    (code, change) => {
      expect(checkRecord(rehashed(change), place)).toMatchObject({ ok: true, flaw: { code } });
    },
  );
});

describe("a received batch", () => {
  const batch = { v: 1, station: "st-07", epoch: "e-1", from: 1, to: 1, sentAt: "", records: [1] };

  it("is taken with fields that are not known yet", () => {
    expect(checkBatch(JSON.stringify({ ...batch, clock: {} })).ok).toBe(true);
  });

  it.each([
    ["not-json", "{"],
    ["not-a-batch", "[]"],
    ["not-a-batch", JSON.stringify({ ...batch, v: 2 })],
    ["not-a-batch", JSON.stringify({ ...batch, from: 0 })],
    ["not-a-batch", JSON.stringify({ ...batch, records: [] })],
    ["range-mismatch", JSON.stringify({ ...batch, to: 2 })],
  ])("is refused as %s: %s", (fault, text) => {
    expect(checkBatch(text)).toMatchObject({ ok: false, fault });
  });
});

describe("an answer of the collector", () => {
  it("is read, or is none", () => {
    const ack = { v: 1, station: "s", epoch: "e", upto: 5, gaps: [[6, 7]] };
    expect(readAck(JSON.stringify(ack))).toEqual(ack);
    expect(readAck(JSON.stringify({ ...ack, upto: -1 }))).toBeNull();
    expect(readAck("no")).toBeNull();
  });
});
