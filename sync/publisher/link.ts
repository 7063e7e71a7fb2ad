// Decides when a broker is reached and when not: one connection at a time, made anew after every loss.
import { readFileSync } from "node:fs";
import { connect, type IClientOptions, type MqttClient, UniqueMessageIdProvider } from "mqtt";
import { discard, farewell } from "./end-client.ts";

/** How a broker is reached. Files are read at every attempt, so that renewed ones take effect. */
export type BrokerSettings = {
  /** mqtt://host:port or mqtts://host:port */
  readonly url: string;
  /** Without it MQTT 5 is tried first and 3.1.1 when the broker refuses. */
  readonly protocol?: 5 | 4;
  readonly clientId?: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly keepaliveSeconds?: number;
};

/** Wall and monotonic time, the same shape that the gauges' lines use. */
export type Clock = {
  /** UTC, ISO 8601 with milliseconds. */
  wall(): string;
  /** Milliseconds, never going back. */
  monotonicMs(): number;
};

export type LinkOptions = {
  readonly clientId: string;
  /** false keeps the session at the broker for `sessionExpirySeconds`. */
  readonly clean: boolean;
  readonly sessionExpirySeconds: number;
  /** QoS 1 messages that the broker may have under way to us (MQTT 5). */
  readonly receiveMaximum: number;
  readonly will: { readonly topic: string; readonly payload: string } | null;
};

export type LinkUp = {
  readonly client: MqttClient;
  readonly protocol: 5 | 4;
  readonly sessionPresent: boolean;
  /** The broker's own limit for QoS 1 messages under way; mqtt.js does not keep to it. */
  readonly receiveMaximum: number;
  /** Bytes of a packet that the broker takes at most; null when it announces no limit. */
  readonly maximumPacketSize: number | null;
};

export type LinkEvents = {
  /** Called on every client before it connects, to listen for messages. */
  readonly onClient?: (client: MqttClient, protocol: 5 | 4) => void;
  readonly onUp: (up: LinkUp) => void;
  /** Once per lost connection or failed attempt, with a stable code. */
  readonly onDown: (reason: string) => void;
};

export type Link = {
  start(): void;
  /** Drops the present connection and makes a new one. */
  renew(reason: string): void;
  /** While true a lost connection is made anew late: another client has the better right to it. */
  giveWay(on: boolean): void;
  /** `gracefully` sends DISCONNECT, so that the last will stays unsent. */
  stop(gracefully: boolean): Promise<void>;
};

const CONNECT_MS = 15_000;
const SUPERVISE_MS = 5_000;
const STEADY_MS = 10_000;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;
const SESSION_TAKEN_OVER = 142;
const TAKEN_OVER = "session-taken-over";
/** The attempt whose delay is 32 s. */
const PATIENT_ATTEMPT = 5;
const UNSUPPORTED_VERSION = new Set([1, 132]);
const HUNG_UP = new Set<string | number>(["ECONNRESET", "EPIPE"]);

/** min(60 s, 1 s · 2^n) times 0.5 … 1.5, so that a floor of stations does not come back at once. */
export function reconnectDelay(attempt: number, random: () => number): number {
  const base = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 10));
  return Math.round(base * (0.5 + random()));
}

function codeOf(error: unknown): string | number {
  if (typeof error !== "object" || error === null || !("code" in error)) return "failed";
  return typeof error.code === "string" || typeof error.code === "number" ? error.code : "failed";
}

/** The MQTT reason code that a broker refused something with; null when it said none. */
export function reasonCodeOf(error: unknown): number | null {
  const code = codeOf(error);
  return typeof code === "number" ? code : null;
}

function clientOptions(broker: BrokerSettings, link: LinkOptions, protocol: 5 | 4): IClientOptions {
  const read = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file));
  const password = read(broker.passwordFile)?.toString("utf8").trimEnd();
  const { will } = link;
  return {
    protocolVersion: protocol,
    clientId: link.clientId,
    clean: link.clean,
    keepalive: broker.keepaliveSeconds ?? 15,
    connectTimeout: CONNECT_MS,
    reconnectPeriod: 0,
    queueQoSZero: false,
    resubscribe: false,
    messageIdProvider: new UniqueMessageIdProvider(),
    username: broker.username,
    password,
    ca: read(broker.caFile),
    cert: read(broker.certFile),
    key: read(broker.keyFile),
    rejectUnauthorized: true,
    ...(protocol === 5 && {
      properties: {
        receiveMaximum: link.receiveMaximum,
        sessionExpiryInterval: link.clean ? 0 : link.sessionExpirySeconds,
      },
    }),
    ...(will !== null && {
      will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true },
    }),
  };
}

type LinkDeps = {
  readonly random: () => number;
  readonly clock: Pick<Clock, "monotonicMs">;
};

/**
 * Keeps one connection to a broker. mqtt.js never reconnects by itself here: its own loop has a fixed
 * period, may stop for good after a refused CONNACK, and keeps old credentials.
 */
class BrokerLink implements Link {
  readonly #broker: BrokerSettings;
  readonly #options: LinkOptions;
  readonly #events: LinkEvents;
  readonly #deps: LinkDeps;
  #protocol: 5 | 4;
  #current: MqttClient | null = null;
  #upSince: number | null = null;
  #openedAt = 0;
  #attempt = 0;
  #givesWay = false;
  #running = false;
  #retry: NodeJS.Timeout | undefined;
  #supervisor: NodeJS.Timeout | undefined;

  constructor(broker: BrokerSettings, options: LinkOptions, events: LinkEvents, deps: LinkDeps) {
    this.#broker = broker;
    this.#options = options;
    this.#events = events;
    this.#deps = deps;
    this.#protocol = broker.protocol ?? 5;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#supervisor = setInterval(() => this.#supervise(), SUPERVISE_MS);
    this.#open();
  }

  renew(reason: string): void {
    if (this.#current !== null) this.#lose(this.#current, reason);
  }

  giveWay(on: boolean): void {
    this.#givesWay = on;
  }

  async stop(gracefully: boolean): Promise<void> {
    this.#running = false;
    clearTimeout(this.#retry);
    clearInterval(this.#supervisor);
    const client = this.#current;
    this.#current = null;
    this.#upSince = null;
    if (client === null) return;
    if (gracefully && client.connected) await farewell(client);
    discard(client);
  }

  #open(): void {
    const protocol = this.#protocol;
    let client: MqttClient;
    try {
      client = connect(this.#broker.url, clientOptions(this.#broker, this.#options, protocol));
    } catch (error) {
      this.#lose(null, `settings-unreadable-${codeOf(error)}`);
      return;
    }
    this.#current = client;
    this.#openedAt = this.#deps.clock.monotonicMs();
    this.#events.onClient?.(client, protocol);
    client.on("connect", (packet) => {
      if (client !== this.#current) return;
      this.#upSince = this.#deps.clock.monotonicMs();
      const receiveMaximum = packet.properties?.receiveMaximum ?? 65_535;
      const maximumPacketSize = packet.properties?.maximumPacketSize ?? null;
      const limits = { receiveMaximum, maximumPacketSize };
      this.#events.onUp({ client, protocol, sessionPresent: packet.sessionPresent, ...limits });
    });
    this.#watchLoss(client);
  }

  #watchLoss(client: MqttClient): void {
    let ended = "connection-closed";
    client.on("disconnect", (packet) => {
      const taken = packet.reasonCode === SESSION_TAKEN_OVER;
      ended = taken ? TAKEN_OVER : `broker-${packet.reasonCode}`;
    });
    client.on("error", (error) => {
      if (client !== this.#current) return;
      if (this.#upSince === null) this.#refused(client, codeOf(error));
      else this.#lose(client, `connection-${codeOf(error)}`);
    });
    client.on("close", () => {
      if (client !== this.#current) return;
      if (this.#upSince === null) this.#closedUnanswered(client);
      else this.#lose(client, ended);
    });
  }

  #refused(client: MqttClient, code: string | number): void {
    if (HUNG_UP.has(code)) {
      this.#closedUnanswered(client);
      return;
    }
    const unsupported = typeof code === "number" && UNSUPPORTED_VERSION.has(code);
    const other = unsupported && this.#broker.protocol === undefined && this.#protocol === 5;
    if (other) this.#protocol = 4;
    this.#lose(client, unsupported ? "protocol-version-refused" : `connect-${code}`, other);
  }

  /** A broker that knows no MQTT 5 may also just hang up: the other version has its turn then. */
  #closedUnanswered(client: MqttClient): void {
    const quickly = this.#protocol === 5 && this.#attempt === 0;
    if (this.#broker.protocol === undefined) this.#protocol = this.#protocol === 5 ? 4 : 5;
    this.#lose(client, "closed-before-answer", quickly);
  }

  #lose(client: MqttClient | null, reason: string, quickly = false): void {
    if (client !== this.#current) return;
    const now = this.#deps.clock.monotonicMs();
    if (this.#upSince !== null && now - this.#upSince > STEADY_MS) this.#attempt = 0;
    // Whoever took the session over would be thrown out in turn, and so on without end.
    if (this.#givesWay || reason === TAKEN_OVER)
      this.#attempt = Math.max(this.#attempt, PATIENT_ATTEMPT);
    this.#current = null;
    this.#upSince = null;
    if (client !== null) discard(client);
    this.#events.onDown(reason);
    if (!this.#running) return;
    const delay = quickly ? 0 : reconnectDelay(this.#attempt, this.#deps.random);
    this.#attempt += 1;
    this.#retry = setTimeout(() => this.#open(), delay);
  }

  #supervise(): void {
    const client = this.#current;
    if (client === null || client.connected) return;
    const waited = this.#deps.clock.monotonicMs() - this.#openedAt;
    if (this.#upSince !== null) this.#lose(client, "connection-lost");
    else if (waited > 2 * CONNECT_MS) this.#lose(client, "no-answer");
  }
}

/** A link to one broker; it does nothing until start(). Throws a TypeError when the URL is none. */
export function createLink(
  broker: BrokerSettings,
  options: LinkOptions,
  events: LinkEvents,
  deps: LinkDeps,
): Link {
  const { protocol } = new URL(broker.url);
  if (protocol !== "mqtt:" && protocol !== "mqtts:") {
    throw new TypeError(`${broker.url}: a broker's address begins with mqtt:// or mqtts://`);
  }
  return new BrokerLink(broker, options, events, deps);
}
