// The contract of a line: something that delivers readings from one gauge until it is stopped.
import type { Reading, RejectedFrame, Sample } from "./reading.ts";

/** `swapped`: the port is there, but its adapter is not the one it was; nothing is read from it. */
export type LineState = "connecting" | "online" | "away" | "swapped";

/** Where a line delivers. Called synchronously, in the order of arrival; must not throw. */
export type LineSink = {
  /** A reading a person or the gauge's key asked for. */
  reading(reading: Reading): void;
  /** One poll of a rig that is polled without being asked. */
  sample(sample: Sample): void;
  rejected(frame: RejectedFrame): void;
  /** `reason` says in English why it is away or what it connects to. */
  state(gauge: string, state: LineState, reason: string): void;
  /** The gauge is on this USB adapter, for the first time or after a person confirmed a change. */
  adapter?(gauge: string, adapter: string): void;
  /**
   * Resolves once everything delivered so far is kept for good. A line that can ask its source
   * again (a hot folder) awaits it before it lets go of the source; rejects when it was not kept.
   */
  settled?(): Promise<void>;
};

/** Wall and monotonic time; parameters so that tests and replays decide. */
export type LineClock = {
  /** UTC, ISO 8601 with milliseconds. */
  wall(): string;
  /** Milliseconds, never going back. */
  monotonicMs(): number;
};

export type GaugeLine = {
  readonly gauge: string;
  /** Connects, and keeps reconnecting with backoff until stopped. Never throws for a missing port. */
  start(): void;
  /** Closes the port; an unfinished frame is delivered as rejected first. */
  stop(): Promise<void>;
  /** Asks a gauge that must be asked for one reading; absent where the model only pushes. */
  readonly ask?: () => void;
  /**
   * A person says that the adapter found in place of the remembered one is right; gives it, null
   * when none was refused. The next attempt to connect takes it.
   */
  readonly acceptAdapter?: () => string | null;
};

/** Where and how one gauge of the station is connected; config/ has the schema. */
export type GaugeSettings = {
  readonly id: string;
  readonly model: string;
  readonly line: LineSettings;
  /** Unit set at commissioning, for models whose frames carry none. */
  readonly unit?: string | undefined;
  /** Ask a gauge that must be asked every so many ms instead of on demand. */
  readonly pollMs?: number | undefined;
  /** USB adapter the gauge was on last, as `LineSink.adapter` told it; another one is refused. */
  readonly adapter?: string | undefined;
  /** Order of the words a person picked against the display, for Modbus models that say `verify`. */
  readonly wordOrder?: "ABCD" | "CDAB" | "BADC" | "DCBA" | undefined;
};

/** A USB adapter: four hex digits each, and the serial number where it has one. */
export type UsbName = {
  readonly vendor: string;
  readonly product: string;
  readonly serial?: string | undefined;
};

/** A serial port by its path, by its USB adapter, or by the path at which that adapter must be. */
export type PortName = {
  /** Such as /dev/serial/by-id/…, /dev/serial/by-path/…, /dev/ttyUSB0, COM3. */
  readonly path?: string | undefined;
  readonly usb?: UsbName | undefined;
};

export type LineSettings =
  | (PortName & { readonly kind: "serial"; readonly baud?: number | undefined })
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | {
      readonly kind: "modbus-tcp";
      readonly host: string;
      readonly port: number;
      readonly unitId?: number | undefined;
    }
  | (PortName & {
      readonly kind: "modbus-rtu";
      readonly baud?: number | undefined;
      readonly unitId?: number | undefined;
    })
  | { readonly kind: "file"; readonly folder: string }
  /** A recorded session; `speed` 10 plays it in a tenth of its time. */
  | { readonly kind: "replay"; readonly file: string; readonly speed?: number | undefined };
