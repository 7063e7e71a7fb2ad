// Decides which running process a station's name belongs to, so that two with one name are noticed.
import type { ClientBase } from "pg";
import { limits } from "./settings.ts";

/** Who says that it is a station. */
export type Claim = {
  readonly station: string;
  readonly epoch: string;
  readonly topic: string;
  readonly instance: string;
};

export type Lease = {
  readonly instance: string;
  /** It said farewell, or the broker said it for it. */
  readonly released: boolean;
  readonly earlier: readonly string[];
  /** Not heard for so long, in milliseconds. */
  readonly quietMs: number;
};

/** `kept`: nothing to write. `renewed`, `passed`: to be written. `refused`: the name is another's. */
export type Outcome = "kept" | "renewed" | "passed" | "refused";

/**
 * What a claim comes to. A new instance takes over what was released or went quiet: that is a station
 * that was started again. An instance that had to give way before and is still there proves that two
 * are running; it has to wait much longer, so that the name does not go to and fro between them.
 */
export function judgeClaim(lease: Lease | null, instance: string, leaseMs: number): Outcome {
  if (lease === null) return "passed";
  if (lease.instance === instance) {
    return lease.released || lease.quietMs > leaseMs / 6 ? "renewed" : "kept";
  }
  if (lease.earlier.includes(instance)) {
    return lease.quietMs > limits.returnLeases * leaseMs ? "passed" : "refused";
  }
  return lease.released || lease.quietMs > leaseMs ? "passed" : "refused";
}

type LeaseRow = {
  readonly station: string;
  readonly instance: string;
  readonly released: boolean;
  readonly earlier: string[];
  readonly quiet_ms: number;
};

const SELECT = `SELECT station, instance, released, earlier,
    (extract(epoch FROM now() - renewed_at) * 1000)::float8 AS quiet_ms
  FROM station_lease WHERE station = ANY($1::text[])`;

/**
 * Claims stations' names inside the caller's transaction, in the order given.
 * @param leaseMs an instance that is quiet for longer has lost the name
 * @returns the claims that were refused
 */
export async function claimNames(
  client: ClientBase,
  claims: readonly Claim[],
  leaseMs: number,
): Promise<readonly Claim[]> {
  if (claims.length === 0) return [];
  const seen = await readLeases(client, claims, SELECT);
  const open = claims.filter(({ station, instance }) => {
    return judgeClaim(seen.get(station) ?? null, instance, leaseMs) !== "kept";
  });
  if (open.length === 0) return [];
  // In one order, so that two collectors cannot lock each other out.
  const leases = await readLeases(client, open, `${SELECT} ORDER BY station FOR UPDATE`);
  const refused: Claim[] = [];
  for (const claim of open) {
    const lease = leases.get(claim.station) ?? null;
    const outcome = judgeClaim(lease, claim.instance, leaseMs);
    if (outcome === "refused") refused.push(claim);
    if (outcome !== "renewed" && outcome !== "passed") continue;
    leases.set(claim.station, await writeLease(client, claim, lease));
  }
  return refused;
}

async function readLeases(
  client: ClientBase,
  claims: readonly Claim[],
  sql: string,
): Promise<Map<string, Lease>> {
  const stations = [...new Set(claims.map((claim) => claim.station))];
  const { rows } = await client.query<LeaseRow>(sql, [stations]);
  return new Map(
    rows.map(({ station, quiet_ms, ...row }) => [station, { ...row, quietMs: quiet_ms }]),
  );
}

async function writeLease(
  client: ClientBase,
  { station, epoch, topic, instance }: Claim,
  before: Lease | null,
): Promise<Lease> {
  const others = before === null ? [] : [...before.earlier, before.instance];
  const earlier = [...new Set(others)].filter((one) => one !== instance).slice(-limits.instances);
  await client.query(
    `INSERT INTO station_lease (station, instance, epoch, topic, earlier)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (station) DO UPDATE SET instance = $2, epoch = $3, topic = $4, earlier = $5,
       released = false, renewed_at = now()`,
    [station, instance, epoch, topic, earlier],
  );
  return { instance, released: false, earlier, quietMs: 0 };
}

/** An instance has left, or the broker lost it: its name is free for a new one. */
export async function releaseName(
  client: ClientBase,
  station: string,
  instance: string,
): Promise<void> {
  await client.query(
    "UPDATE station_lease SET released = true WHERE station = $1 AND instance = $2",
    [station, instance],
  );
}
