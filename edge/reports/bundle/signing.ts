// Ed25519 signatures of bundles; the key is given, never made or kept here.
import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** Signs bytes with a private Ed25519 key: 64 bytes. */
export function signBytes(bytes: Uint8Array, privateKey: KeyObject): Uint8Array {
  return sign(null, bytes, privateKey);
}

/** Whether the signature is of these bytes and this key (SPKI DER in base64); false for a broken key. */
export function verifyBytes(bytes: Uint8Array, signature: Uint8Array, publicKey: string): boolean {
  try {
    const der = Buffer.from(publicKey, "base64");
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return key.asymmetricKeyType === "ed25519" && verify(null, bytes, key, signature);
  } catch {
    // What is no key has signed nothing: the caller reports the refusal.
    return false;
  }
}

/** Public half of a private key as bundles and epoch.opened records hold it. */
export function publicKeyText(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ type: "spki", format: "der" }).toString("base64");
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
