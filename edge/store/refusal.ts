// Why the journal says no: one error class with a stable code, never to be matched on its wording.

export type JournalRefusalCode =
  /** The directory belongs to another running process. */
  | "journal-in-use"
  | "journal-other-station"
  | "journal-newer-version"
  /** Of an older Proofline, and opened by something that may not change it. */
  | "journal-older-version"
  | "journal-missing"
  /** Disk full, no rights, or a fault of the disk while a journal was opened, rebuilt or restored. */
  | "journal-disk-refuses"
  /** A file that should be a journal is none, or its chain is broken. */
  | "journal-damaged"
  /** So many acts wait for the disk that no more are taken; nothing acknowledged is lost. */
  | "journal-queue-full"
  /** The act itself cannot be written, such as one with an id that exists. */
  | "journal-act-impossible"
  /** An act before this one could not be written, so the seq this one counted on is wrong. */
  | "journal-act-before-failed"
  | "journal-closed"
  | "journal-backup-failed";

export class JournalRefusal extends Error {
  readonly code: JournalRefusalCode;

  constructor(code: JournalRefusalCode, message: string) {
    super(message);
    this.name = "JournalRefusal";
    this.code = code;
  }
}
