// Decides which migrations a database still needs and applies them in order, each in one transaction.
import { readdirSync, readFileSync } from "node:fs";
import type { ClientBase } from "pg";

const directory = new URL("./migrations/", import.meta.url);
/** Any number, the same in all collectors: only one migrates at a time. */
const LOCK = 7_261_054;

/** The numbered .sql files, in order. */
function migrations(): { readonly version: number; readonly name: string }[] {
  return readdirSync(directory)
    .filter((name) => /^\d{3}-[a-z-]+\.sql$/.test(name))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 3)), name }));
}

/** Brings the schema up to date; does nothing when it is. Throws what pg throws. */
export async function migrate(client: ClientBase): Promise<void> {
  await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
  try {
    await client.query(
      `CREATE TABLE IF NOT EXISTS schema_version (
         version integer PRIMARY KEY,
         name text NOT NULL,
         applied_at timestamptz NOT NULL DEFAULT now()
       )`,
    );
    const { rows } = await client.query<{ version: number }>("SELECT version FROM schema_version");
    const applied = new Set(rows.map((row) => row.version));
    for (const { version, name } of migrations()) {
      if (!applied.has(version)) await apply(client, version, name);
    }
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [LOCK]);
  }
}

async function apply(client: ClientBase, version: number, name: string): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(readFileSync(new URL(name, directory), "utf8"));
    await client.query("INSERT INTO schema_version (version, name) VALUES ($1, $2)", [
      version,
      name,
    ]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}
