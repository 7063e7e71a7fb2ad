// A whole station without gauges, on a real journal, for tests of its HTTP room.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildServer, createStreamHub } from "../../../edge/http/index.ts";
import { createFloor, openStation } from "../../../edge/station/index.ts";
import { openJournal } from "../../../edge/store/index.ts";
import { startingDrafts } from "../../fakes/run-fixture.ts";

export async function startBench(target = 50) {
  const dir = mkdtempSync(join(tmpdir(), "proofline-http-"));
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `00000000-0000-7000-8000-${String(ids).padStart(12, "0")}`;
  };
  const now = () => new Date().toISOString();
  const source = { newId, now };
  const journal = await openJournal({ dir, station: "t-1", publicKey: null, nowIso: now, newId });
  const station = await openStation(journal, source);
  await station.act(() => startingDrafts(target, source));
  const stream = createStreamHub(journal);
  station.onCommitted(stream.publish);
  const clock = { wall: now, monotonicMs: () => performance.now() };
  const floor = createFloor({
    station,
    source,
    clock,
    gauges: [],
    createLine: () => {
      throw new Error("no gauges here");
    },
    createDesk: () => {
      throw new Error("no rigs here");
    },
    onLive: () => undefined,
  });
  const server = await buildServer(
    {
      station,
      journal,
      floor,
      stream,
      about: { name: "t-1", version: "0", zone: "UTC", demo: false },
      now,
      monotonicMs: clock.monotonicMs,
      newId,
      sync: () => ({ state: "off", sent: 0, confirmed: 0, waiting: 0, reason: null }),
      pdf: async () => null,
      bundle: async () => null,
    },
    dir,
  );
  return {
    dir,
    journal,
    station,
    stream,
    server,
    post: async (url: string, payload: object) => {
      const answer = await server.inject({
        method: "POST",
        url,
        payload,
        headers: { host: "localhost" },
      });
      return { status: answer.statusCode, body: answer.body === "" ? null : answer.json() };
    },
    get: async (url: string) => {
      const answer = await server.inject({ method: "GET", url, headers: { host: "localhost" } });
      return { status: answer.statusCode, body: answer.json() };
    },
    close: async () => {
      stream.close();
      await server.close();
      await journal.close();
      rmSync(dir, { recursive: true });
    },
  };
}
