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
import { isModbusModel, portKey } from "../../gauges/index.ts";
import type { IntakeGauge, IntakeSource } from "../intake/index.ts";
import type { LoadTestDesk } from "./load-test-desk.ts";
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
};

export type Floor = {
  readonly gauges: ReadonlyMap<string, GaugeStatus>;
  start(): void;
  /** Asks a gauge for a reading; false when it only pushes or is not there. */
  ask(gauge: string): boolean;
  /** A person says that the adapter a swapped gauge was found on is right; false when none was refused. */
  acceptAdapter(gauge: string, actor: string): boolean;
  stop(): Promise<void>;
};

export type FloorDeps = {
  readonly station: Station;
  readonly source: IntakeSource;
  readonly clock: LineClock;
  readonly gauges: readonly FloorGauge[];
  createLine(settings: GaugeSettings, model: GaugeModel, sink: LineSink): GaugeLine;
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
  for (const gauge of deps.gauges) {
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
    const line = deps.createLine(settings, gauge.model, sinkOf(status, desks, deps));
    status.asks = line.ask !== undefined;
    lines.set(gauge.id, line);
  }
  return {
    gauges: statuses,
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
    stop: async () => {
      await Promise.all([...lines.values()].map((line) => line.stop()));
      for (const desk of desks.values()) desk.interrupt();
    },
  };
}

function sinkOf(
  status: GaugeStatus,
  desks: ReadonlyMap<string, LoadTestDesk>,
  deps: FloorDeps,
): LineSink {
  const { station, source, clock, onLive } = deps;
  const { gauge } = status;
  let liveAt = Number.NEGATIVE_INFINITY;
  let settled: Promise<Committed> = Promise.resolve([]);
  return {
    reading: (reading: Reading) => {
      status.last = { text: reading.text, unit: reading.unit, at: reading.receivedAt };
      settled = station.take(gauge, reading);
    },
    sample: (sample: Sample) => {
      desks.get(gauge.id)?.feed(sample);
      if (sample.monotonicMs - liveAt < LIVE_INTERVAL_MS) return;
      liveAt = sample.monotonicMs;
      const shown = sample.readings.find((one) => one.kind === "gross") ?? sample.readings[0];
      if (shown === undefined) return;
      const live = { text: shown.text, unit: shown.unit, at: sample.receivedAt };
      status.last = live;
      onLive({ gauge: gauge.id, kind: shown.kind, ...live });
    },
    rejected: (frame: RejectedFrame) => {
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

/** The port in words: a path, host:port or folder. */
export function portOf(settings: GaugeSettings): string {
  const { line } = settings;
  switch (line.kind) {
    case "serial":
    case "modbus-rtu":
      return portKey(line);
    case "tcp":
    case "modbus-tcp":
      return `${line.host}:${line.port}`;
    case "file":
      return line.folder;
    case "replay":
      return `replay ${line.file}`;
  }
}
