import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modbusCrc } from "../../gauges/decode/registers-frame.ts";
import {
  createRtuFraming,
  createTcpFraming,
  type Framing,
} from "../../gauges/lines/modbus-framing.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

const request = hex("01 03 00 06 00 08 A4 0D");
const answer = hex("01 03 10 08 80 00 00 30 39 00 00 2E E0 00 00 30 39 00 03 0F 75");
const probeAnswer = hex("01 03 04 FF FF C1 EF EA 0B");
const exception = hex("01 83 02 C0 F1");

type Seen = {
  readonly framing: Framing;
  readonly got: Buffer[];
  readonly sent: Buffer[];
  strays: number;
};

function framed(create: typeof createRtuFraming): Seen {
  const got: Buffer[] = [];
  const sent: Buffer[] = [];
  const framing = create({
    send: (bytes) => void sent.push(bytes),
    outOfStep: () => undefined,
    stray() {
      seen.strays++;
    },
  });
  const seen: Seen = { framing, got, sent, strays: 0 };
  framing.port.on("data", (frame: Buffer) => got.push(frame));
  return seen;
}

/** A serial port that has just asked for the block. */
function asked(): Seen {
  const seen = framed(createRtuFraming);
  seen.framing.port.write(request);
  return seen;
}

describe("answers on a serial line", () => {
  it("are whole however they are cut", () => {
    for (const frame of [answer, exception]) {
      for (let cut = 1; cut < frame.length; cut++) {
        const seen = asked();
        seen.framing.take(frame.subarray(0, cut));
        expect(seen.got).toEqual([]);
        seen.framing.take(frame.subarray(cut));
        expect(seen.got.map((one) => one.toString("hex"))).toEqual([frame.toString("hex")]);
      }
    }
  });

  it("are found behind noise and behind a late answer of another length", () => {
    for (const before of [hex("00"), hex("FF 01 03"), probeAnswer, answer.subarray(4)]) {
      const seen = asked();
      seen.framing.take(Buffer.concat([before, answer]));
      expect(seen.got.map((one) => one.toString("hex"))).toEqual([answer.toString("hex")]);
    }
  });

  it("are not what another unit sent, what is damaged, or what nobody asked for", () => {
    const foreign = Buffer.from(answer);
    foreign[0] = 2;
    const crc = modbusCrc(foreign.subarray(0, -2));
    foreign.writeUInt16LE(crc, foreign.length - 2);
    const damaged = Buffer.from(answer);
    damaged[7] = 0x31;
    for (const frame of [foreign, damaged, probeAnswer]) {
      const seen = asked();
      seen.framing.take(frame);
      expect(seen.got).toEqual([]);
      expect(seen.framing.received()).toEqual(frame);
    }
    const seen = asked();
    seen.framing.take(answer);
    seen.framing.take(answer);
    expect(seen.got).toHaveLength(1);
    expect(seen.strays).toBe(1);
  });

  it("are never made of noise", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (noise) => {
        const seen = asked();
        seen.framing.take(noise);
        for (const frame of seen.got) expect(modbusCrc(frame)).toBe(0);
        expect(seen.framing.received().length).toBeLessThanOrEqual(1024);
      }),
    );
  });
});

describe("answers on TCP", () => {
  const reply = (transaction: number) =>
    Buffer.concat([
      Buffer.from([transaction >> 8, transaction & 0xff, 0, 0, 0, answer.length - 2]),
      answer.subarray(0, -2),
    ]);

  it("carry the number of their request, and no other counts", () => {
    const seen = framed(createTcpFraming);
    seen.framing.port.write(request);
    expect(seen.sent[0]?.toString("hex")).toBe("000100000006010300060008");
    seen.framing.take(reply(0));
    expect(seen.got).toEqual([]);
    seen.framing.take(reply(1));
    expect(seen.got.map((one) => one.toString("hex"))).toEqual([answer.toString("hex")]);
    seen.framing.port.write(request);
    seen.framing.take(reply(1));
    expect(seen.got).toHaveLength(1);
    seen.framing.take(Buffer.concat([reply(1), reply(2)]));
    expect(seen.got).toHaveLength(2);
  });

  it("are whole however they are cut", () => {
    const whole = reply(1);
    for (let cut = 1; cut < whole.length; cut++) {
      const seen = framed(createTcpFraming);
      seen.framing.port.write(request);
      seen.framing.take(whole.subarray(0, cut));
      expect(seen.got).toEqual([]);
      seen.framing.take(whole.subarray(cut));
      expect(seen.got).toHaveLength(1);
    }
  });

  it("are given up when the stream is out of step", () => {
    const seen = framed(createTcpFraming);
    seen.framing.port.write(request);
    seen.framing.take(hex("00 01 FF FF 00 13"));
    expect(seen.strays).toBe(1);
    expect(seen.got).toEqual([]);
  });
});
