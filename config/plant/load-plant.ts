// Loads plant.toml: where the collector listens to stations and keeps their records.
import { dirname, resolve } from "node:path";
import { type Static, Type } from "typebox";
import type { ConfigError, Fault } from "../file/config-error.ts";
import { deepFreeze } from "../file/freeze.ts";
import { readConfigFile } from "../file/read-file.ts";
import { checkCredentials } from "../station/check-station.ts";
import { brokerConfig, isReadable, unreadableFiles } from "../station/load-station.ts";
import type { BrokerConfig } from "../station/station-config.ts";
import { MqttSchema } from "../station/station-schema.ts";

const closed = { additionalProperties: false };
const text = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });

export const PlantFileSchema = Type.Object(
  {
    mqtt: MqttSchema,
    database: Type.Object(
      {
        host: text("host name, or the folder of a unix socket"),
        port: Type.Integer({ minimum: 1, maximum: 65535, default: 5432 }),
        database: text("name of the database"),
        user: text("user of the database"),
        passwordFile: Type.Optional(text("file that holds the password")),
        caFile: Type.Optional(text("PEM file of the authority; with it the connection is TLS")),
      },
      { ...closed, description: "a table [database] with host, database and user" },
    ),
    within: Type.Object(
      {
        enterprise: Type.Optional(text("only stations of this enterprise")),
        site: Type.Optional(text("only stations of this site")),
        area: Type.Optional(text("only stations of this area")),
        line: Type.Optional(text("only stations of this line")),
      },
      { ...closed, default: {} },
    ),
    shard: Type.Optional(
      Type.Object(
        {
          index: Type.Integer({ minimum: 0, maximum: 255 }),
          of: Type.Integer({ minimum: 1, maximum: 256 }),
        },
        closed,
      ),
    ),
  },
  closed,
);
type PlantFile = Static<typeof PlantFileSchema>;

export type PlantConfig = {
  readonly broker: BrokerConfig;
  readonly database: PlantFile["database"];
  /** Only stations below this part of the plant; empty for all. */
  readonly within: PlantFile["within"];
  /** Share of the stations that this collector takes; absent for all. */
  readonly shard?: { readonly index: number; readonly of: number };
};

export type PlantLoaded =
  | { readonly ok: PlantConfig; readonly warnings: readonly ConfigError[] }
  | { readonly errors: readonly ConfigError[] };

/** Reads the plant's file. Paths in it are relative to it. Never throws for what the file holds. */
export function loadPlant(file: string): PlantLoaded {
  const read = readConfigFile(PlantFileSchema, file);
  if ("errors" in read) return read;
  const { content, place } = read;
  const folder = dirname(resolve(file));
  const broker = brokerConfig(content.mqtt, folder);
  const database = { ...content.database };
  const faults: Fault[] = [...checkCredentials(content.mqtt), ...unreadableFiles(broker)];
  for (const key of ["passwordFile", "caFile"] as const) {
    const named = database[key];
    if (named === undefined) continue;
    const path = resolve(folder, named);
    database[key] = path;
    if (isReadable(path)) continue;
    const remedy = "Check the path and the file's rights.";
    faults.push({ path: ["database", key], what: `${path} cannot be read`, remedy });
  }
  if (content.shard !== undefined && content.shard.index >= content.shard.of) {
    const remedy = `Shards of ${content.shard.of} count from 0 to ${content.shard.of - 1}.`;
    faults.push({ path: ["shard", "index"], what: `is ${content.shard.index}`, remedy });
  }
  if (faults.length > 0) return { errors: faults.map(place) };
  const { within, shard } = content;
  const shared = shard === undefined ? {} : { shard };
  return { ok: deepFreeze({ broker, database, within, ...shared }), warnings: [] };
}
