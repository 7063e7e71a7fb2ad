// Decides how the database is reached, and whether a fault is the connection's or the record's.
import { readFileSync } from "node:fs";
import { type ClientBase, Pool } from "pg";
import { migrate } from "./migrate.ts";
import { type DatabaseSettings, limits } from "./settings.ts";

export type Database = {
  /** Runs one piece of work on the connection, made anew when it was lost; migrates at first. */
  run<T>(work: (client: ClientBase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/**
 * The stable code of a fault: an SQLSTATE, a system code such as ECONNREFUSED, or one of the schema
 * check. pg gives no code to an answer that did not come in time or to a connection that broke.
 */
export function faultCode(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error) {
    if (typeof error.code === "string") return error.code;
  }
  if (error instanceof Error && error.name !== "Error") return error.name;
  return "no-answer";
}

/**
 * Whether the values themselves are refused (data exception, constraint, limit of a row or an index):
 * trying again cannot help. Everything else passes with time.
 */
export function isRefusedValue(error: unknown): boolean {
  return /^(22|23|54)[0-9A-Z]{3}$/.test(faultCode(error));
}

/** A database of one connection, opened at first use. `onLost` hears of a connection that broke. */
export function openDatabase(
  settings: DatabaseSettings,
  onLost: (reason: string) => void,
): Database {
  const password = () =>
    settings.passwordFile === undefined
      ? ""
      : readFileSync(settings.passwordFile, "utf8").trimEnd();
  const statementMs = (settings.statementSeconds ?? limits.statementSeconds) * 1_000;
  const pool = new Pool({
    host: settings.host,
    port: settings.port ?? 5432,
    database: settings.database,
    user: settings.user,
    password,
    max: 1,
    connectionTimeoutMillis: limits.connectMs,
    // The server ends what is slow itself; only one that is gone has to be given up from here.
    statement_timeout: statementMs,
    query_timeout: statementMs + limits.answerMs,
    // A collector whose machine vanished must not hold the stations' rows for hours.
    idle_in_transaction_session_timeout: statementMs,
    keepAlive: true,
    application_name: "proofline-collector",
    ssl:
      settings.caFile === undefined
        ? undefined
        : { ca: readFileSync(settings.caFile, "utf8"), rejectUnauthorized: true },
  });
  pool.on("error", (error) => onLost(faultCode(error)));
  let migrated = false;

  return {
    async run(work) {
      const client = await pool.connect();
      const lost = () => undefined;
      // A connection that breaks between two queries emits `error`; the next query tells us.
      client.on("error", lost);
      try {
        if (!migrated) await migrate(client);
        migrated = true;
        const done = await work(client);
        client.off("error", lost);
        client.release();
        return done;
      } catch (error) {
        // Whatever comes next may be another database: restored, emptied, of another version.
        if (!isRefusedValue(error)) migrated = false;
        client.release(!isRefusedValue(error));
        throw error;
      }
    },
    close: () => pool.end(),
  };
}
