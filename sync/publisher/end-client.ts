// Decides how a client of mqtt.js is ended: with a farewell, or thrown away.
import type { MqttClient } from "mqtt";

const END_MS = 2_000;

/** Throws a client away. A late `error` without a listener would end the process. */
export function discard(client: MqttClient): void {
  client.removeAllListeners("message");
  client.on("error", () => undefined);
  client.end(true);
}

/** mqtt.js may wait for ever in end(); two seconds are enough for a DISCONNECT. */
export function farewell(client: MqttClient): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, END_MS);
    client.end(false, () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
