// Decides what a station hears that asks how far it is held, and what its coming and going changes.
import type { ClientBase } from "pg";
import { type Claim, claimNames, releaseName } from "./lease.ts";
import { type Held, readHeld } from "./ledger.ts";
import { transact } from "./transact.ts";

/** A station that says that it is there, or that it is not (any more). */
export type Presence = Claim & { readonly online: boolean };

export type Told = { readonly held: Held; readonly refused: boolean };

/**
 * How far an epoch is held, for the station that asks.
 * @param claim who asks; null for a station that does not say which process it is
 */
export async function tellHeld(
  client: ClientBase,
  place: { readonly station: string; readonly epoch: string },
  claim: Claim | null,
  leaseMs: number,
): Promise<Told> {
  return await transact(client, async () => {
    const refused = await claimNames(client, claim === null ? [] : [claim], leaseMs);
    const held = await readHeld(client, place.station, place.epoch);
    return { held: { ...held, instance: claim?.instance ?? null }, refused: refused.length > 0 };
  });
}

/** Renews the name of a station that is there, frees that of one that left; says what was refused. */
export async function hearPresence(
  client: ClientBase,
  { online, ...claim }: Presence,
  leaseMs: number,
): Promise<readonly Claim[]> {
  return await transact(client, async () => {
    if (online) return await claimNames(client, [claim], leaseMs);
    await releaseName(client, claim.station, claim.instance);
    return [];
  });
}
