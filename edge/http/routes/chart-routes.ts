// The acts of a quality engineer on a chart, the preview of limits computed anew, and a unit's results.
import { Type } from "typebox";
import {
  beginStage,
  excludeSubgroup,
  includeSubgroup,
  isCommandRefusal,
  noteSubgroup,
  previewLimits,
  recomputeLimits,
  unitResults,
} from "../../runs/index.ts";
import { LimitsPreviewSchema, UnitResultsSchema } from "../chart-views.ts";
import {
  ExcludeCommand,
  IncludeCommand,
  LimitsCommand,
  NoteCommand,
  StageCommand,
} from "../commands.ts";
import { problem, refusalProblem, sendProblem } from "../problem.ts";
import type { HttpDeps, TypedServer } from "../server.ts";
import { answerCommand } from "./command-answer.ts";
import { findRun, noOpenRun, onOpenRun } from "./named-run.ts";

const ChartParams = Type.Object({ run: Type.String(), characteristic: Type.String() });

/** What a person does to one chart; each is a record. */
export async function chartActRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  const onChart = onOpenRun(deps);
  const base = "/api/runs/:run/charts/:characteristic";

  api.post(
    `${base}/exclude`,
    { schema: { params: ChartParams, body: ExcludeCommand } },
    async ({ params, body }, reply) => {
      const { subgroup, cause, note } = body;
      const point = { characteristic: params.characteristic, subgroup };
      const answer = await onChart(params.run, (run, act) =>
        excludeSubgroup(run, point, { cause, note }, act),
      );
      return answerCommand(reply, answer);
    },
  );

  api.post(
    `${base}/include`,
    { schema: { params: ChartParams, body: IncludeCommand } },
    async ({ params, body }, reply) => {
      const point = { characteristic: params.characteristic, subgroup: body.subgroup };
      const answer = await onChart(params.run, (run, act) =>
        includeSubgroup(run, point, body.reason, act),
      );
      return answerCommand(reply, answer);
    },
  );

  api.post(
    `${base}/stages`,
    { schema: { params: ChartParams, body: StageCommand } },
    async ({ params, body }, reply) => {
      const { subgroup, name, reason } = body;
      const point = { characteristic: params.characteristic, subgroup };
      const answer = await onChart(params.run, (run, act) =>
        beginStage(run, point, { name, reason }, act),
      );
      return answerCommand(reply, answer);
    },
  );

  api.post(
    `${base}/notes`,
    { schema: { params: ChartParams, body: NoteCommand } },
    async ({ params, body }, reply) => {
      const { subgroup, event, text } = body;
      const point = { characteristic: params.characteristic, subgroup };
      const answer = await onChart(params.run, (run, act) =>
        noteSubgroup(run, point, { event, text }, act),
      );
      return answerCommand(reply, answer);
    },
  );
}

/** Limits computed anew: first looked at, then put in force. */
export async function chartLimitsRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  const onChart = onOpenRun(deps);
  const StageQuery = Type.Object({
    subgroup: Type.Integer({ minimum: 0, description: "A subgroup of the stage" }),
  });
  api.get(
    "/api/runs/:run/charts/:characteristic/limits-preview",
    {
      schema: {
        params: ChartParams,
        querystring: StageQuery,
        response: { 200: LimitsPreviewSchema },
      },
    },
    async (request, reply) => {
      const { run: id, characteristic } = request.params;
      const run = deps.station.shown.runs.get(id);
      const preview =
        run === undefined
          ? noOpenRun(id)
          : previewLimits(run, { characteristic, subgroup: request.query.subgroup });
      if (isCommandRefusal(preview)) return sendProblem(reply, refusalProblem(preview));
      const { stage, limits, subgroups, signals } = preview;
      const { location, spread, fromSubgroup, toSubgroup } = limits;
      const before =
        stage.limits === null
          ? null
          : { location: stage.limits.location, spread: stage.limits.spread };
      return {
        ...{ fromSubgroup, toSubgroup, subgroups, excluded: limits.excluded ?? [], signals },
        ...{ before, after: { location, spread } },
      };
    },
  );

  api.post(
    "/api/runs/:run/charts/:characteristic/limits",
    { schema: { params: ChartParams, body: LimitsCommand } },
    async ({ params, body }, reply) => {
      const { subgroup, toSubgroup, shown, reason } = body;
      const asked = { characteristic: params.characteristic, subgroup, toSubgroup, shown };
      const answer = await onChart(params.run, (run, act) =>
        recomputeLimits(run, asked, reason, act),
      );
      return answerCommand(reply, answer);
    },
  );

  api.get(
    "/api/runs/:run/units/:unit",
    {
      schema: {
        params: Type.Object({ run: Type.String(), unit: Type.String() }),
        response: { 200: UnitResultsSchema },
      },
    },
    async ({ params }, reply) => {
      const run = await findRun(deps, params.run);
      const found = run === null ? null : unitResults(run, params.unit);
      const why = `Run ${params.run} has no unit ${params.unit}.`;
      return (
        found ?? sendProblem(reply, problem(404, "no-such-unit", why, "Enter serial or number."))
      );
    },
  );
}
