// The publisher's contract: what it needs, what it can be told, what it says of itself.
import type { QualityRecord } from "../records/index.ts";
import type { Clock } from "./link.ts";
import type { OutboxJournal } from "./outbox.ts";
import type { PublisherSettings } from "./settings.ts";

export type PublisherStatus = {
  readonly state: "connected" | "disconnected";
  /** Last seq of the current epoch that the broker took over. */
  readonly sent: number;
  /** Last seq of the current epoch that the collector holds durably. */
  readonly confirmed: number;
  /** Records not yet taken over by the broker, those of earlier epochs included. */
  readonly waiting: number;
  /** A stable code of what is wrong, null when nothing is. */
  readonly reason: string | null;
};

export type Publisher = {
  start(): void;
  /** Records just committed, in order. */
  notify(records: readonly QualityRecord[]): void;
  status(): PublisherStatus;
  /** Says "offline" and leaves; what was not sent stays in the journal. */
  stop(): Promise<void>;
};

export type PublisherDeps = {
  readonly journal: OutboxJournal;
  readonly settings: PublisherSettings;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Hears of a new state at once, of new numbers once a second. */
  readonly onStatus?: (status: PublisherStatus) => void;
};
