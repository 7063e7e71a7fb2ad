// Decides when a station is told how far it is held: gathered, newest only, never before the commit.
import type { MqttClient } from "mqtt";
import type { Ack } from "../records/index.ts";
import { parseTopic, topicOf } from "../topics.ts";
import type { Held } from "./ledger.ts";
import { limits } from "./settings.ts";

export type Answers = {
  /** After a commit: the newest watermark of an epoch; leaves within 200 ms or after 500 rows. */
  held(topic: string, held: Held): void;
  /** An answer to a question, or a greeting: leaves at once. */
  tell(topic: string, held: Held, extra: Pick<Ack, "asked" | "hello" | "refused">): void;
  /** The connection to answer over, null while there is none; what waits stays. */
  use(client: MqttClient | null): void;
  stop(): void;
};

type Waiting = { readonly topic: string; readonly held: Held; rows: number };

function ackText(held: Held, extra: Pick<Ack, "asked" | "hello" | "refused">): string {
  const ack: Ack = {
    v: 1,
    station: held.station,
    epoch: held.epoch,
    upto: held.contiguous,
    gaps: held.gaps.map(([from, to]): [number, number] => [from, to]),
    ...extra,
    ...(held.instance !== null && { to: held.instance }),
  };
  return JSON.stringify(ack);
}

/** Where the answers to a station go; its own topic tells. */
function ackTopic(topic: string): string | null {
  const parsed = parseTopic(topic);
  return parsed === null ? null : topicOf(parsed.address, "ack");
}

/** One waiting answer per epoch at most, a bounded number under way to the broker. */
export function createAnswers(): Answers {
  const waiting = new Map<string, Waiting>();
  let client: MqttClient | null = null;
  let underWay = 0;
  const timer = setInterval(flush, limits.ackMs);

  function publish(topic: string, text: string): void {
    const target = ackTopic(topic);
    if (target === null || client === null || !client.connected) return;
    const used = client;
    underWay += 1;
    used.publish(target, text, { qos: 1 }, () => {
      if (used !== client) return;
      underWay -= 1;
    });
  }

  function flush(): void {
    for (const [key, one] of waiting) {
      if (client === null || !client.connected || underWay >= limits.acksUnderWay) return;
      waiting.delete(key);
      publish(one.topic, ackText(one.held, {}));
    }
  }

  return {
    held(topic, held) {
      const key = JSON.stringify([held.station, held.epoch]);
      const rows = (waiting.get(key)?.rows ?? 0) + held.rows;
      waiting.set(key, { topic, held, rows });
      if (rows >= limits.ackRows) flush();
    },
    tell(topic, held, extra) {
      publish(topic, ackText(held, extra));
    },
    use(next) {
      client = next;
      underWay = 0;
    },
    stop() {
      clearInterval(timer);
      waiting.clear();
    },
  };
}
