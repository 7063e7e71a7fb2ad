// A journal in a scratch directory, and drafts to put into it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { v7 } from "uuid";
import { onTestFinished } from "vitest";
import { type Journal, type JournalOptions, openJournal } from "../../../edge/store/index.ts";
import type { BodyOf, Draft, KindName } from "../../../sync/records/index.ts";

export const nowIso = () => new Date().toISOString();
export const newId = () => v7();

/** A directory that is removed when the test ends. */
export function scratchDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "proofline-store-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export function optionsFor(dir: string, more: Partial<JournalOptions> = {}): JournalOptions {
  return { dir, station: "cell-1", publicKey: null, nowIso, newId, ...more };
}

/** Opens a journal that is closed when the test ends. */
export async function openScratch(
  dir = scratchDir(),
  more: Partial<JournalOptions> = {},
): Promise<Journal> {
  const journal = await openJournal(optionsFor(dir, more));
  onTestFinished(() => journal.close());
  return journal;
}

function draft<K extends KindName>(kind: K, body: BodyOf<K>, actor = "station"): Draft {
  return { id: newId(), at: nowIso(), kind, v: 1, actor, body } as Draft;
}

const reading = {
  gauge: "caliper-1",
  channel: null,
  text: "12.345",
  unit: "mm",
  status: "ok",
  kind: null,
  entry: "gauge",
  raw: "2b31322e3334356d6d0d",
  model: { id: "mitutoyo-digimatic", hash: "ab".repeat(32) },
  port: "/dev/ttyUSB0",
  receivedAt: "2026-11-22T08:00:00.000Z",
  monotonicMs: 1234.5,
} as const;

export function measurement(
  run: string,
  unitIndex: number,
  more: Partial<BodyOf<"measurement.taken">> = {},
): Draft {
  const unit = `U${String(unitIndex).padStart(4, "0")}`;
  return draft(
    "measurement.taken",
    {
      ...{ run, characteristic: "gate-opening", unit, unitIndex, lot: "L1", operator: "op-7" },
      ...{ value: "12.345", uom: "mm", verdict: "ok", validity: "valid", marks: [], reading },
      ...{ calibrationDue: null, source: null, loadTest: null },
      ...more,
    },
    "gauge:caliper-1",
  );
}

export function unassigned(run: string | null, reason = "no-run"): Draft {
  return draft("reading.unassigned", { run, reason, reading });
}

export function rejected(): Draft {
  const { gauge, port, model, receivedAt, monotonicMs } = reading;
  const body = { gauge, port, model, reason: "frame-unknown", detail: "no rule fits", raw: "00ff" };
  return draft("frame.rejected", { ...body, receivedAt, monotonicMs });
}

export function dismissed(seq: number): Draft {
  return draft("reading.dismissed", { reading: seq, reason: "bumped the key" }, "operator:op-7");
}

export function voided(run: string, seq: number): Draft {
  const body = { run, characteristic: "gate-opening", unit: "U0001", measurement: seq };
  return draft("measurement.voided", { ...body, reason: "wrong part in the fixture" });
}

export function planned(run: string): Draft {
  return draft("run.planned", {
    ...{ run, brand: "Summit", supplier: "Forge Nine", order: null, target: 200 },
    ...{ planHash: "cd".repeat(32), plan: { part: { number: "KL-22", revision: "B" } } },
  });
}

export function runStep(
  kind: "run.started" | "run.held" | "run.resumed" | "run.closed",
  run: string,
): Draft {
  return draft(kind, { run, reason: null });
}
