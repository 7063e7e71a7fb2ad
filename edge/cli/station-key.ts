// The station's Ed25519 key: made at the first start, readable by the service's user only.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type StationKey = {
  /** SPKI DER in base64. */
  readonly publicKey: string;
  sign(bytes: Uint8Array): Uint8Array;
};

export function openStationKey(dir: string): StationKey {
  const file = join(dir, "station-key.pem");
  if (!existsSync(file)) {
    mkdirSync(dir, { recursive: true });
    const { privateKey } = generateKeyPairSync("ed25519");
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), {
      mode: 0o600,
      flag: "wx",
    });
  }
  const privateKey = createPrivateKey(readFileSync(file));
  return { publicKey: publicKeyOf(privateKey), sign: (bytes) => sign(null, bytes, privateKey) };
}

function publicKeyOf(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  return der.toString("base64");
}
