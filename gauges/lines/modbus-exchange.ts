// One Modbus question and what came of it, within a bounded time: the answer, the device's refusal,
// nothing, something that is no answer, or the end of the link.
import ModbusSerial from "modbus-serial";
import type { Framing } from "./modbus-framing.ts";

export type ModbusRequest = {
  readonly unitId: number;
  readonly function: 3 | 4;
  /** PDU address, from 0. */
  readonly address: number;
  readonly count: number;
  readonly timeoutMs: number;
};

export type ModbusOutcome =
  | { readonly kind: "registers"; readonly registers: readonly number[]; readonly raw: Uint8Array }
  | { readonly kind: "exception"; readonly code: number; readonly raw: Uint8Array }
  /** Nothing came. */
  | { readonly kind: "timeout"; readonly detail: string }
  /** Something came, but no answer to the request. */
  | { readonly kind: "damaged"; readonly detail: string; readonly raw: Uint8Array }
  /** The link is down. */
  | { readonly kind: "offline" };

export type ModbusConnection = {
  /** Asks one question; questions must not overlap. */
  ask(request: ModbusRequest): Promise<ModbusOutcome>;
  /** The link is gone: a question under way ends as offline. */
  end(): void;
};

/** Our own deadline, should the client's time-out fail. */
const DEADLINE_EXTRA_MS = 50;

/** A client of its own for each link: nothing of an earlier link can reach this one. */
export function createModbusConnection(framing: Framing): ModbusConnection {
  const client = new ModbusSerial.default(framing.port);
  client.open(() => undefined);
  let cancel: (() => void) | null = null;

  return {
    async ask(request) {
      const silent = `no answer within ${request.timeoutMs} ms`;
      let timer: NodeJS.Timeout | undefined;
      const ended = new Promise<ModbusOutcome>((resolve) => {
        cancel = () => resolve({ kind: "offline" });
        const late: ModbusOutcome = { kind: "timeout", detail: silent };
        timer = setTimeout(() => resolve(late), request.timeoutMs + DEADLINE_EXTRA_MS);
      });
      client.setTimeout(request.timeoutMs);
      client.setID(request.unitId);
      const asked =
        request.function === 3
          ? client.readHoldingRegisters(request.address, request.count)
          : client.readInputRegisters(request.address, request.count);
      const answered = asked.then(
        ({ data }) => success(data, request, framing.received()),
        (fault: unknown) => failure(fault, framing.received(), silent),
      );
      const outcome = await Promise.race([answered, ended]);
      clearTimeout(timer);
      cancel = null;
      framing.forget();
      return outcome;
    },
    end() {
      client.close(() => undefined);
      cancel?.();
    },
  };
}

function success(
  registers: readonly number[],
  request: ModbusRequest,
  raw: Uint8Array,
): ModbusOutcome {
  if (registers.length === request.count) return { kind: "registers", registers, raw };
  const detail = `${registers.length} registers instead of ${request.count}`;
  return { kind: "damaged", detail, raw };
}

function failure(fault: unknown, raw: Uint8Array, silent: string): ModbusOutcome {
  if (!(fault instanceof Object)) return { kind: "damaged", detail: String(fault), raw };
  if ("modbusCode" in fault && typeof fault.modbusCode === "number") {
    return { kind: "exception", code: fault.modbusCode, raw };
  }
  const timedOut = "errno" in fault && fault.errno === "ETIMEDOUT";
  if (timedOut && raw.length === 0) return { kind: "timeout", detail: silent };
  const said = "message" in fault ? String(fault.message) : "no usable answer";
  const detail = timedOut ? `${raw.length} bytes that are no answer: damaged or foreign` : said;
  return { kind: "damaged", detail, raw };
}
