import { expect, it } from "vitest";
import { emptyStation, foldDrafts, takeReading } from "../../../edge/intake/index.ts";
import { countingSource, plan, readingOf, startingDrafts } from "../../fakes/run-fixture.ts";

/** Two characteristics of one gauge kind, of which the second has a channel of its own. */
function station() {
  const source = countingSource();
  const state = emptyStation({ epoch: "e", seq: 1 });
  const [first] = plan.characteristic;
  if (first === undefined) throw new Error("no characteristic");
  const characteristic = [first, { ...first, id: "C9", balloon: "9", channel: "7" }];
  const [planned, started] = startingDrafts(50, source);
  if (planned?.kind !== "run.planned" || started === undefined) throw new Error("no run");
  const body = { ...planned.body, plan: { ...plan, characteristic } };
  foldDrafts(state, [{ ...planned, body }, started]);
  return { state, source };
}

const keypad = { id: "keyed", serves: ["caliper"], calibrationDue: null };

it("a typed value for a characteristic with a channel goes there, not to its neighbour", () => {
  const { state, source } = station();
  const cell = { run: "R1", characteristic: "C9", unitIndex: 4 };
  const reading = readingOf("10.01", { entry: "keyed" });
  expect(takeReading(state, keypad, reading, source, { cell })).toMatchObject([
    { kind: "measurement.taken", body: { characteristic: "C9", unitIndex: 4 } },
  ]);
});

it("a value named for a cell of another run fills none of the running one", () => {
  const { state, source } = station();
  const cell = { run: "R0", characteristic: "C1", unitIndex: 1 };
  expect(takeReading(state, keypad, readingOf("10.01"), source, { cell })).toMatchObject([
    { kind: "reading.unassigned", body: { reason: "no-active-run" } },
  ]);
});
