// Decides what belongs together: one transaction, durable when it returns, nothing of it when it throws.
import type { ClientBase } from "pg";

/**
 * Runs work in one transaction and returns after its commit is on the disk, whatever the database's
 * own setting says. Throws what pg throws; nothing is kept then.
 */
export async function transact<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL synchronous_commit TO on");
    const done = await work();
    await client.query("COMMIT");
    return done;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}
