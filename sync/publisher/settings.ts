// The settings of the publisher and its limits, each in one place.
import type { StationAddress } from "../topics.ts";
import type { BrokerSettings } from "./link.ts";

export type PublisherSettings = BrokerSettings &
  StationAddress & {
    /** Software version shown in the retained state. */
    readonly version?: string;
    /** Live records are gathered this long before they leave, in milliseconds. */
    readonly gatherMs?: number;
    /** Without the collector's answer for so long it is asked, in milliseconds. */
    readonly ackTimeoutMs?: number;
    /** Messages under way without PUBACK, at most. */
    readonly window?: number;
  };

export const limits = {
  gatherMs: 50,
  ackTimeoutMs: 30_000,
  window: 32,
  /** Answers that the broker may have under way to us. */
  receiveMaximum: 64,
  /** Messages that the collector has not confirmed, at most, once a collector is known. */
  ahead: 256,
  batchRecords: 200,
  batchBytes: 64 * 1024,
  tailRecords: 2_000,
  tailCharacters: 2_000_000,
  tickMs: 1_000,
  /** Three of them fit the lease of the station's name at the collector. */
  stateMs: 15_000,
  /** A gap that the collector reports makes the cursor go back at most this often. */
  gapBackoffMs: 2_000,
  /** An earlier epoch waits so long for the collector to say how much of it it holds. */
  firstAnswerMs: 3_000,
  /** An earlier epoch with holes is sent again so often, then the next one begins. */
  rounds: 2,
  /** How far the broker took over goes into the journal so often, while no collector answers. */
  takenMs: 5_000,
  /** Another station has this one's name: it asks again so often. */
  refusedMs: 10_000,
  /** Connections that end without a single PUBACK, until smaller messages are tried. */
  fruitless: 3,
  /** Unconfirmed for so long is shown as a reason, though connected. */
  notConfirmingMs: 300_000,
} as const;
