// Decides which migrations a database still needs and applies them in order, each in one transaction;
// and which databases are none of ours.
import { readdirSync, readFileSync } from "node:fs";
import type { ClientBase } from "pg";
import { limits } from "./settings.ts";
import { transact } from "./transact.ts";

const directory = new URL("./migrations/", import.meta.url);
/** Any number, the same in all collectors: only one migrates at a time. */
const LOCK = 7_261_054;

/** Why a database cannot be used as it is; it is looked at again, as a database that is away. */
export type SchemaFault = "schema-newer" | "schema-other" | "schema-not-utf8";

export class SchemaRefusal extends Error {
  readonly code: SchemaFault;

  constructor(code: SchemaFault, message: string) {
    super(message);
    this.name = "SchemaRefusal";
    this.code = code;
  }
}

type Migration = { readonly version: number; readonly name: string };

/** The numbered .sql files, in order. */
function migrations(): readonly Migration[] {
  return readdirSync(directory)
    .filter((name) => /^\d{3}-[a-z-]+\.sql$/.test(name))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 3)), name }));
}

/**
 * Brings the schema up to date; does nothing when it is. Throws what pg throws, and a SchemaRefusal
 * when another program or a newer collector made it, or when it cannot hold every text.
 */
export async function migrate(client: ClientBase): Promise<void> {
  const known = migrations();
  if (await isUpToDate(client, known)) return;
  await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
  try {
    const { rows } = await client.query<{ server_encoding: string }>("SHOW server_encoding");
    const encoding = rows[0]?.server_encoding;
    if (encoding !== "UTF8") {
      throw new SchemaRefusal("schema-not-utf8", `the database's encoding is ${encoding}`);
    }
    await client.query(
      `CREATE TABLE IF NOT EXISTS schema_version (
         version integer PRIMARY KEY,
         name text NOT NULL,
         applied_at timestamptz NOT NULL DEFAULT now()
       )`,
    );
    const applied = await appliedTo(client, known);
    for (const migration of known) {
      if (!applied.has(migration.version)) await apply(client, migration);
    }
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [LOCK]).catch(() => undefined);
  }
}

/** Looks without writing, so that a collector needs no right to make tables once they stand. */
async function isUpToDate(client: ClientBase, known: readonly Migration[]): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    "SELECT to_regclass('schema_version') IS NOT NULL AS found",
  );
  return rows[0]?.found === true && (await appliedTo(client, known)).size === known.length;
}

async function appliedTo(client: ClientBase, known: readonly Migration[]): Promise<Set<number>> {
  const { rows } = await client.query<Migration>("SELECT version, name FROM schema_version");
  for (const { version, name } of rows) {
    const ours = known.find((migration) => migration.version === version);
    if (ours === undefined) {
      throw new SchemaRefusal("schema-newer", `the schema has step ${version}, ${name}`);
    }
    if (ours.name !== name) {
      throw new SchemaRefusal("schema-other", `step ${version} of the schema is ${name}`);
    }
  }
  return new Set(rows.map((row) => row.version));
}

async function apply(client: ClientBase, { version, name }: Migration): Promise<void> {
  await transact(client, async () => {
    // An index over all records of a plant may take longer than any other statement.
    await client.query("SET LOCAL statement_timeout TO 0");
    const text = readFileSync(new URL(name, directory), "utf8");
    const patient = { text, query_timeout: limits.migrationMs };
    await client.query(patient);
    await client.query("INSERT INTO schema_version (version, name) VALUES ($1, $2)", [
      version,
      name,
    ]);
  });
}
