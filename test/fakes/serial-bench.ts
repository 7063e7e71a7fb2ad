// What serial tests set up again and again: a cable of two pseudo-terminals, lines on one end, a hand on the other.
import type { GaugeLine } from "../../gauges/line.ts";
import { createLine } from "../../gauges/lines/create-line.ts";
import { openPort, readPort, type SerialHandle } from "../../gauges/lines/serial-binding.ts";
import { frameModel } from "../gauges/lines/catalogue.ts";
import { createRecorder, type Recorder, realClock, until } from "../gauges/lines/recording-sink.ts";
import { createPtyPair, type PtyPair } from "./pty-pair.ts";

export type SerialBench = {
  readonly pair: PtyPair;
  readonly recorder: Recorder;
  /** Starts a line of this model on the station's end; it gives half a frame up after `idleMs`. */
  start(model: string, more?: { readonly pollMs?: number; readonly idleMs?: number }): GaugeLine;
  /** A line made elsewhere is stopped with the others. */
  stopLater(line: GaugeLine): void;
  /** Opens the gauge's end; what comes out of it is heard unless `deaf`. */
  gaugeEnd(deaf?: "deaf"): Promise<GaugeEnd>;
  /** Resolves when the newest line has received so many bytes since it was started. */
  received(bytes: number): Promise<void>;
  online(): Promise<void>;
  away(): Promise<void>;
  stop(): Promise<void>;
};

export type GaugeEnd = {
  readonly heard: string[];
  write(bytes: Buffer | string): Promise<void>;
  close(): Promise<void>;
};

export async function createSerialBench(): Promise<SerialBench> {
  const pair = await createPtyPair();
  const recorder = createRecorder();
  const lines: GaugeLine[] = [];
  let received = 0;
  const ends: GaugeEnd[] = [];
  const state = (wanted: string) => until(() => recorder.states.at(-1)?.state === wanted, wanted);
  return {
    pair,
    recorder,
    start(model, { idleMs, ...more } = {}) {
      const settings = { id: "g1", model, line: { kind: "serial" as const, path: pair.station } };
      received = 0;
      const heard = (chunk: Uint8Array) => {
        received += chunk.length;
      };
      const tools = [recorder, realClock, () => 0, heard] as const;
      const known = frameModel(model);
      const frame = { ...known.frame, idleResetMs: idleMs ?? known.frame.idleResetMs };
      const line = createLine({ ...settings, ...more }, { ...known, frame }, ...tools);
      lines.push(line);
      line.start();
      return line;
    },
    stopLater: (line) => void lines.push(line),
    async gaugeEnd(deaf) {
      const end = endOf(await openGaugeEnd(pair), deaf === undefined);
      ends.push(end);
      return end;
    },
    received: (bytes) => until(() => received >= bytes, `${bytes} bytes received`),
    online: () => state("online"),
    away: () => state("away"),
    async stop() {
      for (const line of lines) await line.stop();
      for (const end of ends) await end.close();
      await pair.remove();
    },
  };
}

function openGaugeEnd({ gauge }: PtyPair): Promise<SerialHandle> {
  return openPort({
    ...{ path: gauge, baudRate: 9600, dataBits: 8, parity: "none", stopBits: 1 },
    ...{ flow: "none", dtr: true, rts: true },
  });
}

function endOf({ port }: SerialHandle, hears: boolean): GaugeEnd {
  const heard: string[] = [];
  const take = (chunk: Uint8Array) => void heard.push(Buffer.from(chunk).toString("latin1"));
  const over = hears ? readPort(port, take) : Promise.resolve(null);
  return {
    heard,
    write: (bytes) => port.write(Buffer.from(bytes)),
    async close() {
      if (port.isOpen) await port.close().catch(() => undefined);
      await over;
    },
  };
}
