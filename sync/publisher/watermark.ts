// Decides when the collector's watermark is written to the journal: one write at a time, the newest.
import type { Outbox } from "./outbox.ts";

export type WatermarkKeeper = {
  /** Keeps `seq` for an epoch; what comes during a write is written after it, as one. */
  keep(outbox: Outbox, seq: number): void;
  /** Resolves when nothing is left to write. */
  settled(): Promise<void>;
};

/** `onFault` hears a stable code when the journal refuses, null when it takes the next one. */
export function createWatermark(onFault: (fault: string | null) => void): WatermarkKeeper {
  const due = new Map<Outbox, number>();
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    for (const [outbox, seq] of due) {
      due.delete(outbox);
      try {
        await outbox.setConfirmed(seq);
        onFault(null);
      } catch {
        // Not lost: the collector repeats its watermark, and a later one covers it.
        onFault("journal-unwritable");
      }
    }
  }

  return {
    keep(outbox, seq) {
      due.set(outbox, seq);
      writing ??= write().finally(() => {
        writing = null;
      });
    },
    async settled() {
      await writing;
    },
  };
}
