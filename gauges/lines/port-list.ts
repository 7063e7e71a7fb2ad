// Lists the serial ports of this machine with what identifies their adapters.
import { readdir, readFile, readlink, realpath } from "node:fs/promises";
import { platform } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { autoDetect } from "@serialport/bindings-cpp";
import type { ListedPort } from "./port-choice.ts";

export type Ports = {
  list(): Promise<readonly ListedPort[]>;
  /** Follows a path's links as far as a listed port; the last path reached where there is none. */
  follow(path: string, ports: readonly ListedPort[]): Promise<string>;
};

const LINKS_MAX = 8;
const FOLDERS_UP_MAX = 12;

/** Ports as /sys below `root` shows them: no program is run, so a station may ask at every attempt. */
export function createLinuxPorts(root: string): Ports {
  let underWay: Promise<readonly ListedPort[]> | null = null;
  return {
    follow,
    list() {
      // 32 gauges that look for their ports at once are answered by one look.
      underWay ??= listLinux(root).finally(() => {
        underWay = null;
      });
      return underWay;
    },
  };
}

async function listLinux(root: string): Promise<readonly ListedPort[]> {
  const names = await stableNames(root);
  const terminals = await entries(join(root, "sys/class/tty"));
  const found = await Promise.all(
    terminals.sort().map(async (name): Promise<ListedPort | null> => {
      const place = await realpath(join(root, "sys/class/tty", name, "device")).catch(() => null);
      if (place === null) return null;
      const usb = await usbOf(place, root);
      if (usb === null && !(await isFitted(root, name))) return null;
      const path = join(root, "dev", name);
      return { path, names: names.get(path) ?? [], usb };
    }),
  );
  return found.filter((port) => port !== null);
}

/** The kernel keeps places for built-in ports that are not there: their type is 0. */
async function isFitted(root: string, name: string): Promise<boolean> {
  const type = await textOf(join(root, "sys/class/tty", name, "type"));
  return type !== "0" && name !== "console" && !/^(pty|hvc)/.test(name);
}

async function usbOf(place: string, root: string): Promise<ListedPort["usb"]> {
  let folder = place;
  let part: string | null = null;
  for (let up = 0; up < FOLDERS_UP_MAX && folder !== root && folder !== "/"; up += 1) {
    part ??= await textOf(join(folder, "bInterfaceNumber"));
    const vendor = await textOf(join(folder, "idVendor"));
    if (vendor !== null) {
      const product = (await textOf(join(folder, "idProduct"))) ?? "";
      const serial = await textOf(join(folder, "serial"));
      const several = Number(await textOf(join(folder, "bNumInterfaces"))) > 2;
      const ids = { vendor: vendor.toLowerCase(), product: product.toLowerCase() };
      return { ...ids, serial, socket: basename(folder), part: several ? part : null };
    }
    folder = dirname(folder);
  }
  return null;
}

/** Names under /dev/serial by the port they lead to, those by adapter before those by socket. */
async function stableNames(root: string): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  for (const kind of ["by-id", "by-path"]) {
    const folder = join(root, "dev/serial", kind);
    for (const name of (await entries(folder)).sort()) {
      const target = await readlink(join(folder, name)).catch(() => null);
      if (target === null) continue;
      const path = resolve(folder, target);
      names.set(path, [...(names.get(path) ?? []), join(folder, name)]);
    }
  }
  return names;
}

async function follow(path: string, ports: readonly ListedPort[]): Promise<string> {
  let at = path;
  for (let links = 0; links < LINKS_MAX; links += 1) {
    if (ports.some((port) => port.path === at)) return at;
    const target = await readlink(at).catch(() => null);
    if (target === null) return at;
    at = resolve(dirname(at), target);
  }
  return at;
}

async function listByBinding(): Promise<readonly ListedPort[]> {
  const listed = await autoDetect().list();
  return listed.map(({ path, vendorId, productId, serialNumber, locationId }) => ({
    path,
    names: [],
    usb:
      vendorId === undefined || productId === undefined
        ? null
        : {
            vendor: vendorId.toLowerCase(),
            product: productId.toLowerCase(),
            serial: serialNumber ?? null,
            socket: locationId ?? null,
            part: null,
          },
  }));
}

/** Nothing where the folder is not there, as without any USB adapter. */
function entries(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function textOf(file: string): Promise<string | null> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.trim() === "" ? null : text.trim();
}

/** The ports of this machine: /sys and /dev/serial on Linux, the serial binding elsewhere. */
export const systemPorts: Ports =
  platform() === "linux" ? createLinuxPorts("/") : { list: listByBinding, follow };
