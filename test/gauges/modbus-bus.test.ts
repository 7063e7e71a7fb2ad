import { afterEach, describe, expect, it } from "vitest";
import { modbusCrc } from "../../gauges/decode/registers-frame.ts";
import type { Connect } from "../../gauges/lines/link.ts";
import { createModbusBus, type ModbusBus } from "../../gauges/lines/modbus-bus.ts";
import { clock } from "./modbus-recorder.ts";

/** A device of which every byte is scripted: it is handed each request and a way to answer. */
function scripted(device: (request: Buffer, answer: (bytes: Buffer) => void) => void): Connect {
  return (handlers) => {
    setTimeout(() => handlers.open(null));
    return {
      send(bytes) {
        device(Buffer.from(bytes), (answer) => handlers.bytes(answer));
        return true;
      },
      close: () => Promise.resolve(),
    };
  };
}

/** The answer to a request for registers, all of the same value. */
function reply(request: Buffer, value: number): Buffer {
  const count = request.readUInt16BE(4);
  const words = Array.from({ length: count }, () => [value >> 8, value & 0xff]).flat();
  const body = [request.readUInt8(0), 3, 2 * count, ...words];
  const crc = modbusCrc(Uint8Array.from(body));
  return Buffer.from([...body, crc & 0xff, crc >> 8]);
}

const block = { unitId: 1, function: 3, address: 6, count: 8, timeoutMs: 40 } as const;
const member = { state: () => undefined };
let bus: ModbusBus | null = null;

afterEach(async () => {
  await bus?.leave(member);
});

async function openedOn(kind: "rtu" | "tcp", connect: Connect): Promise<ModbusBus> {
  const made = createModbusBus({ kind, connect, clock, random: () => 0.5 });
  bus = made;
  made.join(member);
  await new Promise((resolve) => setTimeout(resolve, 10));
  return made;
}

describe("after a time-out on a serial line", () => {
  it("a block is read only after silence and a probe of another length", async () => {
    const counts: number[] = [];
    const times: number[] = [];
    const connect = scripted((request, answer) => {
      counts.push(request.readUInt16BE(4));
      times.push(clock.monotonicMs());
      if (counts.length > 1) setTimeout(() => answer(reply(request, 2)), 1);
    });
    const made = await openedOn("rtu", connect);
    expect((await made.read(block)).kind).toBe("timeout");
    expect(await made.read(block)).toMatchObject({ kind: "registers" });
    expect(counts).toHaveLength(3);
    expect(counts[0]).toBe(8);
    expect(counts[1]).not.toBe(8);
    expect(counts[2]).toBe(8);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(230);
  });

  it("an answer that comes even after that of the probe is not taken for the next", async () => {
    let asked = 0;
    let late: Buffer<ArrayBufferLike> = Buffer.alloc(0);
    const connect = scripted((request, answer) => {
      asked++;
      if (asked === 1) late = reply(request, 1);
      if (asked === 1) return;
      setTimeout(() => answer(reply(request, asked)), 1);
      if (asked === 2) setTimeout(() => answer(late), 4);
    });
    const made = await openedOn("rtu", connect);
    await made.read(block);
    const outcome = await made.read(block);
    if (outcome.kind !== "registers") throw new Error(outcome.kind);
    expect(outcome.registers).toEqual(Array.from({ length: 8 }, () => asked));
    // The first probe was followed by a stray, so a second one was sent before the block.
    expect(asked).toBe(4);
  });

  it("a line that never rests gives no value", async () => {
    let asked = 0;
    const connect = scripted((request, answer) => {
      asked++;
      if (asked === 1) return;
      setTimeout(() => answer(reply(request, asked)), 1);
      setTimeout(() => answer(Buffer.from([0xff])), 5);
    });
    const made = await openedOn("rtu", connect);
    await made.read(block);
    expect(await made.read(block)).toMatchObject({ kind: "damaged" });
    expect(asked).toBe(4);
  });
});

describe("a bus", () => {
  it("has one request in flight, however many are made at once", async () => {
    let open = 0;
    let most = 0;
    const connect = scripted((request, answer) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        answer(reply(request, request.readUInt16BE(2)));
      }, 3);
    });
    const made = await openedOn("rtu", connect);
    const outcomes = await Promise.all(
      [10, 20, 30, 40].map((address) => made.read({ ...block, address, count: 1 })),
    );
    expect(outcomes.map((one) => (one.kind === "registers" ? one.registers : one.kind))).toEqual([
      [10],
      [20],
      [30],
      [40],
    ]);
    expect(most).toBe(1);
  });

  it("opens a serial port anew that has stopped to receive", async () => {
    let opened = 0;
    const connect = scripted((request, answer) => {
      if (opened > 1) setTimeout(() => answer(reply(request, 5)), 1);
    });
    const made = await openedOn("rtu", (handlers) => {
      opened += 1;
      return connect(handlers);
    });
    const brief = { ...block, timeoutMs: 20 };
    const kinds = new Set<string>();
    for (let asked = 0; asked < 20; asked += 1) kinds.add((await made.read(brief)).kind);
    expect([...kinds]).toEqual(["timeout"]);
    for (let waited = 0; waited < 1000 && opened === 1; waited += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(opened).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await made.read(brief)).toMatchObject({ kind: "registers" });
  });

  it("ends a request under way when its last gauge leaves", async () => {
    const made = await openedOn(
      "rtu",
      scripted(() => undefined),
    );
    const outcome = made.read({ ...block, timeoutMs: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await made.leave(member);
    expect(await outcome).toEqual({ kind: "offline" });
  });

  it("has no time-out left behind when nothing ever connects", async () => {
    const made = await openedOn("tcp", (handlers) => {
      setTimeout(() => handlers.closed("refused"));
      return { send: () => false, close: () => Promise.resolve() };
    });
    expect(await made.read(block)).toEqual({ kind: "offline" });
  });
});
