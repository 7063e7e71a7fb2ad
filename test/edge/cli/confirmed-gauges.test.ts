// A report names who compared a gauge with its display and when, from records that belong to no run.
import { generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import { runBundle } from "../../../edge/cli/run-documents.ts";
import { publicKeyText, signBytes, verifyBundle } from "../../../edge/reports/index.ts";
import type { BodyOf, QualityRecord } from "../../../sync/records/index.ts";
import { EPOCH, pilotRun, STATION } from "../reports/pilot-run-fixture.ts";
import { RUN } from "../reports/pilot-run-plan.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const publicKey = publicKeyText(privateKey);
const { records } = pilotRun({ target: 20, publicKey });
const own = records.filter(({ body }) => "run" in body && body.run === RUN);
const key = { publicKey, sign: (bytes: Uint8Array) => signBytes(bytes, privateKey) };
const last = own.at(-1)?.seq ?? 0;

/** A confirmation of the caliper by this person, at this place of the journal. */
function confirmation(by: string, seq: number, epoch = EPOCH): QualityRecord {
  const body = {
    ...{ gauge: "caliper-1", evidence: "unverified", port: "p", adapter: null, unit: "mm" },
    ...{ model: { id: "mitutoyo-digimatic", hash: "h" }, wordOrder: null, pairs: [], by },
    line: { kind: "serial", baud: 9600 },
  } satisfies BodyOf<"gauge.commissioned">;
  const at = `2026-11-01T08:00:${String(seq % 60).padStart(2, "0")}.000Z`;
  const place = { station: STATION, epoch, seq, prev: "0", hash: "0" };
  return { ...place, id: by, at, kind: "gauge.commissioned", v: 1, actor: `operator:${by}`, body };
}

/** What the bundle's report says of the caliper, and what its verifier finds. */
async function bundleWith(gauges: readonly QualityRecord[]) {
  const journal = {
    readRun: async () => own,
    gaugeRecords: async () => gauges,
    epochs: () => ["before", EPOCH, "after"],
    readEpoch: async (epoch: string, from: number, limit: number) =>
      epoch === EPOCH ? records.filter(({ seq }) => seq >= from && seq < from + limit) : [],
  };
  const world = { now: () => "2026-11-22T09:30:00.000Z" };
  const bundle = await runBundle({ journal, key, world, setup: { name: STATION } }, RUN);
  if (bundle === null) throw new Error("no bundle");
  // The entries of a bundle are stored as they are: its report can be read in place.
  const found = /"confirmed":\{"at":"[^"]+","by":"([^"]+)"\}/u.exec(Buffer.from(bundle).toString());
  return { by: found?.[1] ?? null, problems: verifyBundle(bundle).problems };
}

it("is the newest one before the end of the run, and the bundle holds with it", async () => {
  const earlier = [confirmation("W1", 5, "before"), confirmation("W2", 1)];
  const later = [confirmation("W3", last + 1), confirmation("W4", 1, "after")];
  const { by, problems } = await bundleWith([...earlier, ...later]);
  expect(by).toBe("W2");
  expect(problems).toEqual([]);
}, 180_000);

it("is not claimed where nobody confirmed the gauge before the run ended", async () => {
  expect(await bundleWith([])).toEqual({ by: null, problems: [] });
  expect(await bundleWith([confirmation("W3", last + 1)])).toEqual({ by: null, problems: [] });
}, 180_000);
