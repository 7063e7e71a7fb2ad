// A station in small: appends measurements to the journal of a directory and says each seq it was given.

import { v7 } from "uuid";
import { openJournal } from "../../../dist/edge/store/index.js";

const [dir, count = "1000000", atOnce = "4", checkpoints = "on"] = process.argv.slice(2);
const nowIso = () => new Date().toISOString();
const journal = await openJournal({
  dir,
  station: "cell-1",
  publicKey: null,
  nowIso,
  newId: () => v7(),
  // Held off, every record stands in the write-ahead log alone: damage to it always loses the newest.
  limits: checkpoints === "off" ? { checkpointRecords: 1e9, checkpointIdleMs: 1e9 } : {},
});
process.stdout.write(`opened ${journal.opened.how}\n`);

const reading = {
  ...{ gauge: "caliper-1", channel: null, text: "12.345", unit: "mm", status: "ok", kind: null },
  ...{
    entry: "gauge",
    raw: "2b31322e333435",
    model: { id: "m", hash: "ab" },
    port: "/dev/ttyUSB0",
  },
  ...{ receivedAt: "2026-11-22T08:00:00.000Z", monotonicMs: 1 },
};
let left = Number(count);
async function appendOneByOne() {
  while (left > 0) {
    left -= 1;
    const draft = { id: v7(), at: nowIso(), kind: "reading.unassigned", v: 1, actor: "station" };
    const [record] = await journal.append([
      { ...draft, body: { run: null, reason: "no-run", reading } },
    ]);
    process.stdout.write(`${record.seq} ${record.hash}\n`);
  }
}
await Promise.all(Array.from({ length: Number(atOnce) }, appendOneByOne));
await journal.close();
