// Decides in which words a person at the plant is told what is wrong, and what to do.
import { explainReason } from "../publisher/index.ts";
import type { CollectorEvent } from "./contract.ts";

const unreachable = "PostgreSQL cannot be reached: check that it runs, and host and port.";
const credentials = "PostgreSQL refuses user or password: check user, passwordFile, pg_hba.conf.";
const restarting = "PostgreSQL is starting or stopping; it is tried again.";
const changed =
  "The tables are not as the collector made them: restore them, or use a new database.";
const untrusted = "The database's certificate is not signed by the authority in caFile.";
const contended = "Another program holds the rows; it is tried again.";

/** SQLSTATEs, system codes and those of the schema check. */
const databaseCauses: Readonly<Record<string, string>> = {
  ECONNREFUSED: unreachable,
  ENOENT: "PostgreSQL's socket or the password file is not there: check host and passwordFile.",
  ENOTFOUND: "The database's host name cannot be resolved: check host.",
  EHOSTUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ECONNRESET: "The connection to PostgreSQL was cut; it is tried again.",
  "no-answer": "PostgreSQL does not answer; it is tried again.",
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_HAS_EXPIRED: "The database's certificate has expired: renew it.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The database's certificate is for another name: check host.",
  "08006": "The connection to PostgreSQL was cut; it is tried again.",
  "25006": "The database is read-only: use the primary server, or end its read-only mode.",
  "28000": credentials,
  "28P01": credentials,
  "3D000": "The database does not exist: create it, or check its name.",
  "3F000": "The user has no schema to make tables in: grant CREATE on schema public.",
  "40001": contended,
  "40P01": contended,
  "42501":
    "The user lacks a right: make it the owner of the tables, or grant CREATE on the schema.",
  "42703": changed,
  "42P01": changed,
  "42P07": "The database holds tables of another program: use a database of its own.",
  "53100": "The database's disk is full: make room; what waits is stored then.",
  "53200": "PostgreSQL has no memory left: make room.",
  "53300": "PostgreSQL has too many connections: close some or raise max_connections.",
  "55P03": contended,
  "57014": "PostgreSQL was too slow to answer; it is tried again.",
  "57P01": restarting,
  "57P02": restarting,
  "57P03": restarting,
  "58030": "PostgreSQL cannot write to its disk: see its log.",
  "schema-newer": "A newer collector has changed the tables: start that one.",
  "schema-other": "The tables are another program's: use a database of its own.",
  "schema-not-utf8": "The database cannot hold every text: create it with ENCODING 'UTF8'.",
};

/** A sentence in English for the reason of `database-down`; a code that is not known is named. */
export function explainDatabaseReason(code: string): string {
  return databaseCauses[code] ?? `PostgreSQL cannot store records (${code}); it is tried again.`;
}

/** What an event means and what to do, in English; null where it speaks for itself. */
export function explainEvent(event: CollectorEvent): string | null {
  switch (event.type) {
    case "broker-down":
      return explainReason(event.reason);
    case "database-down":
      return explainDatabaseReason(event.reason);
    case "station-twice":
      return (
        `Two running stations are called ${event.station}, or it was started again before its end ` +
        "was heard: this one waits, then for a minute at most. Rename one of them if there are two."
      );
    case "quarantined":
      return event.reason === "conflicting-hash"
        ? `${event.station} sent another record for a place that is held: is its journal a copy?`
        : null;
    default:
      return null;
  }
}
