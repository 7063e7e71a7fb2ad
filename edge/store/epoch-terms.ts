// What the record language asks of an epoch's first record; a file of its own, as the writing thread need not load the language.
import { epochOpened, GENESIS_HASH } from "../../sync/records/index.ts";
import type { EpochTerms } from "./epoch.ts";

export const epochTerms: EpochTerms = {
  kind: epochOpened.kind,
  v: epochOpened.v,
  genesis: GENESIS_HASH,
};
