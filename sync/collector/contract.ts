// The collector's contract: what it needs, what it tells, what it says of itself.
import type { Clock } from "../publisher/index.ts";
import type { Claim } from "./lease.ts";
import type { CollectorSettings } from "./settings.ts";
import type { Quarantined } from "./sort-batch.ts";

/** What happens at the collector; `quarantined`, `flawed` and `station-twice` are alarms. */
export type CollectorEvent =
  | { readonly type: "broker-up"; readonly protocol: 5 | 4; readonly sessionPresent: boolean }
  | { readonly type: "broker-down"; readonly reason: string }
  | { readonly type: "database-up" }
  | { readonly type: "database-down"; readonly reason: string }
  | {
      /** After the commit, before PUBACK and answer. */
      readonly type: "committed";
      readonly inserted: number;
      readonly repeated: number;
      readonly messages: number;
    }
  | ({ readonly type: "quarantined" } & Pick<
      Quarantined,
      "station" | "epoch" | "seq" | "reason" | "detail"
    >)
  | {
      readonly type: "flawed";
      readonly station: string;
      readonly epoch: string;
      readonly seq: number;
      readonly flaw: string;
    }
  | ({
      /** Nothing of this process is taken: another one runs under the same station's name. */
      readonly type: "station-twice";
    } & Claim);

export type CollectorStatus = {
  readonly broker: "connected" | "disconnected";
  readonly database: "up" | "down";
  /** Since the start. */
  readonly inserted: number;
  readonly repeated: number;
  readonly quarantined: number;
  /** Messages that wait for their commit. */
  readonly waiting: number;
  readonly reason: string | null;
};

export type Collector = {
  /** Resolves when the schema is in place and the broker's subscriptions stand. */
  readonly ready: Promise<void>;
  status(): CollectorStatus;
  stop(): Promise<void>;
};

export type CollectorDeps = {
  readonly settings: CollectorSettings;
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly random: () => number;
  readonly onEvent?: (event: CollectorEvent) => void;
};
