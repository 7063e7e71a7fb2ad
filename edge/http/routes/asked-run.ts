// The run a command of the gauge station is for: the one that is running, if the sender means that one.
import { runningRun, type StationState } from "../../intake/index.ts";
import { type CommandRefusal, type RunState, refuse } from "../../runs/index.ts";

/** `asked` is the run that was on the sender's screen; undefined where the sender does not say. */
export function askedRun(
  state: StationState,
  asked: string | undefined,
): RunState | CommandRefusal {
  const run = runningRun(state);
  if (run === null) {
    return refuse(
      "no-active-run",
      "No run is running on this station.",
      "Start a run on the run page.",
    );
  }
  if (asked === undefined || asked === run.run) return run;
  return refuse(
    "other-run",
    `Run ${run.run} is running now, not ${asked}.`,
    "Look at the task again; enter the value anew if it belongs to the run that is running.",
  );
}
