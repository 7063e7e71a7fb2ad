// The station's Ed25519 key: made at the first start, readable by the service's user only.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeDataFolder } from "./data-folder.ts";
import { StartRefusal } from "./start-refusal.ts";

export type StationKey = {
  /** SPKI DER in base64. */
  readonly publicKey: string;
  sign(bytes: Uint8Array): Uint8Array;
};

/** Throws StartRefusal where the folder cannot be written to or the key not be read. */
export function openStationKey(dir: string): StationKey {
  makeDataFolder(dir);
  const file = join(dir, "station-key.pem");
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), {
      mode: 0o600,
      flag: "wx",
    });
  }
  const privateKey = createPrivateKey(readKey(file));
  return { publicKey: publicKeyOf(privateKey), sign: (bytes) => sign(null, bytes, privateKey) };
}

function readKey(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code !== "EACCES" && code !== "EPERM") throw error;
    throw new StartRefusal(
      `The key ${file} belongs to another user. Start the station as the user who made it.`,
    );
  }
}

function publicKeyOf(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  return der.toString("base64");
}
