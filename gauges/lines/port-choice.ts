// Which port of this machine a gauge's settings mean, and which adapter it is: names such as
// /dev/ttyUSB0 go to whatever was plugged in first, an adapter's identity stays with it.
import type { PortName, UsbName } from "../line.ts";

/** A port as the system lists it. */
export type ListedPort = {
  readonly path: string;
  /** Its stable names, such as those under /dev/serial. */
  readonly names: readonly string[];
  readonly usb: {
    readonly vendor: string;
    readonly product: string;
    readonly serial: string | null;
    /** Where it is plugged in, such as "1-1.2"; null where the system doesn't tell. */
    readonly socket: string | null;
    /** Which of several ports of one adapter, such as "00"; null where it has one. */
    readonly part: string | null;
  } | null;
};

export type PortChoice =
  /** `adapter` is null for what is no USB adapter: a built-in port, a pseudo-terminal. */
  | { readonly kind: "port"; readonly path: string; readonly adapter: string | null }
  /** None fits, or more than one does, in words with a remedy. */
  | { readonly kind: "none"; readonly reason: string }
  /** The port is there, but it is another adapter than the settings say. */
  | { readonly kind: "other"; readonly reason: string };

/**
 * Chooses the port. Pure.
 *
 * @param followed `wanted.path` with its links followed as far as a listed port; the path itself
 * where it leads to none.
 */
export function choosePort(
  wanted: PortName,
  ports: readonly ListedPort[],
  followed: string | null,
): PortChoice {
  if (wanted.path === undefined) return byUsb(wanted.usb, ports);
  const port = ports.find(
    ({ path, names }) => path === followed || names.includes(wanted.path ?? ""),
  );
  const adapter = port === undefined ? null : adapterOf(port);
  if (wanted.usb !== undefined && (port === undefined || !isUsb(port, wanted.usb))) {
    if (port === undefined) return byMissing(wanted.path, ports);
    const found = adapter ?? "no USB adapter";
    const reason = `${wanted.path} is ${found}, not ${usbWords(wanted.usb)}`;
    return { kind: "other", reason };
  }
  const twins = port === undefined ? [] : twinsOf(port, ports);
  if (twins.length > 0 && wanted.path.includes("/by-id/")) {
    const reason = `${wanted.path} may be any of ${twins.length + 1} adapters without a serial number: ${byPathAdvice([port, ...twins])}`;
    return { kind: "none", reason };
  }
  return { kind: "port", path: wanted.path, adapter };
}

/** What identifies an adapter: its serial number, else the socket it is in; null when no USB. */
export function adapterOf({ usb }: ListedPort): string | null {
  if (usb === null) return null;
  const part = usb.part === null ? "" : ` port ${usb.part}`;
  const which = usb.serial === null ? `in socket ${usb.socket ?? "?"}` : `serial ${usb.serial}`;
  return `${usb.vendor}:${usb.product} ${which}${part}`;
}

/** The name by which two settings mean the same port, and a screen shows it. */
export function portKey({ path, usb }: PortName): string {
  return path ?? (usb === undefined ? "no port" : `usb ${usbWords(usb)}`);
}

/** All ports in words, for someone who looks for theirs. */
export function portsWords(ports: readonly ListedPort[]): string {
  if (ports.length === 0) return "this machine shows no serial port";
  const each = ports.map((port) => {
    const adapter = adapterOf(port);
    return [port.path, adapter === null ? "" : `(${adapter})`].filter(Boolean).join(" ");
  });
  return `there are ${each.join(", ")}`;
}

function byUsb(usb: UsbName | undefined, ports: readonly ListedPort[]): PortChoice {
  if (usb === undefined) return { kind: "none", reason: "the settings name no port" };
  const fitting = ports.filter((port) => isUsb(port, usb));
  const [port, ...others] = fitting;
  if (port === undefined) return byMissing(`adapter ${usbWords(usb)}`, ports);
  if (others.length === 0) return { kind: "port", path: port.path, adapter: adapterOf(port) };
  const reason = `${fitting.length} ports are ${usbWords(usb)}: ${byPathAdvice(fitting)}`;
  return { kind: "none", reason };
}

function byMissing(wanted: string, ports: readonly ListedPort[]): PortChoice {
  return { kind: "none", reason: `${wanted} is not plugged in; ${portsWords(ports)}` };
}

function isUsb({ usb }: ListedPort, wanted: UsbName): boolean {
  return (
    usb !== null &&
    usb.vendor === wanted.vendor.toLowerCase() &&
    usb.product === wanted.product.toLowerCase() &&
    (wanted.serial === undefined || usb.serial === wanted.serial)
  );
}

/** Other adapters that have the same by-id name, because neither has a serial number. */
function twinsOf(port: ListedPort, ports: readonly ListedPort[]): ListedPort[] {
  const { usb } = port;
  if (usb === null || usb.serial !== null) return [];
  return ports.filter(
    (other) =>
      other !== port &&
      other.usb !== null &&
      other.usb.serial === null &&
      other.usb.part === usb.part &&
      other.usb.vendor === usb.vendor &&
      other.usb.product === usb.product,
  );
}

function byPathAdvice(ports: readonly (ListedPort | undefined)[]): string {
  const names = ports.flatMap((port) => {
    const stable = port?.names.filter((name) => !name.includes("/by-id/") || port.usb?.part) ?? [];
    return stable.length > 0 ? stable.slice(0, 1) : [port?.path ?? ""];
  });
  return `name the socket instead, one of ${names.join(", ")}`;
}

function usbWords({ vendor, product, serial }: UsbName): string {
  const id = `${vendor}:${product}`.toLowerCase();
  return serial === undefined ? id : `${id} serial ${serial}`;
}
