// The verdict on a bundle, offline: container, hashes, signature, chain, and every number.
import { Compile } from "typebox/compile";
import { canonicalText } from "../../../sync/records/index.ts";
import { COVERED_ENTRIES, type Manifest, ManifestSchema } from "./bundle-format.ts";
import { type Entries, unpack } from "./container.ts";
import type { BundleProblem, BundleVerdict } from "./problems.ts";
import { sha256Hex, verifyBytes } from "./signing.ts";
import { verifyNumbers } from "./verify-numbers.ts";
import { readLines, verifyChain } from "./verify-records.ts";

const manifestForm = Compile(ManifestSchema);

export type VerifyOptions = {
  /** The key the station is known by (SPKI DER in base64), got on another way than the bundle. */
  readonly trustedKey?: string;
};

/**
 * Checks a bundle from its bytes alone. Refused is whatever differs by a single byte, was signed by
 * another key, breaks the chain of records or prints a number the records do not give; each problem
 * says where. Never throws on bad bytes.
 */
export function verifyBundle(bytes: Uint8Array, options: VerifyOptions = {}): BundleVerdict {
  const unpacked = unpack(bytes);
  const problems: BundleProblem[] = [];
  if (unpacked.at !== null) {
    problems.push({ where: unpacked.at, what: "is not what the entries give when packed again" });
  }
  if (unpacked.entries === null) return verdict(null, problems, options, 0);
  const manifest = readManifest(unpacked.entries["manifest.json"]);
  if (typeof manifest === "string") {
    problems.push({ where: "manifest.json", what: manifest });
    return verdict(null, problems, options, 0);
  }
  problems.push(...verifyEntries(unpacked.entries, manifest));
  problems.push(...verifySignature(unpacked.entries, manifest, options));
  const { compared, problems: found } = verifyContent(unpacked.entries, manifest);
  problems.push(...found);
  return verdict(manifest, problems, options, compared);
}

function verdict(
  manifest: Manifest | null,
  problems: readonly BundleProblem[],
  options: VerifyOptions,
  compared: number,
): BundleVerdict {
  return {
    ok: problems.length === 0,
    station: manifest?.station ?? "",
    run: manifest?.run ?? "",
    publicKey: manifest?.publicKey ?? "",
    keyTrusted: manifest !== null && options.trustedKey === manifest.publicKey,
    records: manifest?.records ?? 0,
    withheld: manifest?.withheld ?? 0,
    compared,
    problems,
  };
}

function readManifest(bytes: Uint8Array): Manifest | string {
  const text = textOf(bytes);
  if (text === null) return "is not UTF-8";
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (canonicalText(value) !== text) return "is not canonical JSON";
  } catch {
    return "is not JSON";
  }
  return manifestForm.Check(value) ? value : "does not have the fields of a manifest";
}

function verifyEntries(entries: Entries, manifest: Manifest): BundleProblem[] {
  const problems: BundleProblem[] = [];
  const named = manifest.entries.map((entry) => entry.name).join(" ");
  if (named !== COVERED_ENTRIES.join(" ")) {
    problems.push({ where: "manifest.json", what: `names other entries: ${named}` });
  }
  for (const name of COVERED_ENTRIES) {
    const stated = manifest.entries.find((entry) => entry.name === name);
    if (stated === undefined) continue;
    const { length } = entries[name];
    if (length !== stated.size) {
      problems.push({ where: name, what: `has ${length} bytes, the manifest says ${stated.size}` });
    } else if (sha256Hex(entries[name]) !== stated.sha256) {
      problems.push({ where: name, what: "was changed: its SHA-256 is not the manifest's" });
    }
  }
  return problems;
}

function verifySignature(
  entries: Entries,
  manifest: Manifest,
  { trustedKey }: VerifyOptions,
): BundleProblem[] {
  const where = "signature.ed25519";
  const text = textOf(entries[where]) ?? "";
  const signature = Buffer.from(text, "base64");
  if (signature.length !== 64 || `${signature.toString("base64")}\n` !== text) {
    return [{ where, what: "is not 64 bytes in base64" }];
  }
  const problems: BundleProblem[] = [];
  if (trustedKey !== undefined && trustedKey !== manifest.publicKey) {
    problems.push({ where: "manifest.json", what: "was signed with a key that is not trusted" });
  }
  if (!verifyBytes(entries["manifest.json"], signature, manifest.publicKey)) {
    problems.push({ where, what: "is not the signature of manifest.json by the key it names" });
  }
  return problems;
}

function verifyContent(
  entries: Entries,
  manifest: Manifest,
): { compared: number; problems: BundleProblem[] } {
  const records = textOf(entries["records.jsonl"]);
  const report = textOf(entries["report.json"]);
  const csv = textOf(entries["dimensional.csv"]);
  if (records === null || report === null || csv === null) {
    const where = records === null ? "records.jsonl" : report === null ? "report.json" : "";
    return { compared: 0, problems: [{ where: where || "dimensional.csv", what: "is not UTF-8" }] };
  }
  const { lines, problem } = readLines(records);
  if (problem !== null) return { compared: 0, problems: [problem] };
  const chain = verifyChain(lines, manifest);
  const { compared, problems } = verifyNumbers(lines, manifest, { report, csv });
  return { compared, problems: [...chain, ...problems] };
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
