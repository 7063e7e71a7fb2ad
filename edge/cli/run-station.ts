// Puts a station together from its configuration: journal, gauges, screens, sync; and takes it apart.
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { InspectionPlan } from "../../config/plan/inspection-plan.ts";
import { createLine } from "../../gauges/index.ts";
import type { Publisher, PublisherSettings } from "../../sync/publisher/index.ts";
import { canonicalText } from "../../sync/records/index.ts";
import { buildServer, createStreamHub, type StationServer, type StreamHub } from "../http/index.ts";
import {
  createFloor,
  createLoadTestDesk,
  type Floor,
  type FloorGauge,
  interruptedTests,
  lastAdapters,
  openStation,
  type Station,
} from "../station/index.ts";
import { type Journal, openJournal } from "../store/index.ts";
import { watchClock } from "./clock-jumps.ts";
import { runBundle, runPdf } from "./run-documents.ts";
import { assertCanListen, type ListenAddress, listenRefusal } from "./start-refusal.ts";
import { assertKeyOfJournal, openStationKey, type StationKey } from "./station-key.ts";
import { createStationSync, syncView } from "./station-sync.ts";
import type { World } from "./world.ts";

/** A run that is planned at the first start that does not know it. */
export type PlannedRun = {
  readonly id: string;
  readonly plan: InspectionPlan;
  readonly brand: string;
  readonly supplier: string;
  readonly order: string | null;
  readonly target: number;
};

export type StationSetup = {
  readonly dir: string;
  readonly name: string;
  readonly zone: string;
  readonly demo: boolean;
  readonly http: ListenAddress;
  readonly gauges: readonly FloorGauge[];
  readonly runs: readonly PlannedRun[];
  readonly sync: PublisherSettings | null;
  readonly quotaMb?: number | undefined;
};

export type RunningStation = {
  readonly station: Station;
  readonly journal: Journal;
  readonly floor: Floor;
  readonly stream: StreamHub;
  readonly url: string;
  stop(reason: string): Promise<void>;
};

/** The journal counts its quota in pages of 4096 bytes. */
const PAGES_PER_MB = 256;

/** Starts everything; rejects only for what makes a station impossible (JournalRefusal, StartRefusal). */
export async function runStation(setup: StationSetup, world: World): Promise<RunningStation> {
  await assertCanListen(setup.http);
  const key = openStationKey(setup.dir);
  const journal = await openJournal({
    dir: setup.dir,
    station: setup.name,
    publicKey: key.publicKey,
    nowIso: world.now,
    newId: world.newId,
    limits: setup.quotaMb === undefined ? undefined : { quotaPages: setup.quotaMb * PAGES_PER_MB },
  });
  await assertKeyOfJournal(key, journal, setup.dir).catch(async (refusal: unknown) => {
    await journal.close();
    throw refusal;
  });
  for (const problem of journal.opened.problems)
    world.warn(`journal ${journal.opened.how}: ${problem}`);
  const source = { newId: world.newId, now: world.now };
  const station = await openStation(journal, source);
  const boot = world.newId();
  await recordStart(station, setup, world, boot);
  const known = new Set((await journal.runs()).map((one) => one.run));
  await planRuns(
    station,
    setup.runs.filter((run) => !known.has(run.id)),
    world,
  );

  const stream = createStreamHub(journal);
  const adapters = await lastAdapters(journal, setup.gauges);
  const floor = buildFloor(setup, world, station, stream, adapters);
  const publisher = createStationSync(setup.sync, world, journal, () => station.changed());
  station.onCommitted((records) => {
    stream.publish(records);
    publisher?.notify(records);
  });
  station.onChanged(() => stream.tell("station", {}));

  const parts = { station, journal, floor, stream, publisher, key };
  const server = await serveStation(parts, setup, world);
  const { host, port } = setup.http;
  const url = await server.listen({ host, port }).catch(async (error: unknown) => {
    await recordStop(station, world, boot, "cannot-listen");
    await server.close();
    await journal.close();
    throw listenRefusal(error, setup.http);
  });
  const clockTimer = watchClock(station, world, boot);
  publisher?.start();
  floor.start();

  return {
    station,
    journal,
    floor,
    stream,
    url,
    stop: async (reason) => {
      clearInterval(clockTimer);
      await floor.stop();
      await recordStop(station, world, boot, reason);
      stream.close();
      await server.close();
      await publisher?.stop();
      await journal.close();
    },
  };
}

type Parts = {
  readonly station: Station;
  readonly journal: Journal;
  readonly floor: Floor;
  readonly stream: StreamHub;
  readonly publisher: Publisher | null;
  readonly key: StationKey;
};

function serveStation(parts: Parts, setup: StationSetup, world: World): Promise<StationServer> {
  const { station, journal, floor, stream, publisher, key } = parts;
  const documents = { journal, key, setup, world };
  return buildServer(
    {
      station,
      journal,
      floor,
      stream,
      about: { name: setup.name, version: world.version, zone: setup.zone, demo: setup.demo },
      now: world.now,
      monotonicMs: world.monotonicMs,
      newId: world.newId,
      sync: () => syncView(publisher, journal),
      pdf: (run, lang) => runPdf(documents, run, lang),
      bundle: (run) => runBundle(documents, run),
    },
    fileURLToPath(new URL("../../web/", import.meta.url)),
  );
}

async function recordStop(station: Station, world: World, boot: string, reason: string) {
  await station.act((_, source) => [
    {
      id: source.newId(),
      at: world.now(),
      kind: "station.stopped",
      v: 1,
      actor: "station",
      body: { boot, reason },
    },
  ]);
}

async function recordStart(
  station: Station,
  setup: StationSetup,
  world: World,
  boot: string,
): Promise<void> {
  const { version, node, platform } = world;
  await station.act((_, source) => [
    {
      id: source.newId(),
      at: source.now(),
      kind: "station.started",
      v: 1,
      actor: "station",
      body: { version, node, platform, zone: setup.zone, boot },
    },
  ]);
  await station.act((state, source) => interruptedTests(state, source, sha256));
}

async function planRuns(
  station: Station,
  runs: readonly PlannedRun[],
  world: World,
): Promise<void> {
  for (const run of runs) {
    await station.act((_, source) => {
      const { plan } = run;
      const body = {
        run: run.id,
        brand: run.brand,
        supplier: run.supplier,
        order: run.order,
        target: run.target,
        planHash: createHash("sha256").update(canonicalText(plan)).digest("hex"),
        plan: { ...plan },
      };
      return [
        { id: source.newId(), at: world.now(), kind: "run.planned", v: 1, actor: "station", body },
      ];
    });
  }
}

function buildFloor(
  setup: StationSetup,
  world: World,
  station: Station,
  stream: StreamHub,
  adapters: ReadonlyMap<string, string>,
): Floor {
  const clock = { wall: world.now, monotonicMs: world.monotonicMs };
  const source = { newId: world.newId, now: world.now };
  return createFloor({
    station,
    source,
    clock,
    gauges: setup.gauges,
    adapters,
    createLine: (settings, model, sink, heard) =>
      createLine(settings, model, sink, clock, world.random, heard),
    createDesk: (gauge) =>
      createLoadTestDesk({ station, source, gauge, sha256, after, onPhase: station.changed }),
    onLive: (live) => stream.tell("live", live),
  });
}

function after(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms);
  timer.unref();
  return () => clearTimeout(timer);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
