// POST at the load rig: what a person found after a hold, and the stop of a test under way.
import { Type } from "typebox";
import { checkLoadTest } from "../../intake/index.ts";
import { refuse } from "../../runs/index.ts";
import { LoadTestCheckCommand } from "../commands.ts";
import type { HttpDeps, TypedServer } from "../server.ts";
import { actorOf } from "./actor.ts";
import { alreadyDone, answerCommand } from "./command-answer.ts";

export async function loadTestRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  const { station, floor } = deps;

  api.post(
    "/api/load-tests/check",
    { schema: { body: LoadTestCheckCommand } },
    async (request, reply) => {
      const { id } = request.body;
      if (station.knows(id)) return alreadyDone(reply, station, id);
      const gauges = new Map([...floor.gauges].map(([key, { gauge }]) => [key, gauge] as const));
      const answer = await station.act((state, source) =>
        checkLoadTest(state, request.body, actorOf(state.operator), gauges, source),
      );
      return answerCommand(reply, answer);
    },
  );

  const GaugeParams = Type.Object({ id: Type.String() });
  api.post(
    "/api/gauges/:id/abort-test",
    { schema: { params: GaugeParams } },
    async (request, reply) => {
      if (floor.abortTest(request.params.id)) return reply.code(202).send();
      const detail = `No load test is under way on ${request.params.id}.`;
      return answerCommand(reply, refuse("no-such-test", detail, "Look at the rig."));
    },
  );
}
