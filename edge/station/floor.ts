// The gauges of the station: their lines, whether they are there, and where their readings go.
import type {
  GaugeLine,
  GaugeModel,
  GaugeSettings,
  LineClock,
  LineSink,
  LineState,
  Reading,
  RejectedFrame,
  Sample,
} from "../../gauges/index.ts";
import { isModbusModel } from "../../gauges/index.ts";
import type { IntakeGauge, IntakeSource } from "../intake/index.ts";
import { portOf, termsOf } from "./gauge-facts.ts";
import { createLineMonitor, type LineMonitor } from "./line-monitor.ts";
import type { LoadTestDesk, LoadTestNow } from "./load-test-desk.ts";
import type { Committed, Station } from "./station.ts";

/** One gauge of the station as its configuration and its model describe it. */
export type FloorGauge = IntakeGauge & {
  readonly name: string;
  readonly settings: GaugeSettings;
  readonly model: GaugeModel;
};

export type GaugeStatus = {
  readonly gauge: FloorGauge;
  state: LineState;
  reason: string;
  since: string;
  last: { text: string | null; unit: string | null; at: string } | null;
  asks: boolean;
};

/** What a rig shows while it pulls; shown, never kept. */
export type LiveForce = {
  readonly gauge: string;
  readonly text: string | null;
  readonly unit: string | null;
  readonly kind: string | null;
  readonly at: string;
  /** The load test the force belongs to; null where the rig serves none. */
  readonly test: LoadTestNow | null;
};

export type Floor = {
  readonly gauges: ReadonlyMap<string, GaugeStatus>;
  /** What a person who watches a gauge is shown of its line. */
  readonly monitor: LineMonitor;
  start(): void;
  /** Asks a gauge for a reading; false when it only pushes or is not there. */
  ask(gauge: string): boolean;
  /** Ends the load test under way on this rig; false when there is none. */
  abortTest(gauge: string): boolean;
  /** A person says that the adapter a swapped gauge was found on is right; false when none was refused. */
  acceptAdapter(gauge: string, actor: string): boolean;
  stop(): Promise<void>;
};

export type FloorDeps = {
  readonly station: Station;
  readonly source: IntakeSource;
  readonly clock: LineClock;
  readonly gauges: readonly FloorGauge[];
  /** `heard` is to be told of every chunk a framed link receives. */
  createLine(
    settings: GaugeSettings,
    model: GaugeModel,
    sink: LineSink,
    heard: (chunk: Uint8Array) => void,
  ): GaugeLine;
  /** USB adapter each gauge was on when the station last ran; none remembered without. */
  readonly adapters?: ReadonlyMap<string, string>;
  createDesk(gauge: FloorGauge): LoadTestDesk;
  /** Called with at most ten values a second and gauge. */
  onLive(live: LiveForce): void;
};

/** A rig's live force is shown at most this often. */
const LIVE_INTERVAL_MS = 100;

export function createFloor(deps: FloorDeps): Floor {
  const statuses = new Map<string, GaugeStatus>();
  const lines = new Map<string, GaugeLine>();
  const desks = new Map<string, LoadTestDesk>();
  const monitor = createLineMonitor({
    models: new Map(deps.gauges.map(({ id, model }) => [id, model])),
    now: deps.clock.wall,
    monotonicMs: deps.clock.monotonicMs,
  });
  for (const configured of deps.gauges) {
    const gauge = { ...configured, terms: termsOf(configured) };
    const status: GaugeStatus = {
      gauge,
      state: "connecting",
      reason: "",
      since: deps.clock.wall(),
      last: null,
      asks: false,
    };
    statuses.set(gauge.id, status);
    desks.set(gauge.id, deps.createDesk(gauge));
    const settings = { ...gauge.settings, adapter: deps.adapters?.get(gauge.id) };
    const sink = sinkOf(status, desks, monitor, deps);
    const heard = (chunk: Uint8Array) => monitor.heard(gauge.id, chunk);
    const line = deps.createLine(settings, gauge.model, sink, heard);
    status.asks = line.ask !== undefined;
    lines.set(gauge.id, line);
  }
  return {
    gauges: statuses,
    monitor,
    start: () => {
      for (const line of lines.values()) line.start();
    },
    ask: (gauge) => {
      const line = lines.get(gauge);
      if (line?.ask === undefined || statuses.get(gauge)?.state !== "online") return false;
      line.ask();
      return true;
    },
    acceptAdapter: (gauge, actor) => {
      const status = statuses.get(gauge);
      const adapter = lines.get(gauge)?.acceptAdapter?.() ?? null;
      if (status === undefined || adapter === null) return false;
      recordAdapter(status, adapter, actor, deps);
      return true;
    },
    abortTest: (gauge) => desks.get(gauge)?.abort() ?? false,
    stop: async () => {
      await Promise.all([...lines.values()].map((line) => line.stop()));
      for (const desk of desks.values()) desk.interrupt("station-stopped");
    },
  };
}

function sinkOf(
  status: GaugeStatus,
  desks: ReadonlyMap<string, LoadTestDesk>,
  monitor: LineMonitor,
  deps: FloorDeps,
): LineSink {
  const { station, source, clock, onLive } = deps;
  const { gauge } = status;
  let liveAt = Number.NEGATIVE_INFINITY;
  let settled: Promise<Committed> = Promise.resolve([]);
  return {
    reading: (reading: Reading) => {
      status.last = { text: reading.text, unit: reading.unit, at: reading.receivedAt };
      monitor.reading(gauge.id, reading);
      settled = station.take(gauge, reading);
    },
    sample: (sample: Sample) => {
      desks.get(gauge.id)?.feed(sample);
      for (const reading of sample.readings) monitor.reading(gauge.id, reading);
      if (sample.monotonicMs - liveAt < LIVE_INTERVAL_MS) return;
      liveAt = sample.monotonicMs;
      const shown = sample.readings.find((one) => one.kind === "gross") ?? sample.readings[0];
      if (shown === undefined) return;
      const live = { text: shown.text, unit: shown.unit, at: sample.receivedAt };
      status.last = live;
      const test = desks.get(gauge.id)?.now() ?? null;
      onLive({ gauge: gauge.id, kind: shown.kind, ...live, test });
    },
    rejected: (frame: RejectedFrame) => {
      monitor.rejected(gauge.id, frame);
      // A rig that is watched all the time and does not answer is away: that record says it, and
      // there are no bytes anybody could place.
      if (frame.raw.length === 0 && isModbusModel(gauge.model)) return;
      settled = station.reject(frame);
    },
    settled: async () => {
      await settled;
    },
    adapter: (_, adapter) => recordAdapter(status, adapter, "station", deps),
    state: (_, state, reason) => {
      if (status.state === state) return;
      if (state !== "online") desks.get(gauge.id)?.away();
      recordCrossing(status, state, reason, station, source);
      status.state = state;
      status.reason = reason;
      status.since = clock.wall();
      station.changed();
    },
  };
}

/** A gauge that goes away or comes back is a record; connecting for the first time is none. */
function recordCrossing(
  status: GaugeStatus,
  state: LineState,
  reason: string,
  station: Station,
  source: IntakeSource,
): void {
  const { gauge } = status;
  const port = portOf(gauge.settings);
  const common = { v: 1, actor: "station" };
  const wasThere = !isGone(status.state);
  if (isGone(state) && (wasThere || state === "swapped")) {
    void station.act(() => [
      {
        ...common,
        id: source.newId(),
        at: source.now(),
        kind: "gauge.away",
        body: { gauge: gauge.id, port, reason },
      },
    ]);
  } else if (state === "online" && !wasThere) {
    void station.act(() => [
      {
        ...common,
        id: source.newId(),
        at: source.now(),
        kind: "gauge.back",
        body: { gauge: gauge.id, port },
      },
    ]);
  }
}

/** Neither a gauge that is not there nor one whose adapter was swapped gives readings. */
function isGone(state: LineState): boolean {
  return state === "away" || state === "swapped";
}

/** Which adapter a gauge is on is a record when it is first found there, and when a person says so. */
function recordAdapter(
  { gauge }: GaugeStatus,
  adapter: string,
  actor: string,
  { station, source }: FloorDeps,
): void {
  const port = portOf(gauge.settings);
  const confirmed = actor !== "station";
  void station.act(() => [
    {
      id: source.newId(),
      at: source.now(),
      kind: "gauge.adapter",
      v: 1,
      actor,
      body: { gauge: gauge.id, port, adapter, confirmed },
    },
  ]);
}
