// A simulated gauge that speaks its model's protocol on a TCP port or a pseudo-terminal.
import { createServer, type Server, type Socket } from "node:net";
import type { Link } from "../lines/link.ts";
import { createSerialConnect } from "../lines/serial.ts";
import { type FrameModel, type GaugeModel, isFrameModel } from "../model/gauge-model.ts";
import { simulatedFrame } from "./simulated-frame.ts";
import { templateOf } from "./simulation-template.ts";

export type VirtualListen =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  /** The far end of a pty pair. */
  | { readonly kind: "pty"; readonly path: string };

export type VirtualGaugeOptions = {
  readonly listen: VirtualListen;
  /** Value the gauge shows before anything is pressed; it answers a question with it. */
  readonly shows?: string;
  /** Called for every question; gives the value to answer with. Wins over `shows`. */
  readonly answer?: () => string;
};

export type VirtualGauge = {
  /** Port in use, for `{ port: 0 }`; null on a pty. */
  readonly port: number | null;
  /** The DATA key: shows the value and sends its frame to whoever is connected. */
  press(value: string): void;
  /** Sets what the gauge shows, without sending. */
  show(value: string): void;
  /** Sends bytes as they are: noise, half frames, error lines. */
  send(bytes: Uint8Array): void;
  /** Answers the next question with these bytes instead. */
  answerOnce(bytes: Uint8Array): void;
  /** Is gone for that long: a TCP port refuses connections, a serial port is silent. */
  unplug(ms: number): Promise<void>;
  close(): Promise<void>;
};

/** Opens the port and resolves once it can be reached. Throws for a model that can't be simulated. */
export async function createVirtualGauge(
  model: GaugeModel,
  options: VirtualGaugeOptions,
): Promise<VirtualGauge> {
  const template = isFrameModel(model) ? templateOf(model) : null;
  if (!isFrameModel(model) || template === null) {
    throw new Error(`model ${model.id} has no [simulate] part and no example with a value`);
  }
  const speaker = createSpeaker(model, template, options);
  const { listen } = options;
  const open = (port: number) =>
    listen.kind === "tcp"
      ? listenTcp({ host: listen.host, port }, speaker)
      : openPty(listen.path, model, speaker);
  let outlet: Outlet | null = await open(listen.kind === "tcp" ? listen.port : 0);
  const { port } = outlet;
  let closed = false;
  return {
    port,
    press(value) {
      speaker.show(value);
      outlet?.send(speaker.frame(value));
    },
    show: (value) => speaker.show(value),
    send: (bytes) => outlet?.send(Buffer.from(bytes)),
    answerOnce: (bytes) => speaker.answerOnce(Buffer.from(bytes)),
    async unplug(ms) {
      const pulled = outlet;
      outlet = null;
      await pulled?.close();
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (closed || outlet !== null) return;
      outlet = await open(port ?? 0);
    },
    async close() {
      closed = true;
      await outlet?.close();
    },
  };
}

type Speaker = {
  show(value: string): void;
  answerOnce(bytes: Buffer): void;
  frame(value: string): Buffer;
  /** What the gauge sends back to bytes it received. */
  hear(bytes: Uint8Array): Buffer[];
};

type Outlet = {
  readonly port: number | null;
  send(bytes: Buffer): void;
  close(): Promise<void>;
};

const heardMost = 256;

function createSpeaker(
  model: FrameModel,
  template: string,
  { shows, answer }: VirtualGaugeOptions,
): Speaker {
  let once: Buffer | null = null;
  let shown = shows ?? "0";
  let heard = "";
  const frame = (value: string) => Buffer.from(simulatedFrame(template, value), "latin1");
  const answers = new Map<string, () => Buffer>();
  const reading = () => {
    const spoiled = once;
    once = null;
    return spoiled ?? frame(answer?.() ?? shown);
  };
  if (model.poll !== undefined) answers.set(model.poll.send, reading);
  const unit = unitAnswer(model);
  if (unit !== null) answers.set(unit.question, () => unit.answer);
  return {
    show(value) {
      shown = value;
    },
    answerOnce(bytes) {
      once = bytes;
    },
    frame,
    hear(bytes) {
      const replies: Buffer[] = [];
      heard = (heard + Buffer.from(bytes).toString("latin1")).slice(-heardMost);
      for (let next = firstQuestion(heard, answers); next !== null; ) {
        heard = heard.slice(next.end);
        if (model.simulate?.echo === true) replies.push(Buffer.from(next.question, "latin1"));
        const reply = answers.get(next.question);
        if (reply !== undefined) replies.push(reply());
        next = firstQuestion(heard, answers);
      }
      return replies;
    },
  };
}

/** The question that ends first; of two that end together the longer one was meant. */
function firstQuestion(
  heard: string,
  answers: ReadonlyMap<string, unknown>,
): { question: string; end: number } | null {
  let found: { question: string; end: number } | null = null;
  for (const question of answers.keys()) {
    const at = heard.indexOf(question);
    const end = at + question.length;
    if (at === -1 || (found !== null && end > found.end)) continue;
    if (found === null || end < found.end || question.length > found.question.length) {
      found = { question, end };
    }
  }
  return found;
}

/** A virtual gauge stands on the first unit its model lists. */
function unitAnswer(model: FrameModel): { question: string; answer: Buffer } | null {
  for (const { unit } of model.rule) {
    if (unit === undefined || !("ask" in unit)) continue;
    const word = Object.keys(unit.ask.map)[0] ?? "";
    const answer = Buffer.from(word + (model.frame.end ?? ""), "latin1");
    return { question: unit.ask.send, answer };
  }
  return null;
}

async function listenTcp(
  { host, port }: { readonly host: string; readonly port: number },
  speaker: Speaker,
): Promise<Outlet> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("data", (bytes: Buffer) => {
      for (const reply of speaker.hear(bytes)) socket.write(reply);
    });
    // A station that goes away without goodbye is its own affair.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  await listening(server, host, port);
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : null,
    send(bytes) {
      for (const socket of sockets) socket.write(bytes);
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function openPty(path: string, model: FrameModel, speaker: Speaker): Promise<Outlet> {
  const own = model.line.kind === "serial" ? model.line : null;
  const connect = createSerialConnect({
    path,
    baudRate: own?.baud[0] ?? 9600,
    dataBits: own?.bits ?? 8,
    parity: own?.parity ?? "none",
    stopBits: own?.stop ?? 1,
    flow: "none",
    dtr: true,
    rts: true,
  });
  return new Promise((resolve, reject) => {
    const link: Link = connect({
      open: () =>
        resolve({
          port: null,
          send: (bytes) => void link.send(bytes),
          close: () => link.close(),
        }),
      bytes(chunk) {
        for (const reply of speaker.hear(chunk)) link.send(reply);
      },
      closed: (reason) => reject(new Error(`${path}: ${reason}`)),
    });
  });
}
