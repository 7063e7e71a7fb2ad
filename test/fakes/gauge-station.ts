// A station with one real serial gauge, its screens over real HTTP: what the gauge page is tested on.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildServer, createStreamHub } from "../../edge/http/index.ts";
import type { GaugePageView } from "../../edge/http/views.ts";
import { createFloor, type FloorGauge, openStation } from "../../edge/station/index.ts";
import { openJournal } from "../../edge/store/index.ts";
import { createLine, createVirtualGauge, type GaugeModel, loadModels } from "../../gauges/index.ts";
import { createPtyPair } from "./pty-pair.ts";
import { startingDrafts } from "./run-fixture.ts";

export type GaugeStation = Awaited<ReturnType<typeof startGaugeStation>>;

const catalogue = fileURLToPath(new URL("../../gauges/models", import.meta.url));

export function modelOf(id: string): GaugeModel {
  const model = loadModels(catalogue).models.get(id);
  if (model === undefined) throw new Error(`no model ${id}`);
  return model;
}

/** Starts the station; `dir` goes on from an earlier journal, `change` alters the gauge or the adapter it was on. */
export async function startGaugeStation(
  screens: string,
  model: GaugeModel,
  change: Partial<FloorGauge> & { readonly unit?: string; readonly adapter?: string } = {},
  dir = mkdtempSync(join(tmpdir(), "proofline-gauge-")),
) {
  const cable = await createPtyPair();
  const virtual = await createVirtualGauge(model, {
    listen: { kind: "pty", path: cable.gauge },
    shows: "10.000",
  });
  const now = () => new Date().toISOString();
  let ids = Math.floor(Math.random() * 1e9);
  const newId = () => {
    ids += 1;
    return `00000000-0000-7000-8000-${String(ids).padStart(12, "0")}`;
  };
  const source = { newId, now };
  const journal = await openJournal({ dir, station: "t-1", publicKey: null, nowIso: now, newId });
  const station = await openStation(journal, source);
  if (station.shown.runs.size === 0) await station.act(() => startingDrafts(50, source));
  const stream = createStreamHub(journal);
  station.onCommitted(stream.publish);
  station.onChanged(() => stream.tell("station", {}));
  const clock = { wall: now, monotonicMs: () => performance.now() };
  const { unit = "mm", adapter, ...changed } = change;
  const gauge: FloorGauge = {
    ...{ id: "cal-1", name: "Caliper 1", serves: ["caliper"], calibrationDue: null, model },
    settings: { id: "cal-1", model: model.id, unit, line: { kind: "serial", path: cable.station } },
    ...changed,
  };
  const floor = createFloor({
    ...{ station, source, clock, gauges: [gauge], onLive: () => undefined },
    adapters: new Map(adapter === undefined ? [] : [["cal-1", adapter]]),
    createLine: (settings, of, sink, heard) =>
      createLine(settings, of, sink, clock, Math.random, heard),
    createDesk: () => ({
      ...{ feed: () => undefined, interrupt: () => false, abort: () => false },
      away: () => undefined,
      now: () => null,
    }),
  });
  const server = await buildServer(
    {
      ...{ station, journal, floor, stream, now, newId, monotonicMs: clock.monotonicMs },
      about: { name: "t-1", version: "0", zone: "UTC", demo: false },
      sync: () => ({ state: "off", sent: 0, confirmed: 0, waiting: 0, reason: null }),
      pdf: async () => null,
      bundle: async () => null,
    },
    screens,
  );
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  floor.start();
  return {
    ...{ url, dir, station, journal, floor, virtual, cable },
    post: async (path: string, body: object) => {
      const answer = await fetch(`${url}${path}`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
    },
    get: async (path: string): Promise<GaugePageView> =>
      (await (await fetch(`${url}${path}`)).json()) as GaugePageView,
    /** Stops it; the journal stays in `dir` unless told. */
    close: async (keep = false) => {
      await floor.stop();
      await virtual.close();
      await cable.remove();
      stream.close();
      await server.close();
      await journal.close();
      if (!keep) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Waits until the condition gives something; throws after twenty seconds. */
export async function until<T>(give: () => T | null | undefined | false | Promise<T | null>) {
  const end = performance.now() + 20_000;
  while (performance.now() < end) {
    const given = await give();
    if (given !== null && given !== undefined && given !== false) return given as T;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("did not happen within twenty seconds");
}
