import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { createStreamHub } from "../../../edge/http/index.ts";
import type { QualityRecord } from "../../../sync/records/index.ts";
import { readStream, type ShownRecord } from "../../e2e/event-stream.ts";
import { makeJournal } from "../../sync/plant.ts";

it("sends a record once that was replayed after its commit and is published only then", async () => {
  const { records } = journalOf(4);
  let committed = 2;
  const { hub, seen } = await follow(0, async (from, limit) =>
    records.slice(0, committed).slice(from - 1, from - 1 + limit),
  );
  await expect.poll(() => seen.length).toBe(2);
  hub.publish(records.slice(0, 3));
  committed = 4;
  hub.publish(records.slice(3));
  await expect.poll(() => seen.length).toBeGreaterThanOrEqual(4);
  expect(seen.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
});

it("shows what is new to a client that comes with a higher number from before a restore", async () => {
  const { records } = journalOf(3);
  const { hub, seen } = await follow(5000, async () => []);
  for (const record of records) hub.publish([record]);
  await expect.poll(() => seen.length).toBe(3);
  expect(seen.map(({ id }) => id)).toEqual([1, 2, 3]);
});

type Read = Parameters<typeof createStreamHub>[0]["read"];

/** One client of a hub over these records, resuming behind `after`. */
async function follow(after: number, read: Read) {
  const hub = createStreamHub({ read });
  const server = createServer((request, response) => {
    hub.join(response, Number(request.headers["last-event-id"]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const seen: ShownRecord[] = [];
  const reader = await readStream(`http://127.0.0.1:${port}`, (one) => seen.push(one), { after });
  onTestFinished(async () => {
    reader.close();
    await reader.ended;
    hub.close();
    server.close();
  });
  return { hub, seen };
}

function journalOf(count: number): { readonly records: QualityRecord[] } {
  const journal = makeJournal();
  journal.append(count);
  return journal;
}
