// Decides what a station says about itself: its retained state, its last will, its question.
import { randomUUID } from "node:crypto";
import type { MqttClient } from "mqtt";
import { topicOf } from "../topics.ts";
import type { Clock } from "./link.ts";
import type { OutboxJournal } from "./outbox.ts";
import { limits, type PublisherSettings } from "./settings.ts";

export type Voice = {
  lastWill(): { readonly topic: string; readonly payload: string };
  /** The connection to speak over; null while there is none, and then nothing is said. */
  use(client: MqttClient | null): void;
  sayState(confirmed: number): void;
  /** At a low rate, however often it is called. */
  sayStateNowAndThen(confirmed: number): void;
  /** Resolves when the broker has it, or after a second. */
  sayOffline(): Promise<void>;
  /** Asks the collector how far it holds an epoch; returns the name of the question. */
  ask(epoch: string): string;
};

const QUESTION_SECONDS = 60;
const FAREWELL_MS = 1_000;

export function createVoice(
  settings: PublisherSettings,
  head: OutboxJournal["head"],
  clock: Clock,
  instance: string,
): Voice {
  const stateTopic = topicOf(settings, "state");
  const commandTopic = topicOf(settings, "cmd");
  let client: MqttClient | null = null;
  let saidAt = Number.NEGATIVE_INFINITY;

  function stateText(confirmed: number | null): string {
    const { station, epoch, seq } = head();
    const online = confirmed !== null;
    const backlog = online ? Math.max(0, seq - confirmed) : null;
    const version = settings.version ?? "";
    const known = { online, version, backlog, head: online ? seq : null, at: clock.wall() };
    return JSON.stringify({ v: 1, station, epoch, ...known, instance });
  }

  function sayState(confirmed: number): void {
    if (client === null || !client.connected) return;
    saidAt = clock.monotonicMs();
    client.publish(stateTopic, stateText(confirmed), { qos: 1, retain: true });
  }

  return {
    lastWill: () => ({ topic: stateTopic, payload: stateText(null) }),
    use(next) {
      client = next;
    },
    sayState,
    sayStateNowAndThen(confirmed) {
      if (clock.monotonicMs() - saidAt > limits.stateMs) sayState(confirmed);
    },
    sayOffline: () =>
      new Promise((resolve) => {
        if (client === null || !client.connected) return resolve();
        const timer = setTimeout(resolve, FAREWELL_MS);
        client.publish(stateTopic, stateText(null), { qos: 1, retain: true }, () => {
          clearTimeout(timer);
          resolve();
        });
      }),
    ask(epoch) {
      const nonce = randomUUID();
      if (client === null || !client.connected) return nonce;
      const asked = { station: head().station, epoch, ask: "cursor", nonce, instance };
      const text = JSON.stringify({ v: 1, ...asked });
      const expires = client.options.protocolVersion === 5;
      const properties = expires ? { messageExpiryInterval: QUESTION_SECONDS } : undefined;
      client.publish(commandTopic, text, { qos: 1, properties });
      return nonce;
    },
  };
}
