// The contents page of capability: indices, intervals, parts per million.

export { type BoxCox, boxCox, boxCoxTransform } from "./box-cox.ts";
export {
  type BetweenWithin,
  betweenWithin,
  cpmk,
  type MachineCapability,
  machineCapability,
} from "./further-indices.ts";
export { exactSideInterval } from "./intervals.ts";
export { type JohnsonCapability, johnsonCapability } from "./johnson-capability.ts";
export type { ExpectedNonconforming, Nonconforming } from "./nonconforming.ts";
export {
  capabilityOfModel,
  type NonnormalCapability,
  nonnormalCapability,
  type QuantileCapability,
} from "./nonnormal-capability.ts";
export {
  type Capability,
  type CapabilityIndex,
  type CapabilityInput,
  capability,
} from "./normal-capability.ts";
export { type ProcessModel, type ProcessModelName, processModel } from "./process-model.ts";
export {
  type NaturalLimitCapability,
  naturalLimitCapability,
  type TargetCapability,
  targetCapability,
} from "./target-indices.ts";
export {
  type DispersionMethod,
  type LocationMethod,
  type TimeDependentCapability,
  type TimeDependentOptions,
  timeDependentCapability,
} from "./time-dependent.ts";
export {
  boxCoxCapability,
  type TransformedCapability,
} from "./transformed-capability.ts";
export {
  type YeoJohnson,
  yeoJohnson,
  yeoJohnsonTransform,
} from "./yeo-johnson.ts";
