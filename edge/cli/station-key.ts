// The station's Ed25519 key: made at the first start, readable by the service's user only.
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Journal } from "../store/index.ts";
import { makeDataFolder } from "./data-folder.ts";
import { StartRefusal } from "./start-refusal.ts";

export type StationKey = {
  /** SPKI DER in base64. */
  readonly publicKey: string;
  sign(bytes: Uint8Array): Uint8Array;
};

/**
 * The key of the folder, made with it where there is none. Throws StartRefusal where the folder cannot be
 * written to or the key not be read.
 */
export function openStationKey(dir: string): StationKey {
  makeDataFolder(dir);
  const file = keyFile(dir);
  if (!existsSync(file)) makeKey(file);
  return readStationKey(dir);
}

/** The key of a folder that has one; throws StartRefusal where it has none or it cannot be read. */
export function readStationKey(dir: string): StationKey {
  const privateKey = keyOf(keyFile(dir));
  return { publicKey: publicKeyOf(privateKey), sign: (bytes) => sign(null, bytes, privateKey) };
}

/**
 * Throws StartRefusal when the newest epoch of the journal names another key: what this one signs would
 * be refused by whoever verifies it.
 */
export async function assertKeyOfJournal(
  { publicKey }: StationKey,
  journal: Pick<Journal, "epochs" | "readEpoch">,
  dir: string,
): Promise<void> {
  const [opened] = await journal.readEpoch(journal.epochs().at(-1) ?? "", 1, 1);
  if (opened?.kind !== "epoch.opened") return;
  if (opened.body.publicKey === null || opened.body.publicKey === publicKey) return;
  throw new StartRefusal(
    `The key ${keyFile(dir)} is not the one of this journal: its bundles would not verify. Put the old key ` +
      "back, or take a backup of the journal and restore it here, which begins an epoch with this key.",
  );
}

function keyFile(dir: string): string {
  return join(dir, "station-key.pem");
}

/** The name appears when the key is whole, so that a full disk leaves none that cannot be read. */
function makeKey(file: string): void {
  const { privateKey } = generateKeyPairSync("ed25519");
  const part = `${file}.part`;
  try {
    rmSync(part, { force: true });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" });
    writeFileSync(part, pem, { mode: 0o600, flag: "wx", flush: true });
    renameSync(part, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    rmSync(part, { force: true });
    const why = error.code === "ENOSPC" ? "the disk is full" : error.message;
    throw new StartRefusal(
      `${file} cannot be written: ${why}. Make room, or give --dir another folder.`,
    );
  }
}

function keyOf(file: string): KeyObject {
  const pem = readKey(file);
  try {
    const privateKey = createPrivateKey(pem);
    if (privateKey.asymmetricKeyType === "ed25519") return privateKey;
  } catch {
    // OpenSSL's words help nobody who has to find the old key.
  }
  throw new StartRefusal(
    `${file} is no Ed25519 key. Put the station's own key back; a new one is made where there is none.`,
  );
}

function readKey(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    if (error.code === "ENOENT") {
      const remedy = "Put the station's own key back.";
      throw new StartRefusal(`There is no key at ${file}, so nothing can be signed. ${remedy}`);
    }
    throw new StartRefusal(
      `The key ${file} cannot be read (${error.code}). Run this as the user who made it.`,
    );
  }
}

function publicKeyOf(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  return der.toString("base64");
}
