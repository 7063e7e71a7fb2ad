// The gauge page: one gauge, its line live, the comparison with its display, and what a person records.
import { type Static, Type } from "typebox";
import { isKeyedRefusal, keyedReading } from "../../../gauges/index.ts";
import { gaugeCalibrated } from "../../../sync/records/index.ts";
import {
  calibrateGauge,
  commissionGauge,
  compareShown,
  type HeardPair,
} from "../../intake/index.ts";
import { type CommandRefusal, isCommandRefusal, refuse } from "../../runs/index.ts";
import { type GaugeStatus, gaugeFacts } from "../../station/index.ts";
import { startEvents } from "../event-response.ts";
import { ComparisonSchema, GaugePageViewSchema, type LineEvent } from "../gauge-views.ts";
import { problem, refusalProblem, sendProblem } from "../problem.ts";
import type { HttpDeps, TypedServer } from "../server.ts";
import { actorOf } from "./actor.ts";
import { alreadyDone, answerCommand } from "./command-answer.ts";
import { gaugePageView } from "./gauge-page-view.ts";

/** People who watch gauges at once; each costs a second decoding of every frame. */
const MOST_WATCHERS = 8;
/** A page that has more than this waiting is dropped and opens again by itself. */
const MOST_WAITING_BYTES = 256 * 1024;

const closed = { additionalProperties: false };
const GaugeParams = Type.Object({ id: Type.String({ maxLength: 64 }) });
const ShownCommand = Type.Object(
  {
    frame: Type.Integer({
      minimum: 1,
      description: "Number of the reading as the live view told it",
    }),
    shown: Type.String({ minLength: 1, maxLength: 40, description: "As read off the display" }),
    unit: Type.String({ minLength: 1, maxLength: 12 }),
  },
  closed,
);
const CommissionCommand = Type.Object(
  {
    id: Type.String({ pattern: "^[0-9a-f-]{36}$" }),
    by: Type.String({ minLength: 1, maxLength: 64, pattern: "\\S" }),
    pairs: Type.Array(ShownCommand, { minItems: 2, maxItems: 8 }),
  },
  closed,
);
const CalibrationCommand = Type.Object(
  {
    by: Type.String({ minLength: 1, maxLength: 64, pattern: "\\S" }),
    ...Type.Omit(gaugeCalibrated.body, ["gauge"]).properties,
  },
  closed,
);
type Shown = Static<typeof ShownCommand>;

export async function gaugeRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  const { floor, station } = deps;
  const params = { params: GaugeParams };

  api.get(
    "/api/gauges/:id",
    { schema: { ...params, response: { 200: GaugePageViewSchema } } },
    async (request, reply) => {
      const status = floor.gauges.get(request.params.id);
      if (status === undefined)
        return sendProblem(reply, refusalProblem(noGauge(request.params.id)));
      return gaugePageView(status, station.shown, deps.now());
    },
  );

  api.get("/api/gauges/:id/live", { schema: params }, (request, reply) => {
    const status = floor.gauges.get(request.params.id);
    if (status === undefined) return sendProblem(reply, refusalProblem(noGauge(request.params.id)));
    if (floor.monitor.watchers() >= MOST_WATCHERS) {
      const detail = `${MOST_WATCHERS} gauges are being watched.`;
      const answer = problem(503, "too-many-watchers", detail, "Close another gauge page.");
      return sendProblem(reply, answer);
    }
    reply.hijack();
    const { raw } = reply;
    startEvents(raw);
    raw.write("retry: 1000\n:ok\n\n");
    const stop = floor.monitor.watch(status.gauge.id, (event: LineEvent) => {
      if (raw.destroyed) return;
      raw.write(`event: ${event.event}\ndata: ${JSON.stringify(event)}\n\n`);
      if (raw.writableLength > MOST_WAITING_BYTES) raw.destroy();
    });
    raw.on("close", stop);
  });

  api.post(
    "/api/gauges/:id/compare",
    { schema: { ...params, body: ShownCommand, response: { 200: ComparisonSchema } } },
    async (request, reply) => {
      const pair = heardPair(deps, request.params.id, request.body);
      if (isCommandRefusal(pair)) return sendProblem(reply, refusalProblem(pair));
      const { text, unit } = pair.reading;
      if (text === null || unit === null) {
        return sendProblem(reply, refusalProblem(nothingToCompare(unit)));
      }
      const decoded = { text, unit };
      const shown = { text: pair.shown, unit: pair.shownUnit };
      const comparison = compareShown(decoded, shown);
      const { why, factor } = comparison.agrees ? { why: null, factor: null } : comparison;
      return { agrees: comparison.agrees, why, factor, decoded, shown };
    },
  );
}

/** What a person records of a gauge: two confirmed values, a calibration, a study. */
export async function gaugeCommandRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  const { station, floor } = deps;
  const params = { params: GaugeParams };

  api.post(
    "/api/gauges/:id/commission",
    { schema: { ...params, body: CommissionCommand } },
    async (request, reply) => {
      const { id, by } = request.body;
      if (station.knows(id)) return alreadyDone(reply, station, id);
      const status = floor.gauges.get(request.params.id);
      if (status === undefined) return answerCommand(reply, noGauge(request.params.id));
      const pairs: HeardPair[] = [];
      for (const shown of request.body.pairs) {
        const pair = heardPair(deps, request.params.id, shown);
        if (isCommandRefusal(pair)) return answerCommand(reply, pair);
        pairs.push(pair);
      }
      const facts = gaugeFacts(status.gauge);
      const act = { actor: actorOf(by.trim()), at: deps.now(), newId: () => id };
      const answer = await station.act((state) =>
        commissionGauge(facts, state.gauges.get(facts.gauge), pairs, by.trim(), act),
      );
      station.changed();
      return answerCommand(reply, answer);
    },
  );

  api.post(
    "/api/gauges/:id/calibration",
    { schema: { ...params, body: CalibrationCommand } },
    async (request, reply) => {
      const gauge = request.params.id;
      if (!floor.gauges.has(gauge)) return answerCommand(reply, noGauge(gauge));
      const { by, ...body } = request.body;
      const act = { actor: actorOf(by.trim()), at: deps.now(), newId: deps.newId };
      const answer = await station.act(() => calibrateGauge({ gauge, ...body }, act));
      station.changed();
      return answerCommand(reply, answer);
    },
  );
}

/** The reading that was told under this number, and the typed text as a decimal string. */
function heardPair(deps: HttpDeps, gauge: string, pair: Shown): HeardPair | CommandRefusal {
  const status: GaugeStatus | undefined = deps.floor.gauges.get(gauge);
  if (status === undefined) return noGauge(gauge);
  const reading = deps.floor.monitor.readingOf(gauge, pair.frame);
  if (reading === null) {
    const detail = `Frame ${pair.frame} is no longer remembered.`;
    return refuse("no-such-frame", detail, "Take a new frame and compare again.");
  }
  const typed = keyedReading(pair.shown, {
    gauge,
    entry: "keyed",
    unit: pair.unit,
    receivedAt: deps.now(),
    monotonicMs: deps.monotonicMs(),
  });
  if (isKeyedRefusal(typed)) {
    return refuse(typed.refused, typed.why, "Type the digits as the display shows them.");
  }
  return { reading, shown: typed.text ?? "", shownUnit: typed.unit ?? pair.unit };
}

function noGauge(id: string): CommandRefusal {
  return refuse("no-such-gauge", `There is no gauge ${id}.`, "Choose one of the station's gauges.");
}

function nothingToCompare(unit: string | null): CommandRefusal {
  return unit === null
    ? refuse(
        "unit-unknown",
        "The frame carries no unit and none is set, or it has no value.",
        "Take a frame with a value; set the gauge's unit in station.toml.",
      )
    : refuse("no-value", "The frame has no value.", "Take another frame.");
}
