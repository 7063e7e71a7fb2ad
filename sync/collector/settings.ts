// The settings of the collector and its limits, each in one place.
import type { BrokerSettings } from "../publisher/index.ts";
import type { StationAddress } from "../topics.ts";

export type DatabaseSettings = {
  /** Host name, or the directory of a unix socket. */
  readonly host: string;
  readonly port?: number;
  readonly database: string;
  readonly user: string;
  readonly passwordFile?: string;
  /** With it the connection is TLS and the server's certificate is checked. */
  readonly caFile?: string;
  /** A statement that takes longer is given up and tried again; 60 where not given. */
  readonly statementSeconds?: number;
};

export type CollectorSettings = {
  readonly broker: BrokerSettings;
  readonly database: DatabaseSettings;
  /** Only stations whose name hashes to this share; without it all. */
  readonly shard?: { readonly index: number; readonly of: number } | null;
  /** Only stations below this part of the plant; without it all. */
  readonly within?: Partial<Omit<StationAddress, "station">>;
  /** A station's name is another's once its holder was quiet for so long; 45 where not given. */
  readonly leaseSeconds?: number;
  /** Batches not yet committed that the broker may have under way to us. */
  readonly receiveMaximum?: number;
};

export const limits = {
  receiveMaximum: 200,
  sessionExpirySeconds: 24 * 3600,
  /** Messages kept while the database is away, whatever the broker does. */
  pending: 2_000,
  groupMessages: 200,
  groupRows: 2_000,
  /** Of the pieces of long records. */
  groupCharacters: 8_000_000,
  ackMs: 200,
  ackRows: 500,
  acksUnderWay: 64,
  walkRows: 5_000,
  connectMs: 10_000,
  statementSeconds: 60,
  answerMs: 2_000,
  migrationMs: 12 * 3600 * 1_000,
  leaseSeconds: 45,
  /** Who had to give way before waits so many leases. */
  returnLeases: 4,
  /** Instances that a station's name is remembered to have had. */
  instances: 16,
  retryFirstMs: 250,
  retryLongestMs: 5_000,
} as const;
