import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { verifyJournal } from "../../../edge/store/index.ts";
import { hashRow } from "../../../edge/store/record-text.ts";
import { canonicalText, hashRecord } from "../../../sync/records/index.ts";
import { measurement, openScratch, rejected, scratchDir, unassigned } from "./scratch.ts";

test("keeps the order of 10,000 interleaved appends and commits them in groups", async () => {
  const dir = scratchDir();
  const journal = await openScratch(dir, { limits: { pendingActs: 20_000 } });
  const settled: number[] = [];
  const promised: number[] = [];
  const appends: Promise<unknown>[] = [];
  const source = async (name: string, acts: number) => {
    for (let at = 0; at < acts; at += 1) {
      promised.push(journal.nextSeq());
      const drafts = at % 5 === 0 ? [rejected(), unassigned(name)] : [measurement(name, at + 1)];
      appends.push(
        journal.append(drafts).then((records) => {
          expect(records.length).toBe(drafts.length);
          expect(records[0]?.id).toBe(drafts[0]?.id);
          settled.push(records[0]?.seq ?? 0);
        }),
      );
      if (at % 7 === 0) await turn();
    }
  };
  await Promise.all(["A", "B", "C", "D"].map((name) => source(name, 2_500)));
  await Promise.all(appends);
  expect(settled.length).toBe(10_000);
  expect(settled).toEqual(promised);
  expect(journal.head().seq).toBe(12_001);
  const ofRun = (await journal.readRun("C")).map(({ seq }) => seq);
  expect(ofRun.length).toBe(2_500);
  expect(ofRun).toEqual(ofRun.toSorted((a, b) => a - b));
  expect((await verifyJournal(dir)).problems).toEqual([]);
});

test("commits acts that follow each other closely together, and a lone one at once", async () => {
  const journal = await openScratch(scratchDir(), { limits: { gatherMs: 2_000, calmMs: 9_000 } });
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  }, 1);
  const answeredIn = (at: number) =>
    journal.append([measurement("A", at)]).then(() => ({ turns, ms: performance.now() }));
  const asked = performance.now();
  const lone = await answeredIn(1);
  expect(lone.ms - asked).toBeLessThan(1_500);
  const second = answeredIn(2);
  await turn();
  const third = answeredIn(3);
  expect((await second).turns).toBe((await third).turns);
  expect((await second).ms - lone.ms).toBeGreaterThan(1_500);
  clearInterval(counting);
  await journal.close();
});

test("does not hold up a caller who awaits each act before the next", async () => {
  const journal = await openScratch(scratchDir(), { limits: { gatherMs: 1_000, calmMs: 9_000 } });
  const asked = performance.now();
  for (let at = 0; at < 60; at += 1) await journal.append([measurement("A", at + 1)]);
  // Three waits in vain, and one more tried after thirty acts.
  expect(performance.now() - asked).toBeLessThan(30_000);
  await journal.close();
});

test("hashes a row exactly as the record language hashes the record, whatever it holds", () => {
  const text = fc.string({ unit: "binary", maxLength: 12 });
  fc.assert(
    fc.property(
      fc.record({
        ...{ station: text, epoch: text, id: text, at: text, kind: text, actor: text },
        seq: fc.integer({ min: 1 }),
        v: fc.integer({ min: 1 }),
        body: fc.dictionary(text, fc.jsonValue(), { maxKeys: 5 }),
      }),
      (record) => {
        const prev = "ef".repeat(32);
        const row = { ...record, run: null, body: canonicalText(record.body) };
        expect(hashRow(row, prev)).toBe(hashRecord({ ...record, prev }));
      },
    ),
  );
});

test("reads in the order of seq though the clock ran backwards", async () => {
  const journal = await openScratch(scratchDir());
  for (let at = 0; at < 30; at += 1) {
    const draft = measurement("A", at + 1);
    const clock = new Date(Date.UTC(2026, 0, 5, 8, 0, 0) - at * 60_000).toISOString();
    await journal.append([{ ...draft, at: clock }]);
  }
  const seqs = (await journal.read(1, 100)).map(({ seq }) => seq);
  expect(seqs).toEqual(Array.from({ length: 31 }, (_, at) => at + 1));
  expect((await journal.readRun("A")).map(({ seq }) => seq)).toEqual(seqs.slice(1));
  await journal.close();
});
