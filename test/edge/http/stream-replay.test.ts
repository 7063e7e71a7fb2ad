import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { createStreamHub } from "../../../edge/http/index.ts";
import type { QualityRecord } from "../../../sync/records/index.ts";
import { readStream, type ShownRecord } from "../../e2e/event-stream.ts";
import { makeJournal } from "../../sync/plant.ts";

it("sends a record once that was replayed after its commit and is published only then", async () => {
  const records = journalOf("e1", 4);
  let committed = 2;
  const { hub, seen } = await follow({ after: 0 }, [["e1", () => records.slice(0, committed)]]);
  await expect.poll(() => seen.length).toBe(2);
  hub.publish(records.slice(0, 3));
  committed = 4;
  hub.publish(records.slice(3));
  await expect.poll(() => seen.length).toBeGreaterThanOrEqual(4);
  expect(idsOf(seen)).toEqual([1, 2, 3, 4]);
});

it("shows all of this epoch to a client that comes with a higher number from before a restore", async () => {
  const records = journalOf("e2", 5);
  let committed = 3;
  const { hub, seen } = await follow({ after: 5000 }, [["e2", () => records.slice(0, committed)]]);
  await expect.poll(() => seen.length).toBe(3);
  committed = 5;
  for (const record of records.slice(3)) hub.publish([record]);
  await expect.poll(() => seen.length).toBe(5);
  expect(idsOf(seen)).toEqual([1, 2, 3, 4, 5]);
});

it("leads a client that tells its epoch through the rest of it and all of the later ones", async () => {
  const epochs: Epochs = [
    ["e1", () => journalOf("e1", 6)],
    ["e2", () => journalOf("e2", 2)],
    ["e3", () => journalOf("e3", 9)],
  ];
  const { seen } = await follow({ after: 4, epoch: "e1" }, epochs);
  await expect.poll(() => seen.length).toBe(13);
  expect(seen.map(({ id, record }) => `${record.epoch} ${id}`)).toEqual([
    ...["e1 5", "e1 6", "e2 1", "e2 2"],
    ...Array.from({ length: 9 }, (_, at) => `e3 ${at + 1}`),
  ]);
});

it("gives all of the current epoch to a client of an epoch that was lost with its journal", async () => {
  const { seen } = await follow({ after: 2, epoch: "lost" }, [["e2", () => journalOf("e2", 3)]]);
  await expect.poll(() => seen.length).toBe(3);
  expect(idsOf(seen)).toEqual([1, 2, 3]);
});

const idsOf = (seen: readonly ShownRecord[]) => seen.map(({ id }) => id);

/** Epochs oldest first, with what is committed of each. */
type Epochs = readonly (readonly [epoch: string, committed: () => readonly QualityRecord[]])[];

/** One client of a hub over these epochs, resuming where it says. */
async function follow(resumed: { after: number; epoch?: string }, epochs: Epochs) {
  const recordsOf = (epoch: string) => epochs.find(([name]) => name === epoch)?.[1]() ?? [];
  const current = epochs.at(-1)?.[0] ?? "";
  const hub = createStreamHub({
    epochs: () => epochs.map(([epoch]) => epoch),
    head: () => ({
      ...{ station: "s", epoch: current, hash: "" },
      seq: recordsOf(current).at(-1)?.seq ?? 0,
    }),
    readEpoch: async (epoch, from, limit) => recordsOf(epoch).slice(from - 1, from - 1 + limit),
  });
  const server = createServer((request, response) => {
    const epoch = new URL(request.url ?? "", "http://station").searchParams.get("epoch");
    hub.join(response, { after: Number(request.headers["last-event-id"]), epoch });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const seen: ShownRecord[] = [];
  const reader = await readStream(`http://127.0.0.1:${port}`, (one) => seen.push(one), resumed);
  onTestFinished(async () => {
    reader.close();
    await reader.ended;
    hub.close();
    server.close();
  });
  return { hub, seen };
}

function journalOf(epoch: string, count: number): QualityRecord[] {
  return makeJournal()
    .append(count)
    .map((record) => ({ ...record, epoch }));
}
