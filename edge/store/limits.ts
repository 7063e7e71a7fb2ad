// Every bound of the store, in one place; tests set smaller ones.

export type StoreLimits = {
  /** Acts that may wait for the disk before append refuses. */
  readonly pendingActs: number;
  /** Bytes of record bodies that may wait for the disk before append refuses. */
  readonly pendingBytes: number;
  /** While acts follow each other closely they wait so long to be committed together. */
  readonly gatherMs: number;
  /** An act this long after the last commit was asked for waits for no other. */
  readonly calmMs: number;
  /** Acts committed together in one transaction, at most. */
  readonly groupActs: number;
  /** Records after which the write-ahead log is moved into the database between two commits. */
  readonly checkpointRecords: number;
  /** Quiet time after which the same is done whatever the number. */
  readonly checkpointIdleMs: number;
  /** First and longest wait before a refused commit is tried again. */
  readonly retryFirstMs: number;
  readonly retryLongestMs: number;
  /** Records and bytes read from the database without giving the event loop its turn. */
  readonly pageRecords: number;
  readonly pageBytes: number;
  /** Most records one `read` gives. */
  readonly readRecords: number;
  /** Largest database that is checked whole on opening; of a larger one only the newest part. */
  readonly checkWholeBytes: number;
  /** Newest records whose hashes are recomputed on opening. */
  readonly checkNewestRecords: number;
  /** Largest database in pages of 4096 bytes; beyond it the disk counts as full. */
  readonly quotaPages: number;
  /** How long close waits for acts that the disk refuses. */
  readonly closePatienceMs: number;
};

export const defaultLimits: StoreLimits = {
  pendingActs: 5_000,
  pendingBytes: 64 * 1024 * 1024,
  gatherMs: 2,
  calmMs: 10,
  groupActs: 200,
  checkpointRecords: 600,
  checkpointIdleMs: 500,
  retryFirstMs: 50,
  retryLongestMs: 2_000,
  pageRecords: 200,
  pageBytes: 1024 * 1024,
  readRecords: 10_000,
  checkWholeBytes: 128 * 1024 * 1024,
  checkNewestRecords: 50_000,
  quotaPages: 8 * 1024 * 1024,
  closePatienceMs: 5_000,
};
