// The collector's door: records of all stations into PostgreSQL.
export {
  type Collector,
  type CollectorDeps,
  type CollectorEvent,
  type CollectorStatus,
  shareOf,
  startCollector,
} from "./collector.ts";
export type { CollectorSettings, DatabaseSettings } from "./settings.ts";
