// The collector's door: records of all stations into PostgreSQL.
export { shareOf } from "./arrival.ts";
export { startCollector } from "./collector.ts";
export type { Collector, CollectorDeps, CollectorEvent, CollectorStatus } from "./contract.ts";
export { explainDatabaseReason, explainEvent } from "./reasons.ts";
export type { CollectorSettings, DatabaseSettings } from "./settings.ts";
