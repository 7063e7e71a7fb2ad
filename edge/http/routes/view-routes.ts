// GET: what the screens show, all of it made from what is durable.
import { type Static, Type } from "typebox";
import {
  calibrationDueOf,
  commissioningState,
  runningRun,
  type StationState,
  taskView,
} from "../../intake/index.ts";
import { openSignals } from "../../runs/index.ts";
import { type GaugeStatus, portOf } from "../../station/index.ts";
import { problem, sendProblem } from "../problem.ts";
import type { HttpDeps, TypedServer } from "../server.ts";
import { InboxViewSchema, StationViewSchema, TaskViewSchema } from "../station-views.ts";
import { MOST_STREAMS } from "../stream.ts";
import type { GaugeView, StationView } from "../views.ts";

/** Entries of the inbox given at once; the total says how many there are. */
const INBOX_PAGE = 100;

const HealthSchema = Type.Object({
  status: Type.Union([Type.Literal("ok"), Type.Literal("degraded")]),
  station: Type.String(),
  epoch: Type.String(),
  seq: Type.Integer(),
  gauges: Type.Array(Type.Object({ id: Type.String(), state: Type.String() })),
  sync: Type.Object({
    state: Type.String(),
    sent: Type.Integer(),
    confirmed: Type.Integer(),
    waiting: Type.Integer(),
    reason: Type.Union([Type.String(), Type.Null()]),
  }),
  storage: Type.Object({
    state: Type.String(),
    reason: Type.Union([Type.String(), Type.Null()]),
  }),
});

export async function viewRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  const { station, journal, stream } = deps;

  api.get("/api/health", { schema: { response: { 200: HealthSchema } } }, () => {
    return healthView(deps);
  });

  api.get("/api/station", { schema: { response: { 200: StationViewSchema } } }, async () => {
    return stationView(deps, (await journal.inbox(1)).total);
  });

  api.get("/api/task", { schema: { response: { 200: TaskViewSchema } } }, () => {
    return taskView(station.shown, station.attention);
  });

  api.get("/api/inbox", { schema: { response: { 200: InboxViewSchema } } }, async () => {
    const { total, entries } = await journal.inbox(INBOX_PAGE);
    return { total, entries: [...entries] };
  });

  const StreamQuery = Type.Object({
    after: Type.Optional(Type.Integer({ minimum: 0, description: "Last seq the client has" })),
    epoch: Type.Optional(Type.String({ description: "Epoch of that seq, as `hello` told it" })),
  });
  api.get("/api/stream", { schema: { querystring: StreamQuery } }, (request, reply) => {
    if (stream.clients() >= MOST_STREAMS) {
      const remedy = "Close a page that shows this station.";
      const answer = problem(503, "too-many-streams", `${MOST_STREAMS} pages are open.`, remedy);
      return sendProblem(reply, answer);
    }
    const resumed = request.headers["last-event-id"];
    const last = typeof resumed === "string" && /^\d+$/.test(resumed) ? Number(resumed) : null;
    const after = last ?? request.query.after ?? null;
    const epoch = request.query.epoch ?? null;
    reply.hijack();
    stream.join(reply.raw, after === null ? null : { after, epoch });
  });
}

function healthView({ journal, floor, sync }: HttpDeps): Static<typeof HealthSchema> {
  const head = journal.head();
  const storage = journal.health();
  const { state, sent, confirmed, waiting, reason } = sync();
  const gauges = [...floor.gauges.values()].map((one) => ({ id: one.gauge.id, state: one.state }));
  const away = gauges.some(({ state }) => state === "away" || state === "swapped");
  const held = state === "disconnected" || (state === "connected" && reason !== null);
  return {
    status: storage.state === "ok" && !away && !held ? "ok" : "degraded",
    station: head.station,
    epoch: head.epoch,
    seq: head.seq,
    gauges,
    sync: { state, sent, confirmed, waiting, reason },
    storage: { state: storage.state, reason: storage.reason },
  };
}

function stationView(deps: HttpDeps, inbox: number): StationView {
  const { station, journal, floor, about } = deps;
  const head = journal.head();
  const run = runningRun(station.shown) ?? newestRun(deps);
  const health = journal.health();
  return {
    station: about.name,
    epoch: head.epoch,
    seq: head.seq,
    version: about.version,
    demo: about.demo,
    zone: about.zone,
    time: deps.now(),
    operator: station.shown.operator,
    storage: { state: health.state, reason: health.reason },
    sync: deps.sync(),
    gauges: [...floor.gauges.values()].map((status) => gaugeView(status, station.shown)),
    run:
      run === null
        ? null
        : {
            run: run.run,
            phase: run.phase,
            partNumber: run.plan.part.number,
            partName: run.plan.part.name,
            target: run.target,
          },
    inbox,
    openSignals:
      run === null ? 0 : [...run.results.values()].reduce((sum, one) => sum + openSignals(one), 0),
  };
}

function newestRun({ station }: HttpDeps) {
  return [...station.shown.runs.values()].at(-1) ?? null;
}

function gaugeView(status: GaugeStatus, state: StationState): GaugeView {
  const { gauge } = status;
  const standing = state.gauges.get(gauge.id);
  return {
    id: gauge.id,
    name: gauge.name,
    model: `${gauge.model.vendor} ${gauge.model.models[0] ?? gauge.model.id}`,
    serves: [...gauge.serves],
    port: portOf(gauge.settings),
    evidence: gauge.model.evidence,
    state: status.state,
    reason: status.reason,
    since: status.since,
    calibrationDue: calibrationDueOf(gauge, standing),
    commissioning: commissioningState(gauge, standing, gauge.model),
    asks: status.asks,
    last: status.last,
  };
}
