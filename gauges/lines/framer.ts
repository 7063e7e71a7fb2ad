// Cuts a byte stream into frames: only a frame whose end was seen is a frame; every other byte is kept as a fault.
import type { FrameDefinition } from "../model/frame-model.ts";
import type { FrameFault } from "../reading.ts";

/** Longest piece in which bytes that are no frame are delivered. */
export const pieceBytes = 4096;

export type FramerSink = {
  /** A whole frame: its bytes (a copy), and its text without start, end and stripped characters. */
  frame(raw: Buffer, text: string): void;
  /** Bytes that are no frame (a copy, at most `pieceBytes`). */
  fault(fault: FrameFault, raw: Buffer): void;
};

/** Owns one buffer of `maxBytes` + 8 KiB, whatever arrives. */
export class Framer {
  readonly #definition: FrameDefinition;
  readonly #sink: FramerSink;
  readonly #start: Buffer;
  readonly #end: Buffer;
  readonly #idleResetMs: number;
  /** 1 for every byte the model strips; null when it strips none. */
  readonly #stripped: Uint8Array | null;
  readonly #buffer: Buffer;
  #from = 0;
  #to = 0;
  /** Up to here the end has been searched for in vain. */
  #searched = 0;
  /** Inside a line that is too long: its pieces go out until its end comes by. */
  #tooLong = false;
  #echo: Buffer | null = null;
  #lastMs = 0;

  constructor(definition: FrameDefinition, sink: FramerSink) {
    this.#definition = definition;
    this.#sink = sink;
    this.#start = Buffer.from(definition.start ?? "", "latin1");
    this.#end = Buffer.from(definition.end ?? "", "latin1");
    this.#idleResetMs = definition.idleResetMs ?? Number.POSITIVE_INFINITY;
    this.#stripped = definition.strip.length > 0 ? new Uint8Array(256) : null;
    for (const character of definition.strip) {
      if (this.#stripped !== null) this.#stripped[character.charCodeAt(0) & 0xff] = 1;
    }
    this.#buffer = Buffer.allocUnsafe(definition.maxBytes + 2 * pieceBytes);
  }

  /** Bytes waiting for the end of their frame. */
  get pending(): number {
    return this.#to;
  }

  /** Takes what arrived; the sink hears of every frame it completes. The chunk may be reused after. */
  push(chunk: Uint8Array, nowMs: number): void {
    this.idle(nowMs);
    this.#lastMs = nowMs;
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const slice = chunk.subarray(at, at + pieceBytes);
      this.#buffer.set(slice, this.#to);
      this.#to += slice.length;
      this.#drain();
    }
  }

  /** Gives up half a frame once the line has been silent for `idleResetMs`. */
  idle(nowMs: number): void {
    if (this.#to > 0 && nowMs - this.#lastMs >= this.#idleResetMs) this.close();
  }

  /** Gives up whatever is unfinished: nothing that follows belongs to it. */
  close(): void {
    this.#refuse(this.#tooLong ? "frame-too-long" : "frame-incomplete", this.#to);
    this.#from = 0;
    this.#to = 0;
    this.#searched = 0;
    this.#tooLong = false;
    this.#echo = null;
  }

  /** The next bytes may repeat this request; if they do they are dropped. */
  expectEcho(request: Uint8Array): void {
    this.#echo = Buffer.from(request);
  }

  #drain(): void {
    while (this.#from < this.#to && this.#dropEcho() && this.#seekStart()) {
      const { length } = this.#definition;
      const took = length === undefined ? this.#takeByEnd() : this.#takeByLength(length);
      if (!took) break;
    }
    if (this.#from === 0) return;
    this.#buffer.copyWithin(0, this.#from, this.#to);
    this.#searched = Math.max(0, this.#searched - this.#from);
    this.#to -= this.#from;
    this.#from = 0;
  }

  /** Drops the echo; false while it can't be told yet whether this is one. */
  #dropEcho(): boolean {
    const echo = this.#echo;
    if (echo === null) return true;
    const length = Math.min(echo.length, this.#to - this.#from);
    const same = this.#buffer.compare(echo, 0, length, this.#from, this.#from + length) === 0;
    if (same && length < echo.length) return false;
    if (same) this.#from += length;
    this.#echo = null;
    return this.#from < this.#to;
  }

  /** Moves to the frame's start; what stands before it is junk. False while none has come. */
  #seekStart(): boolean {
    if (this.#start.length === 0 || this.#tooLong) return true;
    const at = this.#buffer.subarray(0, this.#to).indexOf(this.#start, this.#from);
    if (at > this.#from) this.#refuse("frame-unknown", at);
    if (at !== -1) return true;
    const tooMuch = this.#to - this.#from > this.#definition.maxBytes;
    if (tooMuch) this.#refuse("frame-unknown", this.#to - this.#start.length + 1);
    return false;
  }

  #takeByEnd(): boolean {
    const since = Math.max(this.#from + this.#start.length, this.#searched);
    const at = this.#buffer.subarray(0, this.#to).indexOf(this.#end, since);
    if (at === -1) {
      this.#searched = Math.max(this.#from, this.#to - this.#end.length + 1);
      if (this.#tooLong || this.#to - this.#from > this.#definition.maxBytes) {
        this.#tooLong = true;
        this.#refuse("frame-too-long", this.#searched);
      }
      return false;
    }
    const last = at + this.#end.length;
    this.#searched = last;
    if (!this.#tooLong) this.#dropHalfBefore(at);
    if (this.#tooLong || last - this.#from > this.#definition.maxBytes) {
      this.#refuse("frame-too-long", last);
    } else this.#deliver(last);
    this.#tooLong = false;
    return true;
  }

  /** A start inside an unfinished frame: the first one lost its end. */
  #dropHalfBefore(last: number): void {
    if (this.#start.length === 0) return;
    const again = this.#buffer.subarray(0, last).lastIndexOf(this.#start);
    if (again > this.#from) this.#refuse("frame-incomplete", again);
  }

  #takeByLength(length: number): boolean {
    if (this.#to - this.#from < length) return false;
    this.#deliver(this.#from + length);
    return true;
  }

  #deliver(last: number): void {
    const text = this.#text(this.#from + this.#start.length, last - this.#end.length);
    const raw = Buffer.from(this.#buffer.subarray(this.#from, last));
    this.#from = last;
    if (text.length > 0) this.#sink.frame(raw, text);
  }

  /** Delivers bytes that are no frame, in pieces; line ends and stripped characters are no loss. */
  #refuse(fault: FrameFault, last: number): void {
    const rest = this.#text(this.#from, last);
    const worth = fault === "frame-too-long" || /[^\r\n]/u.test(rest);
    for (let at = this.#from; worth && at < last; at += pieceBytes) {
      const piece = this.#buffer.subarray(at, Math.min(at + pieceBytes, last));
      this.#sink.fault(fault, Buffer.from(piece));
    }
    this.#from = last;
  }

  #text(first: number, last: number): string {
    const stripped = this.#stripped;
    let text = "";
    let from = first;
    for (let at = first; stripped !== null && at < last; at += 1) {
      if (stripped[this.#buffer[at] ?? 0] === 0) continue;
      text += this.#buffer.toString("latin1", from, at);
      from = at + 1;
    }
    return text + this.#buffer.toString("latin1", from, last);
  }
}

/** A framer for one link. */
export function createFramer(definition: FrameDefinition, sink: FramerSink): Framer {
  return new Framer(definition, sink);
}
