// What the station listens on and sends to: its screens' port, a station that runs already, the broker.
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import type { BrokerConfig, StationConfig } from "../../../config/index.ts";
import { assertCanListen, StartRefusal } from "../start-refusal.ts";
import { codeOf, type Finding, look, ok, wrong } from "./finding.ts";
import { reach } from "./reach.ts";

export type Screens = {
  readonly finding: Finding;
  /** States of the gauges by id, as a station that runs here says them; empty when none runs. */
  readonly states: ReadonlyMap<string, string>;
};

/** Whether the screens' port is free, or this very station has it already. */
export async function checkScreens({ name, http }: StationConfig): Promise<Screens> {
  try {
    await assertCanListen(http);
    const finding = ok(
      "screens",
      `port ${http.port} of ${http.host} is free; no station runs on it`,
    );
    return { finding, states: new Map() };
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error;
    const health = await healthAt(http);
    if (health === null || health.station !== name)
      return { finding: wrong("screens", error.message), states: new Map() };
    const what = `the station runs on http://${http.host}:${http.port} (${health.status})`;
    return { finding: ok("screens", what), states: health.states };
  }
}

const PATIENCE_MS = 2000;

async function healthAt({ host, port }: StationConfig["http"]) {
  try {
    const place = host.includes(":") ? `[${host}]` : host;
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer: unknown = await (
      await fetch(`http://${place}:${port}/api/health`, { signal })
    ).json();
    return healthOf(answer);
  } catch {
    // Whatever another program answers, it is not this station.
    return null;
  }
}

function healthOf(answer: unknown) {
  if (typeof answer !== "object" || answer === null) return null;
  if (!("station" in answer && "status" in answer && "gauges" in answer)) return null;
  const { station, status, gauges } = answer;
  if (typeof station !== "string" || typeof status !== "string" || !Array.isArray(gauges))
    return null;
  const states = gauges.map((one: { id?: unknown; state?: unknown }): [string, string] => [
    String(one.id),
    String(one.state),
  ]);
  return { station, status, states: new Map(states) };
}

/** Whether the broker answers; user and password are only tried by the station itself. */
export async function checkBroker(broker: BrokerConfig | null): Promise<Finding> {
  if (broker === null) return ok("broker", "none is named; nothing leaves the station");
  const { protocol, hostname, port } = new URL(broker.url);
  const secure = protocol === "mqtts:";
  const host = hostname.replace(/^\[|\]$/g, "");
  const number = port === "" ? (secure ? 8883 : 1883) : Number(port);
  const address = `${host}:${number}`;
  const faulty = secure ? certificateFault(broker) : null;
  if (faulty !== null) return faulty;
  const code = await reach(host, number, secure ? certificates(broker) : null);
  if (code === null)
    return ok("broker", `${address} answers${secure ? " with a good certificate" : ""}`);
  if (/CERT|SELF_SIGNED|ALTNAME|ISSUER/.test(code)) {
    const remedy = "Give caFile the authority that signed the broker's certificate.";
    return wrong("broker", `the certificate of ${address} is not trusted (${code})`, remedy);
  }
  if (/SSL|TLS|ECONNRESET/.test(code)) {
    const remedy = "The port speaks no TLS, or asks for certFile and keyFile.";
    return wrong("broker", `${address} answers, but not over TLS (${code})`, remedy);
  }
  const remedy =
    "Records wait in the journal meanwhile. Start the broker, or correct url in [mqtt].";
  return look("broker", `${address} does not answer (${code})`, remedy);
}

/** What is wrong with the files themselves, before anybody is asked; null when they can be used. */
function certificateFault(broker: BrokerConfig): Finding | null {
  try {
    createSecureContext(certificates(broker));
    return null;
  } catch (error) {
    const what = `its certificates or key cannot be used (${codeOf(error)})`;
    return wrong("broker", what, "Give caFile, certFile and keyFile as PEM, the key with its own.");
  }
}

function certificates({ caFile, certFile, keyFile }: BrokerConfig) {
  const files = { ca: caFile, cert: certFile, key: keyFile };
  return Object.fromEntries(
    Object.entries(files).flatMap(([key, file]) =>
      file === undefined ? [] : [[key, readFileSync(file)]],
    ),
  );
}
