// How an epoch begins: a chain of its own whose first record says why, and what stood before it.
import { canonicalText, epochOpened } from "../../sync/records/index.ts";
import type { Sqlite } from "./database.ts";
import { type ChainHead, createAppender, emptyHead } from "./insert.ts";

export type EpochOpening = {
  readonly station: string;
  readonly epoch: string;
  /** Id and wall clock of the record. */
  readonly id: string;
  readonly at: string;
  readonly publicKey: string | null;
  readonly reason: "created" | "restored";
  readonly previous: ChainHead | null;
};

/** Writes the `epoch.opened` record and gives the new head. */
export function openEpoch(db: Sqlite, opening: EpochOpening): ChainHead {
  const { station, epoch, id, at, publicKey, reason } = opening;
  const previous =
    opening.previous === null
      ? null
      : {
          epoch: opening.previous.epoch,
          seq: opening.previous.seq,
          hash: opening.previous.hash,
        };
  const body = canonicalText({ reason, previous, publicKey });
  const append = createAppender(db);
  const { kind, v } = epochOpened;
  const [hash = ""] = db
    .transaction(() =>
      append(emptyHead(station, epoch), [[id, at, kind, v, "station", null, body]]),
    )
    .immediate();
  return { station, epoch, seq: 1, hash };
}

/** Epochs of the journal, oldest first. */
export function epochsOf(db: Sqlite): readonly string[] {
  return db
    .prepare<[], string>("SELECT epoch FROM journal WHERE seq = 1 ORDER BY place")
    .pluck()
    .all();
}
