// Noise on every model of the catalogue: what no gauge said is no value, and wrong settings of a port are named.
// What a grammar can't tell, a digit that turned into another, is counted and printed.
import { describe, expect, it } from "vitest";
import { createRandom } from "../../gauges/bench/process.ts";
import { simulatedFrame } from "../../gauges/bench/simulated-frame.ts";
import { templateOf } from "../../gauges/bench/simulation-template.ts";
import { decodeCapture } from "../../gauges/capture.ts";
import { decodeFile } from "../../gauges/decode/decode-file.ts";
import { modbusCrc } from "../../gauges/decode/registers-frame.ts";
import { createRtuFraming } from "../../gauges/lines/modbus-framing.ts";
import { type FrameModel, isFileModel, isFrameModel } from "../../gauges/model/gauge-model.ts";
import { sized, tell } from "../fakes/long-runs.ts";
import {
  atWrongRate,
  type Chance,
  evenParityAsEightBits,
  flipped,
  randomBytes,
  randomText,
} from "../fakes/noise.ts";
import { models } from "./lines/catalogue.ts";

const BYTES = sized(20_000, 1_000_000);
const PIECE = 4096;
/** About one end of line in so many bytes of noise. */
const LINE_BYTES = 13;
/** Of lines of random characters, half of them digits, points and signs. */
const MOST_TEXT_SHARE = 3e-3;
/** A line of these is a number, with or without a unit: nothing in it tells noise from a value. */
const bareNumbers: ReadonlySet<string> = new Set(["andilog-centor", "shimpo-dfs", "shimpo-fgv"]);
const MOST_BARE_SHARE = 6e-2;

const frameModels = [...models.values()].filter(isFrameModel);

/** A whole frame of the model that shows something else each time. */
function frameOf(model: FrameModel, chance: Chance): Buffer {
  const template = templateOf(model) ?? "";
  const value = (chance() * 9).toFixed(3);
  return Buffer.from(simulatedFrame(template, value), "latin1");
}

/** Pieces of the noise until that many bytes are made. */
function* made(bytes: number, next: () => Buffer): Generator<Buffer> {
  for (let left = bytes; left > 0; ) {
    const piece = next();
    left -= piece.length;
    yield piece;
  }
}

type Heard = {
  readonly values: string[];
  readonly rejected: number;
  readonly settings: number;
  readonly named: number;
};

function hear(model: FrameModel, bytes: Buffer): Heard {
  const heard = { values: [] as string[], rejected: 0, settings: 0, named: 0 };
  for (const entry of decodeCapture(model, [bytes])) {
    if (entry.is === "reading") {
      if (entry.text !== null) heard.values.push(`${entry.channel} ${entry.text} ${entry.unit}`);
    } else {
      heard.rejected += 1;
      if (entry.fault === "wrong-parity-or-bits") heard.settings += 1;
      if (entry.detail.includes("baud rate")) heard.named += 1;
    }
  }
  return heard;
}

/** Values accepted in so many bytes of pure noise with ends of frames among it. */
function acceptedOf(model: FrameModel, seed: number, noise: (chance: Chance, n: number) => Buffer) {
  const chance = createRandom(seed);
  const end = Buffer.from(model.frame.end ?? "", "latin1");
  const start = Buffer.from(model.frame.start ?? "", "latin1");
  const next = () => Buffer.concat([start, noise(chance, 1 + Math.floor(chance() * 24)), end]);
  let values = 0;
  for (const piece of batches(made(BYTES, next))) values += hear(model, piece).values.length;
  return values;
}

function* batches(pieces: Iterable<Buffer>): Generator<Buffer> {
  let batch: Buffer[] = [];
  let size = 0;
  for (const piece of pieces) {
    batch.push(piece);
    size += piece.length;
    if (size < PIECE) continue;
    yield Buffer.concat(batch);
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield Buffer.concat(batch);
}

describe(`${BYTES} bytes of noise`, () => {
  it("cut into lines is a value of no model whose lines are more than a number", () => {
    const kinds = [
      ["bytes", randomBytes, 0],
      ["characters", randomText, MOST_TEXT_SHARE],
    ] as const;
    for (const [kind, noise, most] of kinds) {
      const rates: string[] = [];
      for (const model of frameModels) {
        const accepted = acceptedOf(model, 1, noise);
        if (accepted > 0) rates.push(`${model.id} ${((accepted / BYTES) * 1e6).toFixed(0)}`);
        const limit = bareNumbers.has(model.id) ? MOST_BARE_SHARE : most;
        expect(accepted / (BYTES / LINE_BYTES), `${model.id}, ${kind}`).toBeLessThanOrEqual(limit);
      }
      tell(`values in 10^6 ${kind} of noise cut into lines: ${rates.join(", ") || "none"}`);
    }
  }, 900_000);

  it("on the RTU bus is an answer no more often than its CRC lets pass", () => {
    const chance = createRandom(3);
    let answers = 0;
    const framing = createRtuFraming({
      send: () => undefined,
      stray: () => undefined,
      outOfStep: () => undefined,
    });
    framing.port.on("data", () => {
      answers += 1;
    });
    const sealed = (body: Buffer) => {
      const crc = modbusCrc(body);
      return Buffer.concat([body, Buffer.from([crc & 0xff, crc >> 8])]);
    };
    const request = sealed(Buffer.from([1, 3, 0, 6, 0, 8]));
    const hearRtu = (noise: Buffer) => {
      framing.port.write(request);
      framing.take(noise);
      framing.forget();
    };
    const head = Buffer.from([1, 3, 16]);
    hearRtu(sealed(Buffer.concat([head, randomBytes(chance, 16)])));
    expect(answers).toBe(1);
    for (const noise of made(BYTES, () => randomBytes(chance, 200))) hearRtu(noise);
    // Up to three bits in a frame of this length the CRC always tells.
    const damaged = () => {
      const frame = sealed(Buffer.concat([head, randomBytes(chance, 16)]));
      for (let bit = 0; bit < 3; bit += 1) {
        const at = Math.floor(chance() * frame.length);
        frame[at] = (frame[at] ?? 0) ^ (1 << Math.floor(chance() * 8));
      }
      return modbusCrc(frame) === 0 ? Buffer.alloc(frame.length) : frame;
    };
    for (const noise of made(BYTES, damaged)) hearRtu(noise);
    expect(answers).toBe(1);
    // A right head and anything behind it: one in 65,536 has its CRC by chance.
    const headed = () => Buffer.concat([head, randomBytes(chance, 18)]);
    for (const noise of made(BYTES, headed)) hearRtu(noise);
    tell(`RTU: ${answers - 1} answers in ${Math.floor(BYTES / 21)} frames with a random CRC`);
    expect(answers - 1).toBeLessThanOrEqual(sized(1, 5));
  }, 240_000);

  it("in a file are values of no machine", () => {
    const chance = createRandom(4);
    for (const model of [...models.values()].filter(isFileModel)) {
      for (const noise of [randomBytes(chance, BYTES), randomText(chance, BYTES)]) {
        const outcome = decodeFile(model, noise);
        const values = outcome.kind === "refused" ? 0 : outcome.values.length;
        expect(values, model.id).toBe(0);
      }
    }
  }, 120_000);
});

/** Share of damaged frames that became a value which was not sent, in per mille. */
function wrongShare(model: FrameModel, rate: number, seed: number): number {
  const chance = createRandom(seed);
  let frames = 0;
  let wrong = 0;
  for (let bytes = 0; bytes < BYTES; ) {
    const frame = frameOf(model, chance);
    const right = new Set(hear(model, frame).values);
    let damaged = frame;
    while (damaged.equals(frame)) damaged = flipped(frame, chance, rate);
    bytes += frame.length;
    frames += 1;
    if (hear(model, damaged).values.some((value) => !right.has(value))) wrong += 1;
  }
  return (wrong / frames) * 1000;
}

describe("frames with bits turned over", () => {
  it("are mostly refused; what digits can't tell is printed per model", () => {
    for (const rate of [0.001, 0.01, 0.1]) {
      const shares = frameModels.map((model) => [model.id, wrongShare(model, rate, 5)] as const);
      const worst = [...shares].sort((a, b) => b[1] - a[1]);
      const words = worst.map(([id, share]) => `${id} ${share.toFixed(0)}`);
      tell(`of 1000 frames damaged at ${rate} a bit, wrong values: ${words.join(", ")}`);
      for (const [id, share] of worst) expect(share, `${id} at ${rate}`).toBeLessThan(450);
    }
  }, 900_000);
});

describe("a port with wrong settings", () => {
  const sevenBits = frameModels.filter(
    ({ line, frame }) => line.kind === "serial" && line.bits === 7 && !frame.eightBit,
  );

  it("gives no wrong value, and names parity or data bits in words", () => {
    const chance = createRandom(6);
    for (const model of sevenBits) {
      const frames = Array.from({ length: 40 }, () => frameOf(model, chance));
      const right = new Set(frames.flatMap((frame) => hear(model, frame).values));
      const received = evenParityAsEightBits(Buffer.concat(frames));
      const heard = hear(model, received);
      for (const value of heard.values) expect(right.has(value), model.id).toBe(true);
      expect(heard.settings, model.id).toBeGreaterThan(0);
      const [entry] = decodeCapture(model, [received]).filter((one) => one.is === "rejected");
      if (entry?.is !== "rejected") throw new Error("nothing was rejected");
      expect(entry.detail, model.id).toContain("check parity and data bits of the port");
    }
  });

  it.each([2, 4, 0.5, 0.25])("gives no value at %f times the rate, and names the rate", (ratio) => {
    const chance = createRandom(7);
    let named = 0;
    for (const model of frameModels) {
      const frames = Array.from({ length: 120 }, () => frameOf(model, chance));
      const heard = hear(model, atWrongRate(Buffer.concat(frames), ratio));
      expect(heard.values, model.id).toEqual([]);
      if (heard.named > 0) named += 1;
    }
    expect(named / frameModels.length).toBeGreaterThan(0.8);
  });
});
