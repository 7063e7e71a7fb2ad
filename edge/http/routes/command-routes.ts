// POST at the gauge station: who measures, what was typed, what was skipped, voided or assigned.
import { Type } from "typebox";
import { isKeyedRefusal, keyedReading } from "../../../gauges/index.ts";
import type { Draft, RecordPlace } from "../../../sync/records/index.ts";
import { currentLot, type IntakeGauge } from "../../intake/index.ts";
import {
  type Act,
  answerSignal,
  type CommandRefusal,
  countAttribute,
  isCommandRefusal,
  openCell,
  type RunState,
  refuse,
  reopenCell,
  skipCell,
  voidMeasurement,
} from "../../runs/index.ts";
import {
  AnswerCommand,
  ArmCommand,
  AssignCommand,
  AttributeCommand,
  OperatorCommand,
  ReadingCommand,
  ReasonCommand,
  SkipCommand,
} from "../commands.ts";
import type { HttpDeps, TypedServer } from "../server.ts";
import { actorOf } from "./actor.ts";
import { askedRun } from "./asked-run.ts";
import { assignReading, dismissReading } from "./assign-reading.ts";
import { alreadyDone, answerCommand } from "./command-answer.ts";

const SeqParams = Type.Object({ seq: Type.Integer({ minimum: 1 }) });

/** Who measures, which cell is next, and what was typed. */
export async function commandRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  const { station } = deps;

  api.post("/api/operator", { schema: { body: OperatorCommand } }, async (request, reply) => {
    const { operator } = request.body;
    const answer = await station.act((_, source) => [
      {
        id: source.newId(),
        at: source.now(),
        kind: "operator.identified",
        v: 1,
        actor: actorOf(operator),
        body: { operator },
      },
    ]);
    return answerCommand(reply, answer);
  });

  api.post("/api/arm", { schema: { body: ArmCommand } }, async (request, reply) => {
    // A cell that a queued reading is about to fill must not be armed: nothing would release it.
    const { characteristic, unitIndex } = request.body;
    const run = askedRun(station.decided, request.body.run);
    const cell = isCommandRefusal(run) ? run : openCell(run, characteristic, unitIndex);
    if (isCommandRefusal(cell)) return answerCommand(reply, cell);
    station.arm({ characteristic, unitIndex });
    return reply.code(204).send();
  });

  api.post("/api/readings", { schema: { body: ReadingCommand } }, async (request, reply) => {
    const { id, text, entry, characteristic, unitIndex, confirmed } = request.body;
    if (station.knows(id)) return alreadyDone(reply, station, id);
    const run = askedRun(station.decided, request.body.run);
    if (isCommandRefusal(run)) return answerCommand(reply, run);
    const cell = openCell(run, characteristic, unitIndex);
    if (isCommandRefusal(cell)) return answerCommand(reply, cell);
    if (cell.characteristic.kind === "attribute")
      return answerCommand(reply, judged(characteristic));
    const reading = keyedReading(text, {
      gauge: entry,
      entry,
      unit: cell.characteristic.unit ?? null,
      receivedAt: deps.now(),
      monotonicMs: deps.monotonicMs(),
    });
    if (isKeyedRefusal(reading)) {
      return answerCommand(reply, refuse(reading.refused, reading.why, "Correct the value."));
    }
    const desk: IntakeGauge = {
      id: entry,
      serves: [cell.characteristic.gauge],
      calibrationDue: null,
    };
    const actor = actorOf(station.shown.operator);
    const named = { run: run.run, characteristic, unitIndex };
    const options = { id, actor, cell: named, ...(confirmed === true ? { confirmed } : {}) };
    return answerCommand(reply, await station.take(desk, reading, options));
  });
}

/** Judged, skipped and voided cells of the run that is running. */
export async function cellRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  const { station } = deps;
  const onRun = onRunningRun(deps);

  api.post("/api/attributes", { schema: { body: AttributeCommand } }, async (request, reply) => {
    if (station.knows(request.body.id)) return alreadyDone(reply, station, request.body.id);
    const { operator } = station.shown;
    const answer = await onRun(
      (run, act) => countAttribute(run, request.body, { operator, lot: currentLot(run) }, act),
      request.body.run,
    );
    return answerCommand(reply, answer);
  });

  api.post("/api/skips", { schema: { body: SkipCommand } }, async (request, reply) => {
    const { characteristic, unitIndex, reason } = request.body;
    const answer = await onRun(
      (run, act) => skipCell(run, characteristic, unitIndex, reason, act),
      request.body.run,
    );
    return answerCommand(reply, answer);
  });

  api.post(
    "/api/measurements/:seq/void",
    { schema: { params: SeqParams, body: ReasonCommand } },
    async (request, reply) => {
      const place = placeOf(deps, request);
      const { reason } = request.body;
      const answer = await onRun((run, act) => voidMeasurement(run, place, reason, act));
      return answerCommand(reply, answer);
    },
  );

  api.post(
    "/api/cells/:seq/reopen",
    { schema: { params: SeqParams, body: ReasonCommand } },
    async (request, reply) => {
      const place = placeOf(deps, request);
      const { reason } = request.body;
      const answer = await onRun((run, act) => reopenCell(run, place, reason, act));
      return answerCommand(reply, answer);
    },
  );
}

/** What waits for an answer: signals, unassigned readings, gauges that must be asked. */
export async function answerRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  const { station, floor } = deps;

  api.post(
    "/api/signals/:seq/answer",
    { schema: { params: SeqParams, body: AnswerCommand } },
    async (request, reply) => {
      const answer = await station.act((state) => {
        const act = { actor: actorOf(state.operator), at: deps.now(), newId: deps.newId };
        const { epoch: _, ...said } = request.body;
        return answerAnySignal([...state.runs.values()], placeOf(deps, request), said, act);
      });
      return answerCommand(reply, answer);
    },
  );

  api.post(
    "/api/inbox/:seq/assign",
    { schema: { params: SeqParams, body: AssignCommand } },
    async (request, reply) =>
      answerCommand(reply, await assignReading(deps, placeOf(deps, request), request.body)),
  );

  api.post(
    "/api/inbox/:seq/dismiss",
    { schema: { params: SeqParams, body: ReasonCommand } },
    async (request, reply) =>
      answerCommand(reply, await dismissReading(deps, placeOf(deps, request), request.body.reason)),
  );

  const GaugeParams = Type.Object({ id: Type.String() });
  api.post("/api/gauges/:id/ask", { schema: { params: GaugeParams } }, async (request, reply) => {
    if (floor.ask(request.params.id)) return reply.code(202).send();
    const detail = `Gauge ${request.params.id} is away, unknown, or only sends by its own key.`;
    const remedy = "Check its cable and its state in the header.";
    return answerCommand(reply, refuse("gauge-cannot-be-asked", detail, remedy));
  });

  api.post(
    "/api/gauges/:id/adapter",
    { schema: { params: GaugeParams } },
    async (request, reply) => {
      const actor = actorOf(station.decided.operator);
      if (floor.acceptAdapter(request.params.id, actor)) return reply.code(202).send();
      const detail = `Gauge ${request.params.id} is not on another USB adapter than before.`;
      const remedy = "Only a gauge whose state is swapped needs its adapter confirmed.";
      return answerCommand(reply, refuse("adapter-not-swapped", detail, remedy));
    },
  );
}

/** The record that a command is about: its seq in the address, its epoch in the body. */
function placeOf(
  { station }: HttpDeps,
  request: { readonly params: { seq: number }; readonly body: { epoch?: string } },
): RecordPlace {
  return { epoch: request.body.epoch ?? station.decided.epoch, seq: request.params.seq };
}

function onRunningRun({ station, now, newId }: HttpDeps) {
  return (
    decide: (run: RunState, act: Act) => Draft[] | CommandRefusal,
    asked?: string | undefined,
  ) =>
    station.act((state) => {
      const run = askedRun(state, asked);
      if (isCommandRefusal(run)) return run;
      return decide(run, { actor: actorOf(state.operator), at: now(), newId });
    });
}

function judged(characteristic: string): CommandRefusal {
  const detail = `${characteristic} is judged, not measured.`;
  return refuse("not-a-measurement", detail, "Send whether the unit conforms instead.");
}

function answerAnySignal(
  runs: readonly RunState[],
  signal: RecordPlace,
  answer: { cause: string; action: string; note: string },
  act: Act,
): Draft[] | CommandRefusal {
  for (const run of runs) {
    const drafts = answerSignal(run, signal, answer, act);
    if (!isCommandRefusal(drafts) || drafts.refused !== "no-such-signal") return drafts;
  }
  return refuse(
    "no-such-signal",
    `There is no signal ${signal.seq} of epoch ${signal.epoch}.`,
    "Reload the page.",
  );
}
