// Decides what a message from the broker is to the collector: a batch, a question, a presence, nothing.
import { createHash } from "node:crypto";
import { readQuestion, readState } from "../records/index.ts";
import { parseTopic } from "../topics.ts";
import type { Arrival } from "./intake.ts";
import type { CollectorSettings } from "./settings.ts";
import { sortBatch, storable } from "./sort-batch.ts";

/** Which of the 256 shares of a plant a station belongs to. */
export function shareOf(station: string): number {
  return createHash("sha256").update(station).digest().readUInt8(0);
}

type Message = {
  readonly topic: string;
  readonly payload: Buffer;
  /** Whether the broker had kept it from earlier. */
  readonly retained: boolean;
};

/** Null when it concerns nobody here: it needs no commit before its PUBACK. */
export function arrivalOf(
  { topic, payload, retained }: Message,
  shard: NonNullable<CollectorSettings["shard"]> | null,
  done: () => void,
): Arrival | null {
  const parsed = parseTopic(topic);
  if (parsed === null) return null;
  const { address, channel } = parsed;
  if (shard !== null && shareOf(address.station) % shard.of !== shard.index) return null;
  if (channel === "rec") {
    const sorted = sortBatch(topic, address.station, payload);
    return { topic, done, content: { is: "batch", sorted } };
  }
  const text = payload.toString("utf8");
  // Nobody can be told, nor be remembered, under a name that the database cannot hold.
  if (!storable(text)) return null;
  if (channel === "cmd") {
    const question = readQuestion(text);
    if (question === null || question.station !== address.station) return null;
    return { topic, done, content: { is: "question", question } };
  }
  return channel === "state" ? presenceOf(topic, address.station, text, retained, done) : null;
}

function presenceOf(
  topic: string,
  named: string,
  text: string,
  retained: boolean,
  done: () => void,
): Arrival | null {
  const state = readState(text);
  if (state === null || state.station !== named) return null;
  const { station, epoch, online, instance } = state;
  if (retained && online) {
    // It was there at some time: that is worth a greeting, but no lease. A farewell stays true.
    const content = { is: "greeting", station, epoch, instance: instance ?? null } as const;
    return { topic, done, content };
  }
  if (instance === undefined) return null;
  const presence = { station, epoch, topic, instance, online };
  return { topic, done, content: { is: "presence", presence } };
}
