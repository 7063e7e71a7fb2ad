import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openJournal } from "../../../edge/store/index.ts";
import {
  canonicalText,
  type Draft,
  GENESIS_HASH,
  hashRecord,
  jsonOf,
} from "../../../sync/records/index.ts";
import {
  measurement,
  openScratch,
  optionsFor,
  planned,
  rejected,
  runStep,
  scratchDir,
  unassigned,
} from "./scratch.ts";

describe("the journal", () => {
  test("opens its first epoch with an epoch.opened record that carries the key", async () => {
    const journal = await openScratch(undefined, { publicKey: "MCowBQYDK2Vw" });
    expect(journal.opened.how).toBe("created");
    expect(journal.head().seq).toBe(1);
    const [first] = await journal.read(1, 10);
    expect(first).toMatchObject({
      seq: 1,
      kind: "epoch.opened",
      prev: GENESIS_HASH,
      body: { reason: "created", previous: null, publicKey: "MCowBQYDK2Vw" },
    });
  });

  test("gives every record a dense seq, the hash before it and its own hash", async () => {
    const journal = await openScratch();
    const act = [unassigned(null), rejected(), measurement("R1", 1)];
    const appended = await journal.append(act);
    expect(appended.map((record) => record.seq)).toEqual([2, 3, 4]);
    const all = await journal.read(1, 100);
    expect(all.slice(1)).toEqual(appended);
    let prev = GENESIS_HASH;
    for (const { hash, ...rest } of all) {
      expect(rest.prev).toBe(prev);
      expect(hash).toBe(hashRecord(rest));
      prev = hash;
    }
    expect(journal.head()).toMatchObject({ seq: 4, hash: prev });
  });

  test("gives every record the text that its JSON is, in canonical order", async () => {
    const journal = await openScratch();
    const appended = await journal.append([unassigned(null), rejected(), measurement("R1", 1)]);
    expect(appended.map(jsonOf)).toEqual(appended.map(canonicalText));
    expect((await journal.read(2, 10)).map(jsonOf)).toEqual(appended.map(jsonOf));
  });

  test("names the seq of the next draft while others still wait for the disk", async () => {
    const journal = await openScratch();
    const promised: number[] = [];
    const appends = Array.from({ length: 500 }, (_, at) => {
      promised.push(journal.nextSeq());
      return journal.append(at % 3 === 0 ? [rejected(), rejected()] : [measurement("R1", at + 1)]);
    });
    const given = (await Promise.all(appends)).map((records) => records[0]?.seq);
    expect(given).toEqual(promised);
  });

  test("throws for a body that does not fit its kind, and keeps nothing of it", async () => {
    const journal = await openScratch();
    const wrong = { ...measurement("R1", 1), body: { run: "R1" } } as unknown as Draft;
    expect(() => journal.append([rejected(), wrong])).toThrow(/does not fit measurement.taken/);
    expect(() => journal.append([{ ...rejected(), kind: "no.such" } as unknown as Draft])).toThrow(
      /unknown kind/,
    );
    await journal.append([rejected()]);
    expect(journal.head().seq).toBe(2);
  });

  test("refuses an act whose id exists and everything that counted on its seq, then goes on", async () => {
    const journal = await openScratch();
    const first = rejected();
    const results = await Promise.allSettled([
      journal.append([first]),
      journal.append([measurement("R1", 1), { ...rejected(), id: first.id }]),
      journal.append([rejected()]),
    ]);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(results[1]).toMatchObject({ reason: { code: "journal-act-impossible" } });
    expect(results[2]).toMatchObject({ reason: { code: "journal-act-before-failed" } });
    expect(journal.nextSeq()).toBe(3);
    const [next] = await journal.append([rejected()]);
    expect(next?.seq).toBe(3);
  });

  test("keeps its records, its head and how far plant and broker have them over a restart", async () => {
    const dir = scratchDir();
    const journal = await openJournal(optionsFor(dir));
    await journal.append([planned("R1"), runStep("run.started", "R1")]);
    await journal.setConfirmed(2);
    await journal.setConfirmed(1);
    const { epoch } = journal.head();
    await journal.setTaken(epoch, "mqtt://a", 3);
    await journal.setTaken(epoch, "mqtt://a", 2);
    const head = journal.head();
    await journal.close();
    expect(existsSync(join(dir, "journal.db-wal"))).toBe(false);
    const again = await openScratch(dir);
    expect(again.opened).toMatchObject({ how: "continued", records: 3, problems: [] });
    expect(again.head()).toEqual(head);
    expect(await again.confirmed()).toBe(2);
    expect(await again.taken(epoch, "mqtt://a")).toBe(3);
    expect(await again.taken(epoch, "mqtt://b")).toBe(0);
    expect(await again.runs()).toEqual([
      { run: "R1", state: "running", partNumber: "KL-22", target: 200 },
    ]);
  });

  test("rejects an append after close", async () => {
    const journal = await openScratch();
    await journal.close();
    await expect(journal.append([rejected()])).rejects.toMatchObject({ code: "journal-closed" });
  });

  test("commits what was queued before close", async () => {
    const dir = scratchDir();
    const journal = await openJournal(optionsFor(dir));
    const appends = Array.from({ length: 700 }, (_, at) =>
      journal.append([measurement("R", at + 1)]),
    );
    await journal.close();
    expect((await Promise.all(appends)).at(-1)?.[0]?.seq).toBe(701);
    const again = await openScratch(dir);
    expect(again.head().seq).toBe(701);
  });

  test("refuses the journal of another station in words", async () => {
    const dir = scratchDir();
    await (await openJournal(optionsFor(dir))).close();
    const other = openJournal(optionsFor(dir, { station: "cell-2" }));
    await expect(other).rejects.toMatchObject({ code: "journal-other-station" });
    await expect(other).rejects.toThrow(/station cell-1, not cell-2/);
    await openScratch(dir);
  });
});

test("a text that no database gives back is a bug of the act, which is refused before the journal", async () => {
  const journal = await openScratch();
  for (const reason of ["a\u0000b", "\ud800"])
    expect(() => journal.append([unassigned(null, reason)])).toThrow("is no storable text");
  const [kept] = await journal.append([unassigned(null, "a\\u0000b")]);
  expect(kept?.body).toMatchObject({ reason: "a\\u0000b" });
});
