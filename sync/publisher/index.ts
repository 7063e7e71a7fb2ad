// The publisher's door: the journal upstream over MQTT.
export type { Publisher, PublisherDeps, PublisherStatus } from "./contract.ts";
export {
  type BrokerSettings,
  type Clock,
  createLink,
  type Link,
  type LinkUp,
  reconnectDelay,
} from "./link.ts";
export type { OutboxJournal } from "./outbox.ts";
export { createPublisher } from "./publisher.ts";
export { explainReason } from "./reasons.ts";
export type { PublisherSettings } from "./settings.ts";
