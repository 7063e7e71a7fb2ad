// A command that cannot be carried out: an answer that leaves the state as it was.

export type CommandRefusal = {
  readonly refused: string;
  readonly detail: string;
  readonly remedy: string;
};

export function refuse(refused: string, detail: string, remedy: string): CommandRefusal {
  return { refused, detail, remedy };
}

export function isCommandRefusal(answer: unknown): answer is CommandRefusal {
  return typeof answer === "object" && answer !== null && "refused" in answer;
}

/** Who acts, when, and where new ids come from. */
export type Act = { readonly actor: string; readonly at: string; newId(): string };

/** The envelope fields of a draft written by this act. */
export function draftedBy(act: Act): { id: string; at: string; v: 1; actor: string } {
  return { id: act.newId(), at: act.at, v: 1, actor: act.actor };
}
