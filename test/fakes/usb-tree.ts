// A machine's USB serial adapters as Linux shows them, in a temporary folder: /sys entries, device nodes that lead
// to pseudo-terminals, and the stable names that udev makes.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type FakeAdapter = {
  /** Such as "ttyUSB0". */
  readonly name: string;
  readonly vendor: string;
  readonly product: string;
  readonly serial?: string;
  /** Such as "1-1.2". */
  readonly socket: string;
  /** Where its device node leads; nowhere unless given. */
  readonly terminal?: string;
};

export type UsbTree = {
  readonly root: string;
  /** Path of a device node, a by-id or a by-path name. */
  dev(name: string): string;
  byId(adapter: FakeAdapter): string;
  byPath(adapter: FakeAdapter): string;
  plugIn(adapter: FakeAdapter): void;
  pullOut(adapter: FakeAdapter): void;
  remove(): void;
};

export function createUsbTree(): UsbTree {
  const root = mkdtempSync(join(tmpdir(), "usb-tree-"));
  for (const folder of ["sys/class/tty", "dev/serial/by-id", "dev/serial/by-path"]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  const idName = ({ vendor, product, serial }: FakeAdapter) =>
    join(
      root,
      "dev/serial/by-id",
      `usb-${vendor}_${product}${serial ? `_${serial}` : ""}-if00-port0`,
    );
  const pathName = ({ socket }: FakeAdapter) =>
    join(root, "dev/serial/by-path", `pci-0000:00:14.0-usb-0:${socket.slice(2)}:1.0-port0`);
  const deviceOf = ({ socket }: FakeAdapter) => join(root, "sys/devices/usb1", socket);
  const link = (target: string, path: string) => {
    rmSync(path, { force: true });
    symlinkSync(target, path);
  };
  return {
    root,
    dev: (name) => join(root, "dev", name),
    byId: idName,
    byPath: pathName,
    plugIn(adapter) {
      const { name, socket } = adapter;
      const device = deviceOf(adapter);
      const terminal = join(device, `${socket}:1.0`, name);
      mkdirSync(join(terminal, "tty", name), { recursive: true });
      writeFileSync(join(device, "idVendor"), `${adapter.vendor}\n`);
      writeFileSync(join(device, "idProduct"), `${adapter.product}\n`);
      writeFileSync(join(device, "bNumInterfaces"), " 1\n");
      if (adapter.serial !== undefined)
        writeFileSync(join(device, "serial"), `${adapter.serial}\n`);
      symlinkSync(terminal, join(terminal, "tty", name, "device"));
      link(join(terminal, "tty", name), join(root, "sys/class/tty", name));
      if (adapter.terminal !== undefined) link(adapter.terminal, join(root, "dev", name));
      link(join("../..", name), idName(adapter));
      link(join("../..", name), pathName(adapter));
    },
    pullOut(adapter) {
      rmSync(deviceOf(adapter), { recursive: true, force: true });
      const links = [join(root, "sys/class/tty", adapter.name), join(root, "dev", adapter.name)];
      for (const path of [...links, idName(adapter), pathName(adapter)])
        rmSync(path, { force: true });
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
