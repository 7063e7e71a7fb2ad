// Decides when a place in the stream is written to the journal: one write at a time, the newest.
import type { Outbox } from "./outbox.ts";

export type WatermarkKeeper = {
  /** Keeps `seq` for an epoch; what comes during a write is written after it, as one. */
  keep(outbox: Outbox, seq: number): void;
  /** Resolves when nothing is left to write. */
  settled(): Promise<void>;
};

/**
 * @param write puts the place of one epoch on the disk
 * @param onFault hears a stable code when the journal refuses, null when it takes the next one
 */
export function createWatermark(
  write: (outbox: Outbox, seq: number) => Promise<void>,
  onFault: (fault: string | null) => void,
): WatermarkKeeper {
  const due = new Map<Outbox, number>();
  let writing: Promise<void> | null = null;

  async function writeAll(): Promise<void> {
    for (const [outbox, seq] of due) {
      due.delete(outbox);
      try {
        await write(outbox, seq);
        onFault(null);
      } catch {
        // Not lost: what comes later covers it, and until then records are only sent again.
        onFault("journal-unwritable");
      }
    }
  }

  return {
    keep(outbox, seq) {
      due.set(outbox, seq);
      writing ??= writeAll().finally(() => {
        writing = null;
      });
    },
    async settled() {
      await writing;
    },
  };
}
