// The room's entry: configuration files in, checked and frozen settings out.
export { type ConfigError, formatConfigErrors } from "./file/config-error.ts";
export {
  type Characteristic,
  type InspectionPlan,
  InspectionPlanSchema,
} from "./plan/inspection-plan.ts";
export { loadPlan, type PlanLoaded } from "./plan/load-plan.ts";
export { loadPlant, type PlantConfig, type PlantLoaded } from "./plant/load-plant.ts";
export { type KnownModel, knownModels } from "./station/known-model.ts";
export { loadStation } from "./station/load-station.ts";
export { modelFolders } from "./station/model-folders.ts";
export type {
  BrokerConfig,
  GaugeConfig,
  PlanConfig,
  PolicyConfig,
  RunConfig,
  StationConfig,
  StationLoaded,
} from "./station/station-config.ts";
