// What a person who opens the bundle is told first.
import type { Manifest } from "./bundle-format.ts";

export function readmeText(about: Omit<Manifest, "entries">): string {
  return `PILOT RUN EVIDENCE
Run ${about.run} of station ${about.station}, made ${about.created}.

What is in here
  report.pdf          the report, to read
  report.json         the same report, every number in full precision
  records.jsonl       the signed records it was computed from, one per line, in order
  dimensional.csv     every result, for a spreadsheet
  manifest.json       size and SHA-256 of each of these files, and the station's public key
  signature.ed25519   the station's signature (Ed25519, base64) over the bytes of manifest.json

How to check it, offline
  proofline verify THIS-FILE --key STATION-KEY
Get the station's key on another way than this bundle, and compare. The check tests the container, the
hashes, the signature and the chain of records, folds the records anew and compares every number with
report.json and dimensional.csv. report.pdf is covered by its hash in the signed manifest.

The chain
Each record has "prev", the hash of the record before it, and "hash" = SHA-256 of prev (as text)
followed by the record without prev and hash as canonical JSON (RFC 8785).
${about.withheld} record(s) of other runs stand between those of this run. Of these only place and hashes are
given, marked "withheld": they prove that nothing was taken out of the chain.

Records ${about.records}, journal head ${about.head.seq} ${about.head.hash}
Station key (Ed25519, SPKI DER, base64)
${about.publicKey}
`;
}
