// Values on their way to the station: sent in order, again until it answers, each with its own id.
import { type Signal, signal } from "@preact/signals";
import type { Ask, Problem } from "../station/answer.ts";

export type Sending = {
  /** UUID: the station stores an id once, so sending again is safe. */
  readonly id: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the operator entered, to be shown while it waits. */
  readonly text: string;
};

export type Outbox = {
  readonly waiting: Signal<readonly Sending[]>;
  /** False when too many wait: nothing was taken. */
  readonly send: (sending: Sending) => boolean;
};

const OUTBOX_LIMIT = 20;
const RETRY_MS = 2_000;

export function createOutbox(
  ask: Ask,
  on: {
    readonly stored: (sending: Sending) => void;
    readonly refused: (sending: Sending, problem: Problem) => void;
    readonly unreachable: (problem: Problem) => void;
  },
): Outbox {
  const waiting = signal<readonly Sending[]>([]);
  let busy = false;

  async function work(): Promise<void> {
    if (busy) return;
    busy = true;
    for (let next = waiting.value[0]; next !== undefined; next = waiting.value[0]) {
      const answer = await ask<unknown>(next.path, next.body);
      if (!answer.ok && answer.problem.code === "not-reachable") {
        on.unreachable(answer.problem);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        continue;
      }
      waiting.value = waiting.value.slice(1);
      if (answer.ok) on.stored(next);
      else on.refused(next, answer.problem);
    }
    busy = false;
  }

  function send(sending: Sending): boolean {
    if (waiting.value.length >= OUTBOX_LIMIT) return false;
    waiting.value = [...waiting.value, sending];
    void work();
    return true;
  }
  return { waiting, send };
}
