// What a loaded station file gives to the station: checked, complete, frozen.
import type { GaugeSettings } from "../../gauges/index.ts";
import type { ConfigError } from "../file/config-error.ts";
import type { InspectionPlan } from "../plan/inspection-plan.ts";

export type GaugeConfig = GaugeSettings & {
  /** What people call it. */
  readonly name: string;
  /** Kinds of gauge it stands for, as characteristics ask for them. */
  readonly serves: readonly string[];
  /** ISO date: last day on which the calibration holds. */
  readonly calibrationDue: string | null;
  readonly msa: { readonly on: string; readonly grrPercent: string } | null;
};

/** Which values count. */
export type PolicyConfig = {
  readonly unverified: "confirm" | "refuse" | "accept";
  readonly verified: "confirm" | "accept";
  readonly calibration: "flag" | "refuse";
};

export const defaultPolicy: PolicyConfig = {
  unverified: "confirm",
  verified: "accept",
  calibration: "flag",
};

export type BrokerConfig = {
  readonly url: string;
  readonly protocol?: 5 | 4;
  readonly clientId?: string;
  readonly username?: string;
  /** These four are absolute paths. */
  readonly passwordFile?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly keepaliveSeconds?: number;
};

export type PlanConfig = {
  /** As the station's file names it. */
  readonly file: string;
  readonly plan: InspectionPlan;
};

/** A run that is planned when the journal does not know it yet. */
export type RunConfig = {
  readonly run: string;
  readonly plan: InspectionPlan;
  readonly brand: string;
  readonly supplier: string;
  readonly order: string | null;
  readonly target: number;
};

export type StationConfig = {
  readonly name: string;
  readonly zone: string;
  /** Levels of the topics above the station's own name. */
  readonly place: {
    readonly enterprise: string;
    readonly site: string;
    readonly area: string;
    readonly line: string;
  };
  readonly http: { readonly host: string; readonly port: number };
  /** Null: nothing leaves the station. */
  readonly mqtt: BrokerConfig | null;
  readonly journal: { readonly quotaMb: number | null };
  readonly policy: PolicyConfig;
  readonly gauges: readonly GaugeConfig[];
  readonly plans: readonly PlanConfig[];
  readonly runs: readonly RunConfig[];
};

export type StationLoaded =
  | { readonly ok: StationConfig; readonly warnings: readonly ConfigError[] }
  | { readonly errors: readonly ConfigError[] };
