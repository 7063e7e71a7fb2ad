// Decisions on findings and lots: made once, and replaced only by whoever has seen the one in force.
import { expect, it } from "vitest";
import { foldDrafts } from "../../../edge/intake/index.ts";
import {
  type Act,
  type CommandRefusal,
  decideLot,
  disposeFinding,
  foldRun,
  isCommandRefusal,
  openFinding,
  receiveLot,
  runView,
} from "../../../edge/runs/index.ts";
import type { Draft } from "../../../sync/records/index.ts";
import { EPOCH, foldableOf, runningStation } from "../../fakes/run-fixture.ts";

function bench() {
  const { state, source, log } = runningStation();
  const act: Act = { actor: "engineer:1", at: source.now(), newId: source.newId };
  const run = () => state.runs.get("R1") ?? expect.fail("no run");
  const command = (drafts: Draft[] | CommandRefusal) => {
    if (isCommandRefusal(drafts)) return drafts.refused;
    const seq = state.expectedSeq;
    foldDrafts(state, drafts);
    log.push(...foldableOf(drafts, seq));
    return { epoch: EPOCH, seq };
  };
  return { run, act, command, log };
}

it("a disposition sent twice has its effect once; a later one names the one it replaces", () => {
  const { run, act, command, log } = bench();
  const words = { title: "Burr", description: "", owner: null, due: null };
  const kind = { type: "issue" as const, severity: "minor" as const };
  command(openFinding(run(), { ...words, ...kind, characteristic: null, units: [] }, act));
  const rework = { disposition: "rework" as const, reason: "deburr" };
  const first = command(disposeFinding(run(), "F001", rework, act));
  if (typeof first === "string") throw new Error(first);
  expect(command(disposeFinding(run(), "F001", rework, act))).toBe("decided-meanwhile");
  const accept = { disposition: "accept" as const, reason: "no effect" };
  const stale = { ...accept, replaces: { epoch: "another", seq: first.seq } };
  expect(command(disposeFinding(run(), "F001", stale, act))).toBe("decided-meanwhile");
  const second = command(disposeFinding(run(), "F001", { ...accept, replaces: first }, act));
  expect(log.at(-1)?.body).toMatchObject({ replaces: first.seq, epoch: EPOCH });
  expect(runView(run()).findings).toMatchObject([
    {
      ...{ disposition: "accept", decided: second },
      earlier: [{ decision: "rework", reason: "deburr", actor: "engineer:1" }],
    },
  ]);
  expect(foldRun(log)).toEqual(run());
});

it("a lot is decided anew in the same way, and what was decided before stays in the trail", () => {
  const { run, act, command } = bench();
  const lot = { lot: "L1", material: "bar", supplier: "S", role: "primary" as const, heat: null };
  command(receiveLot(run(), { ...lot, quantity: "1", certificate: null }, act));
  const conditional = { decision: "conditional" as const, reason: "certificate to come" };
  const early = { ...conditional, replaces: { epoch: EPOCH, seq: 1 } };
  expect(command(decideLot(run(), "L1", early, act))).toBe("decided-meanwhile");
  const first = command(decideLot(run(), "L1", conditional, act));
  if (typeof first === "string") throw new Error(first);
  const reject = { decision: "reject" as const, reason: "wrong heat" };
  expect(command(decideLot(run(), "L1", reject, act))).toBe("decided-meanwhile");
  command(decideLot(run(), "L1", { ...reject, replaces: first }, act));
  expect(runView(run()).lots).toMatchObject([
    { decision: "reject", reason: "wrong heat", earlier: [{ decision: "conditional" }] },
  ]);
});
