// The run that an address names: as it is shown, to be acted on while it is open, or not there.
import type { Draft } from "../../../sync/records/index.ts";
import { type Act, type CommandRefusal, foldRun, type RunState, refuse } from "../../runs/index.ts";
import { type Problem, problem } from "../problem.ts";
import type { HttpDeps } from "../server.ts";
import { actorOf } from "./actor.ts";

/** An open run as it stands; an assessed one is folded from its records. */
export async function findRun(
  { station, journal }: HttpDeps,
  id: string,
): Promise<RunState | null> {
  return station.shown.runs.get(id) ?? foldRun(await journal.readRun(id));
}

export function noSuchRun(id: string): Problem {
  return problem(404, "no-such-run", `The journal knows no run ${id}.`, "See the list of runs.");
}

export function noOpenRun(id: string): CommandRefusal {
  return refuse("no-such-run", `No open run ${id}.`, "Reload the page.");
}

/** Decides and commits one act on an open run; a run that is not open refuses it. */
export function onOpenRun({ station, now, newId }: HttpDeps) {
  return (id: string, decide: (run: RunState, act: Act) => Draft[] | CommandRefusal) =>
    station.act((state) => {
      const run = state.runs.get(id);
      if (run === undefined) return noOpenRun(id);
      return decide(run, { actor: actorOf(state.operator), at: now(), newId });
    });
}
