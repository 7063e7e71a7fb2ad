// The store: the journal of a station in SQLite, and what can be done with it while no station runs.
export type { InboxEntry, Journal, JournalHead, JournalOpening } from "./journal.ts";
export { defaultLimits, type StoreLimits } from "./limits.ts";
export {
  exportJournal,
  type RestoreOptions,
  rebuildProjections,
  restoreJournal,
} from "./maintenance.ts";
export { type JournalOptions, openJournal } from "./open-journal.ts";
export { JournalRefusal, type JournalRefusalCode } from "./refusal.ts";
export { type JournalSnapshot, openSnapshot } from "./snapshot.ts";
export { type JournalProblem, type JournalVerification, verifyJournal } from "./verify.ts";
