// The plant beside a station: a real broker, a real database, `proofline plant` between them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { Envelope } from "../../sync/records/index.ts";
import { type Mosquitto, startMosquitto } from "../fakes/mosquitto.ts";
import { type Postgres, startPostgres } from "../fakes/postgres.ts";
import { type ProgramProcess, startProgram } from "../fakes/station-process.ts";

export type PlantRecord = Omit<Envelope, "v"> & { readonly v: number };

export type PlantSide = {
  readonly broker: Mosquitto;
  /** How many records of all stations the database holds. */
  count(): Promise<number>;
  /** All records in the order of station, epoch, seq. */
  records(): Promise<PlantRecord[]>;
  /** seqs in the order in which they were made durable; within one transaction by seq. */
  seqsAsTheyCame(): Promise<number[]>;
  quarantined(): Promise<number>;
  close(): Promise<void>;
};

export async function createPlantSide(): Promise<PlantSide> {
  const broker = await startMosquitto();
  const postgres = await startPostgres();
  const folder = mkdtempSync(join(tmpdir(), "plant-"));
  const config = join(folder, "plant.toml");
  writeFileSync(config, plantText(broker, postgres));
  const plant = await startPlant(config);
  const pool = new pg.Pool({ ...addressOf(postgres), max: 2 });
  pool.on("error", () => undefined);
  const numbers = async (sql: string) => {
    const { rows } = await pool.query<{ n: string }>(sql);
    return rows.map(({ n }) => Number(n));
  };
  return {
    broker,
    count: async () => (await numbers("SELECT count(*) AS n FROM quality_record"))[0] ?? 0,
    records: async () => {
      const { rows } = await pool.query<PlantRecord & { seq: string | number }>(
        `SELECT station, epoch, seq, id, at, kind, v, actor, body, prev, hash
           FROM quality_record ORDER BY station, epoch, seq`,
      );
      return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
    },
    seqsAsTheyCame: () => numbers("SELECT seq AS n FROM quality_record ORDER BY received_at, seq"),
    quarantined: async () => (await numbers("SELECT count(*) AS n FROM quarantine"))[0] ?? 0,
    async close() {
      await plant.stop();
      await pool.end();
      await postgres.remove();
      await broker.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startPlant(config: string): Promise<ProgramProcess> {
  const plant = startProgram(["plant", "--config", config]);
  await plant.says(/^Collecting/m);
  return plant;
}

function plantText(broker: Mosquitto, postgres: Postgres): string {
  const { host, port, user, database } = addressOf(postgres);
  const lines = ["[mqtt]", `url = "${broker.url}"`, "[database]", `host = "${host}"`];
  lines.push(`port = ${port}`, `database = "${database}"`, `user = "${user}"`);
  return `${lines.join("\n")}\n`;
}

function addressOf({ host, port, user, database }: Postgres) {
  return { host, port, user, database };
}
