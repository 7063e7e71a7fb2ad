// One Modbus bus, a serial line or a TCP connection, shared by the gauges on it: one request in
// flight, and after a failure on a serial line silence and a probe before an answer is believed.
import type { LineClock, LineState } from "../line.ts";
import type { Connect } from "./link.ts";
import {
  createModbusConnection,
  type ModbusConnection,
  type ModbusOutcome,
  type ModbusRequest,
} from "./modbus-exchange.ts";
import { createRtuFraming, createTcpFraming } from "./modbus-framing.ts";
import { createFullTrust, createLineTrust, probeOf, provesTrust } from "./modbus-trust.ts";
import { createReconnecting } from "./reconnect.ts";

export type BusMember = {
  state(state: LineState, reason: string): void;
  /** The bus is on this USB adapter, for the first time or after a person confirmed a change. */
  adapter?(adapter: string): void;
};

export type ModbusBus = {
  /** The first member opens the link. */
  join(member: BusMember): void;
  /** The last member closes it. */
  leave(member: BusMember): Promise<void>;
  /** Waits for its turn; never rejects. */
  read(request: ModbusRequest): Promise<ModbusOutcome>;
  members(): number;
  /** Tells the members which adapter the bus is on. */
  tellAdapter(adapter: string): void;
};

export type BusOptions = {
  readonly kind: "rtu" | "tcp";
  readonly connect: Connect;
  readonly clock: LineClock;
  readonly random: () => number;
};

/**
 * So many requests in a row without an answer: a TCP peer is gone without a word, and a serial port
 * is opened anew, for some adapters stop to receive and only that wakes them.
 */
const UNANSWERED_MAX = { tcp: 3, rtu: 20 } as const;

/** Probes in one cycle before the line counts as disturbed. */
const PROBES_MAX = 3;
const RESTLESS = "bytes that answer nothing keep coming";
const NOTHING = new Uint8Array();

export function createModbusBus({ kind, connect, clock, random }: BusOptions): ModbusBus {
  const members = createMembers();
  const trust = kind === "rtu" ? createLineTrust(clock) : createFullTrust();
  const createFraming = kind === "rtu" ? createRtuFraming : createTcpFraming;
  const droppable = createDroppable(connect);
  let connection: ModbusConnection | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let unanswered = 0;
  let probes = 0;

  const link = createReconnecting(droppable.connect, clock, random, {
    opened() {
      framing = createFraming({
        send: (bytes) => void link.send(bytes),
        stray: trust.stray,
        outOfStep: () => droppable.drop("half an answer came"),
      });
      connection = createModbusConnection(framing);
      trust.reset();
      unanswered = 0;
    },
    bytes: (chunk) => framing?.take(chunk),
    ended() {
      connection?.end();
      connection = null;
      framing = null;
    },
    state: members.tellState,
  });
  let framing: ReturnType<typeof createFraming> | null = null;

  const ask = async (request: ModbusRequest): Promise<ModbusOutcome> => {
    const outcome: ModbusOutcome = (await connection?.ask(request)) ?? { kind: "offline" };
    const failed = outcome.kind === "timeout" || outcome.kind === "damaged";
    unanswered = failed ? unanswered + 1 : 0;
    if (failed) trust.failed(request);
    if (failed && unanswered >= UNANSWERED_MAX[kind]) droppable.drop(outcome.detail);
    return outcome;
  };

  const exchange = async (request: ModbusRequest): Promise<ModbusOutcome> => {
    const isUp = () => connection !== null;
    await trust.quiet(request, isUp);
    for (let tries = 0; trust.isSuspect(request.unitId); tries++) {
      if (tries === PROBES_MAX) return { kind: "damaged", detail: RESTLESS, raw: NOTHING };
      const probe = await ask(probeOf(request, probes++));
      if (!provesTrust(probe, request)) return probe;
      await trust.trust(request, isUp);
    }
    return ask(request);
  };

  return {
    join(member) {
      members.all.add(member);
      if (members.all.size === 1) link.start();
      else members.tellLast(member);
    },
    async leave(member) {
      if (members.all.delete(member) && members.all.size === 0) await link.stop();
    },
    read(request) {
      const outcome = turn.then(() => exchange(request));
      turn = outcome;
      return outcome;
    },
    members: () => members.all.size,
    tellAdapter: members.tellAdapter,
  };
}

/** The gauges on a bus, and what was told to them last. */
function createMembers() {
  const all = new Set<BusMember>();
  let last: [LineState, string] = ["connecting", "opening the port"];
  return {
    all,
    tellState(state: LineState, reason: string) {
      last = [state, reason];
      for (const member of all) member.state(state, reason);
    },
    tellLast: (member: BusMember) => member.state(...last),
    tellAdapter(adapter: string) {
      for (const member of all) member.adapter?.(adapter);
    },
  };
}

/** A connect whose link can be given up from outside, as if it had ended by itself. */
function createDroppable(connect: Connect): { connect: Connect; drop(reason: string): void } {
  let end: ((reason: string) => void) | null = null;
  return {
    connect(handlers) {
      const link = connect({
        ...handlers,
        closed(reason, state) {
          end = null;
          handlers.closed(reason, state);
        },
      });
      end = (reason) => {
        end = null;
        void link.close();
        handlers.closed(reason);
      };
      return link;
    },
    drop: (reason) => end?.(reason),
  };
}
