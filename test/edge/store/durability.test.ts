import { spawn, spawnSync } from "node:child_process";
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { openJournal, verifyJournal } from "../../../edge/store/index.ts";
import { childScript, follow, startChild } from "./child-station.ts";
import { openScratch, optionsFor, rejected, scratchDir } from "./scratch.ts";
import { withMount, withStrace } from "./where-possible.ts";

describe("durability", () => {
  test("loses no acknowledged record when its process is killed ten times", async () => {
    const dir = scratchDir();
    const acked = new Map<number, string>();
    for (let round = 0; round < 10; round += 1) {
      const station = startChild(dir);
      expect(await station.opened).toBe(round === 0 ? "created" : "continued");
      while (station.acked.size < 12) await pause(1);
      await pause(round * 17);
      station.child.kill("SIGKILL");
      await station.exited;
      for (const [seq, hash] of station.acked) acked.set(seq, hash);
    }
    const { ok, problems, head } = await verifyJournal(dir, { projections: true });
    expect(problems).toEqual([]);
    expect(ok).toBe(true);
    expect(acked.size).toBeGreaterThan(100);
    const journal = await openScratch(dir);
    const kept = new Map<number, string>();
    for (let from = 1; from <= (head?.seq ?? 0); from += 10_000)
      for (const record of await journal.read(from, 10_000)) kept.set(record.seq, record.hash);
    const lost = [...acked].filter(([seq, hash]) => kept.get(seq) !== hash);
    expect(lost).toEqual([]);
  });

  test("refuses a second process on the same directory in words, and not after the first was killed", async () => {
    const dir = scratchDir();
    const station = startChild(dir);
    await station.opened;
    const second = openJournal(optionsFor(dir));
    await expect(second).rejects.toMatchObject({ code: "journal-in-use" });
    await expect(second).rejects.toThrow(/in use by another running process/);
    station.child.kill("SIGKILL");
    await station.exited;
    await openScratch(dir);
  });

  test("refuses a second journal on the same directory within one process", async () => {
    const dir = scratchDir();
    const journal = await openScratch(dir);
    await expect(openJournal(optionsFor(dir))).rejects.toMatchObject({ code: "journal-in-use" });
    await journal.append([rejected()]);
  });

  withStrace()("issues one sync to the disk for every commit", async () => {
    const dir = scratchDir();
    const trace = join(dir, "trace");
    const calls = ["-f", "-e", "trace=fdatasync,fsync", "-o", trace];
    const station = follow(
      spawn("strace", [...calls, process.execPath, childScript, dir, "200", "1"]),
    );
    expect(await station.exited).toBe(0);
    expect(station.acked.size).toBe(200);
    const syncs = readFileSync(trace, "utf8").match(/\b(fdatasync|fsync)\(.*= 0$/gm) ?? [];
    expect(syncs.length).toBeGreaterThanOrEqual(200);
    expect(syncs.length).toBeLessThan(260);
  });
});

describe("a write-ahead log", () => {
  test.each([
    ["garbled", (wal: string) => writeFileSync(wal, readFileSync(wal).fill(0xa5, 32, 4096))],
    ["cut off", (wal: string) => truncateSync(wal, statSync(wal).size / 2)],
    ["gone", (wal: string) => rmSync(wal)],
  ])(
    "that is %s after a crash is noticed: no committed record is missed in silence",
    async (_, harm) => {
      const dir = scratchDir();
      const station = startChild(dir, "1000000", "4", "off");
      await station.opened;
      while (station.acked.size <= 100) await pause(20);
      station.child.kill("SIGKILL");
      await station.exited;
      const newest = Math.max(...station.acked.keys());
      expect(newest).toBeGreaterThan(10);
      harm(join(dir, "journal.db-wal"));
      rmSync(join(dir, "journal.db-shm"), { force: true });
      const journal = await openScratch(dir);
      const kept = (await journal.readEpoch(journal.epochs()[0] ?? "", newest, 1)).length;
      expect(kept).toBe(0);
      expect(journal.opened.how).toMatch(/created|reopened|salvaged/);
      expect(journal.opened.problems.join(" ")).toMatch(/was committed and is gone/);
      await journal.append([rejected()]);
    },
  );
});

describe("a disk that is full", () => {
  withMount()(
    "is said, loses nothing, lets nothing overtake, and is left behind when there is room again",
    async () => {
      const dir = scratchDir();
      expect(spawnSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", dir]).status).toBe(0);
      try {
        await fillAndFree(dir, () => {
          expect(spawnSync("mount", ["-o", "remount,size=64m", dir]).status).toBe(0);
        });
      } finally {
        spawnSync("umount", ["-l", dir]);
      }
    },
  );

  test("is said at the quota too, and acts beyond the queue's bound are refused by code", async () => {
    const journal = await openScratch(undefined, {
      limits: { quotaPages: 60, pendingActs: 300, closePatienceMs: 100 },
    });
    const results: Promise<string>[] = [];
    const push = () => {
      for (let act = 0; act < 50; act += 1)
        results.push(
          journal.append([rejected()]).then(
            () => "kept",
            (error) => error.code,
          ),
        );
      return pause(5);
    };
    while (journal.health().state === "ok") await push();
    for (let more = 0; more < 10; more += 1) await push();
    expect(journal.health()).toEqual({
      state: "refusing",
      reason: "The disk is full (SQLITE_FULL).",
    });
    const { seq } = journal.head();
    await journal.close();
    const codes = await Promise.all(results);
    expect(codes.filter((code) => code === "kept").length).toBe(seq - 1);
    expect(codes.filter((code) => code === "journal-closed").length).toBe(300);
    expect(new Set(codes)).toEqual(new Set(["kept", "journal-closed", "journal-queue-full"]));
  });
});

async function fillAndFree(dir: string, free: () => void): Promise<void> {
  const journal = await openJournal(optionsFor(dir));
  const given: number[] = [];
  const promised: number[] = [];
  const appends: Promise<void>[] = [];
  while (journal.health().state === "ok" && appends.length < 20_000) {
    for (let at = 0; at < 20; at += 1) {
      promised.push(journal.nextSeq());
      appends.push(
        journal.append([rejected()]).then(([record]) => void given.push(record?.seq ?? 0)),
      );
    }
    await pause(2);
  }
  expect(journal.health()).toMatchObject({ state: "refusing" });
  const before = given.length;
  expect((await journal.read(1, 100_000)).length).toBe(before + 1);
  await pause(300);
  expect(given.length).toBe(before);
  expect(before).toBeLessThan(appends.length);
  free();
  const started = performance.now();
  await Promise.all(appends);
  expect(performance.now() - started).toBeLessThan(30_000);
  expect(given).toEqual(promised);
  expect(journal.health()).toEqual({ state: "ok", reason: null });
  await journal.close();
  expect((await verifyJournal(dir, { projections: true })).problems).toEqual([]);
}
