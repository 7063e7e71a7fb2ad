// The run page and the charts: views of a run, and the commands that move it on.
import { Type } from "typebox";
import { chartView } from "../../charts/index.ts";
import {
  assessRun,
  decideLot,
  disposeFinding,
  openFinding,
  receiveLot,
  runView,
  stepRun,
} from "../../runs/index.ts";
import { ChartViewSchema } from "../chart-views.ts";
import {
  AssessmentCommand,
  DispositionCommand,
  FindingCommand,
  LotCommand,
  LotDecisionCommand,
  PhaseCommand,
} from "../commands.ts";
import { problem, sendProblem } from "../problem.ts";
import type { HttpDeps, TypedServer } from "../server.ts";
import { RunViewSchema } from "../views.ts";
import { alreadyDone, answerCommand } from "./command-answer.ts";
import { findRun, noSuchRun, onOpenRun } from "./named-run.ts";

const RunParams = Type.Object({ run: Type.String() });
const RunListSchema = Type.Array(
  Type.Object({
    run: Type.String(),
    phase: Type.String(),
    partNumber: Type.String(),
    target: Type.Integer(),
  }),
);

export async function runRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  api.get("/api/runs", { schema: { response: { 200: RunListSchema } } }, async () => {
    const listed = await deps.journal.runs();
    return listed.map(({ run, state, partNumber, target }) => ({
      run,
      phase: state,
      partNumber,
      target,
    }));
  });

  api.get(
    "/api/runs/:run",
    { schema: { params: RunParams, response: { 200: RunViewSchema } } },
    async (request, reply) => {
      const run = await findRun(deps, request.params.run);
      return run === null ? sendProblem(reply, noSuchRun(request.params.run)) : runView(run);
    },
  );

  const ChartParams = Type.Object({ run: Type.String(), characteristic: Type.String() });
  api.get(
    "/api/runs/:run/charts/:characteristic",
    { schema: { params: ChartParams, response: { 200: ChartViewSchema } } },
    async (request, reply) => {
      const { run: id, characteristic } = request.params;
      const run = await findRun(deps, id);
      if (run === null) return sendProblem(reply, noSuchRun(id));
      const why = `The plan of ${id} has no characteristic ${characteristic}.`;
      const unknown = problem(404, "no-such-characteristic", why, "Choose one of the list.");
      return chartView(run, characteristic) ?? sendProblem(reply, unknown);
    },
  );
}

/** Commands that move a run on: its phases and its assessment. */
export async function runStepRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  const onRun = onOpenRun(deps);
  const { station } = deps;

  api.post(
    "/api/runs/:run/phase",
    { schema: { params: RunParams, body: PhaseCommand } },
    async (request, reply) => {
      const { step, reason } = request.body;
      const answer = await onRun(request.params.run, (run, act) =>
        stepRun(run, step, reason, [...station.decided.runs.values()], act),
      );
      return answerCommand(reply, answer);
    },
  );

  api.post(
    "/api/runs/:run/assessment",
    { schema: { params: RunParams, body: AssessmentCommand } },
    async (request, reply) =>
      answerCommand(
        reply,
        await onRun(request.params.run, (run, act) => assessRun(run, request.body, act)),
      ),
  );
}

/** Commands on what a run collects: findings and lots. */
export async function findingAndLotRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  const onRun = onOpenRun(deps);

  api.post(
    "/api/runs/:run/findings",
    { schema: { params: RunParams, body: FindingCommand } },
    async (request, reply) => {
      const { id, ...finding } = request.body;
      const { station } = deps;
      if (id !== undefined && station.knows(id)) return alreadyDone(reply, station, id);
      const answer = await onRun(request.params.run, (run, act) =>
        openFinding(run, finding, id === undefined ? act : { ...act, newId: () => id }),
      );
      return answerCommand(reply, answer);
    },
  );

  const FindingParams = Type.Object({ run: Type.String(), finding: Type.String() });
  api.post(
    "/api/runs/:run/findings/:finding/disposition",
    { schema: { params: FindingParams, body: DispositionCommand } },
    async (request, reply) => {
      const { run, finding } = request.params;
      const answer = await onRun(run, (state, act) =>
        disposeFinding(state, finding, request.body, act),
      );
      return answerCommand(reply, answer);
    },
  );

  api.post(
    "/api/runs/:run/lots",
    { schema: { params: RunParams, body: LotCommand } },
    async (request, reply) =>
      answerCommand(
        reply,
        await onRun(request.params.run, (run, act) => receiveLot(run, request.body, act)),
      ),
  );

  const LotParams = Type.Object({ run: Type.String(), lot: Type.String() });
  api.post(
    "/api/runs/:run/lots/:lot/decision",
    { schema: { params: LotParams, body: LotDecisionCommand } },
    async (request, reply) => {
      const { run, lot } = request.params;
      const answer = await onRun(run, (state, act) => decideLot(state, lot, request.body, act));
      return answerCommand(reply, answer);
    },
  );
}
