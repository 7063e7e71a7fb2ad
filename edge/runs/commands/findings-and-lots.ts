// Open issues and incoming lots of a run: opened or received, then decided; a later decision names
// the one it replaces, which stays in the trail.
import { type BodyOf, type Draft, isAt, type RecordPlace } from "../../../sync/records/index.ts";
import type { RunState } from "../run-state.ts";
import { type Act, type CommandRefusal, draftedBy, refuse } from "./refusal.ts";

export function openFinding(
  run: RunState,
  finding: Omit<BodyOf<"finding.opened">, "run" | "finding">,
  act: Act,
): Draft[] | CommandRefusal {
  if (run.phase === "assessed") return alreadyAssessed(run);
  if (finding.characteristic !== null && !run.results.has(finding.characteristic)) {
    return refuse(
      "no-such-characteristic",
      `The plan has no characteristic ${finding.characteristic}.`,
      "Leave it empty or use one of the plan.",
    );
  }
  const number = `F${String(run.findings.size + 1).padStart(3, "0")}`;
  const body = { run: run.run, finding: number, ...finding };
  return [{ ...draftedBy(act), kind: "finding.opened", body }];
}

export function disposeFinding(
  run: RunState,
  finding: string,
  decision: Pick<BodyOf<"finding.disposed">, "disposition" | "reason"> & Replacing,
  act: Act,
): Draft[] | CommandRefusal {
  if (run.phase === "assessed") return alreadyAssessed(run);
  const open = run.findings.get(finding);
  if (open === undefined) {
    return refuse(
      "no-such-finding",
      `Run ${run.run} has no finding ${finding}.`,
      "Reload the page.",
    );
  }
  const { replaces, disposition, reason } = decision;
  const stale = staleDecision(`Finding ${finding}`, open.disposed, replaces);
  if (stale !== null) return stale;
  const body = { run: run.run, finding, disposition, reason, ...replacing(replaces) };
  return [{ ...draftedBy(act), kind: "finding.disposed", body }];
}

export function receiveLot(
  run: RunState,
  lot: Omit<BodyOf<"lot.received">, "run">,
  act: Act,
): Draft[] | CommandRefusal {
  if (run.phase === "assessed") return alreadyAssessed(run);
  if (run.lots.has(lot.lot)) {
    return refuse("lot-known", `Lot ${lot.lot} was received already.`, "Use another lot number.");
  }
  return [{ ...draftedBy(act), kind: "lot.received", body: { run: run.run, ...lot } }];
}

export function decideLot(
  run: RunState,
  lot: string,
  decided: Pick<BodyOf<"lot.decided">, "decision" | "reason"> & Replacing,
  act: Act,
): Draft[] | CommandRefusal {
  if (run.phase === "assessed") return alreadyAssessed(run);
  const received = run.lots.get(lot);
  if (received === undefined) {
    return refuse("no-such-lot", `Run ${run.run} has no lot ${lot}.`, "Reload the page.");
  }
  const { replaces, decision, reason } = decided;
  const stale = staleDecision(`Lot ${lot}`, received.decision, replaces);
  if (stale !== null) return stale;
  if (decision === "accept" && received.certificate === null) {
    return refuse(
      "certificate-missing",
      `Lot ${lot} has no material certificate.`,
      "Record the certificate, or decide conditional or use-as-is with the reason.",
    );
  }
  const body = { run: run.run, lot, decision, reason, ...replacing(replaces) };
  return [{ ...draftedBy(act), kind: "lot.decided", body }];
}

/** The decision that a later one replaces; absent for the first decision. */
export type Replacing = { readonly replaces?: RecordPlace | undefined };

function replacing(replaces: RecordPlace | undefined): { replaces?: number; epoch?: string } {
  return replaces === undefined ? {} : { replaces: replaces.seq, epoch: replaces.epoch };
}

/** A decision is replaced only by somebody who has seen it: sent twice, it has its effect once. */
function staleDecision(
  of: string,
  inForce: (RecordPlace & { readonly at: string; readonly actor: string }) | null,
  replaces: RecordPlace | undefined,
): CommandRefusal | null {
  if (inForce === null && replaces === undefined) return null;
  if (inForce !== null && replaces !== undefined && isAt(inForce, replaces)) return null;
  return refuse(
    "decided-meanwhile",
    inForce === null
      ? `${of} has no decision that could be replaced.`
      : `${of} was decided by ${inForce.actor} at ${inForce.at} (record ${inForce.seq}).`,
    "Reload the page; a new decision names the one it replaces.",
  );
}

function alreadyAssessed(run: RunState): CommandRefusal {
  return refuse(
    "wrong-phase",
    `Run ${run.run} has been assessed; its record is closed.`,
    "Open the issue in the next run.",
  );
}
