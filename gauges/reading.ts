// What a gauge said, and what could not be understood of it: the only things that leave this room.

export type ReadingStatus =
  | "ok"
  | "unstable"
  | "over-range"
  | "under-range"
  | "no-data"
  | "sensor-error"
  | "command-error"
  | "low-battery"
  | "cancelled";

export type ReadingKind = "net" | "gross" | "peak";

/** A frame understood by its gauge model. Knows no part, no plan, no run. */
export type Reading = {
  /** Gauge id of the station. */
  readonly gauge: string;
  readonly channel: string | null;
  /** Decimal string as sent; `+` and leading zeros dropped, trailing zeros kept. Null without value. */
  readonly text: string | null;
  /** The same as a number; null without value. */
  readonly value: number | null;
  /** Unit of the frame, or the one set at commissioning. */
  readonly unit: string | null;
  readonly status: ReadingStatus;
  readonly kind: ReadingKind | null;
  readonly entry: "gauge" | "keyed" | "wedge" | "file";
  /** The frame's bytes. */
  readonly raw: Uint8Array;
  readonly model: ModelReference;
  readonly port: string;
  /** Wall clock, UTC, ISO 8601 with milliseconds. */
  readonly receivedAt: string;
  readonly monotonicMs: number;
  /** Marks put on by the line, such as `bounce`. */
  readonly marks: readonly string[];
  /** What a result file says of the reading beyond its value; null for wires. */
  readonly file: FileContext | null;
};

/** The columns of a result file that help to bind a value; all as written in the file. */
export type FileContext = {
  readonly name: string;
  readonly part: string | null;
  readonly characteristic: string | null;
  readonly serial: string | null;
  readonly measuredAt: string | null;
};

export type ModelReference = { readonly id: string; readonly hash: string };

export type FrameFault =
  | "frame-incomplete"
  | "frame-too-long"
  | "frame-unknown"
  | "wrong-parity-or-bits"
  | "timeout"
  | "modbus-exception"
  | "file-damaged"
  | "file-unsupported";

/** Bytes that gave no reading: kept whole, with the reason. Long rubbish comes in several pieces. */
export type RejectedFrame = {
  readonly gauge: string;
  readonly port: string;
  readonly model: ModelReference;
  readonly fault: FrameFault;
  /** What was wrong, in English, for the log and the screen's detail. */
  readonly detail: string;
  readonly raw: Uint8Array;
  readonly receivedAt: string;
  readonly monotonicMs: number;
};

/** One poll of a rig: every point of the block, read in one request. */
export type Sample = {
  readonly gauge: string;
  readonly monotonicMs: number;
  readonly receivedAt: string;
  readonly readings: readonly Reading[];
};
