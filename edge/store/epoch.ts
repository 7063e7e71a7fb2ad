// How an epoch begins: a chain of its own whose first record says why, and what stood before it.
import type { Sqlite } from "./database.ts";
import { type ChainHead, createAppender, emptyHead } from "./insert.ts";

/** Kind and version of the record that opens an epoch, and the hash that stands before it. */
export type EpochTerms = { readonly kind: string; readonly v: number; readonly genesis: string };

export type EpochOpening = {
  readonly station: string;
  readonly epoch: string;
  /** Id and wall clock of the record. */
  readonly id: string;
  readonly at: string;
  readonly publicKey: string | null;
  readonly reason: "created" | "restored";
  readonly previous: ChainHead | null;
  readonly terms: EpochTerms;
};

/** Writes the `epoch.opened` record and gives the new head. */
export function openEpoch(db: Sqlite, opening: EpochOpening): ChainHead {
  const { station, epoch, id, at, publicKey, reason } = opening;
  const previous =
    opening.previous === null
      ? null
      : {
          epoch: opening.previous.epoch,
          hash: opening.previous.hash,
          seq: opening.previous.seq,
        };
  // The names stand in the order of RFC 8785.
  const body = JSON.stringify({ previous, publicKey, reason });
  const append = createAppender(db);
  const { kind, v, genesis } = opening.terms;
  const [hash = ""] = db
    .transaction(() =>
      append(emptyHead(station, epoch, genesis), [[id, at, kind, v, "station", null, body, []]]),
    )
    .immediate();
  return { station, epoch, seq: 1, hash };
}

/** Each epoch once by steps through the index, for a salvaged one may have lost its first record. */
const epochsSql = `
  WITH RECURSIVE found (epoch) AS (
    SELECT min(epoch) FROM journal
    UNION ALL
    SELECT (SELECT min(epoch) FROM journal WHERE epoch > found.epoch)
    FROM found WHERE found.epoch IS NOT NULL
  )
  SELECT epoch FROM found WHERE epoch IS NOT NULL
  ORDER BY (SELECT place FROM journal WHERE journal.epoch = found.epoch ORDER BY seq LIMIT 1)`;

/** Epochs of the journal, oldest first. */
export function epochsOf(db: Sqlite): readonly string[] {
  return db.prepare<[], string>(epochsSql).pluck().all();
}
