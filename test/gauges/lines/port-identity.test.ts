// Which port a gauge is read from: stable names, adapters by their ids, and swapped ones noticed.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSimulation } from "../../../gauges/bench/simulation.ts";
import { createVirtualGauge, type VirtualGauge } from "../../../gauges/bench/virtual-gauge.ts";
import type { GaugeLine, PortName } from "../../../gauges/line.ts";
import { createLine } from "../../../gauges/lines/create-line.ts";
import { choosePort, type ListedPort } from "../../../gauges/lines/port-choice.ts";
import { createLinuxPorts } from "../../../gauges/lines/port-list.ts";
import { needs } from "../../fakes/needs.ts";
import { createPtyPair, type PtyPair } from "../../fakes/pty-pair.ts";
import { createUsbTree, type FakeAdapter, type UsbTree } from "../../fakes/usb-tree.ts";
import { frameModel, models } from "./catalogue.ts";
import { createRecorder, pause, type Recorder, realClock, until } from "./recording-sink.ts";

let tree: UsbTree;

beforeEach(() => {
  tree = createUsbTree();
});

afterEach(() => tree.remove());

const ftdi = (serial: string, more: Partial<FakeAdapter> = {}): FakeAdapter => ({
  ...{ name: "ttyUSB0", vendor: "0403", product: "6001", serial, socket: "1-1.2" },
  ...more,
});
/** The cheap kind: every one of them is the same. */
const nameless = (more: Partial<FakeAdapter> = {}): FakeAdapter => ({
  ...{ name: "ttyUSB0", vendor: "1a86", product: "7523", socket: "1-1.2" },
  ...more,
});

async function choose(wanted: PortName) {
  const ports = createLinuxPorts(tree.root);
  const listed = await ports.list();
  const followed = wanted.path === undefined ? null : await ports.follow(wanted.path, listed);
  return choosePort(wanted, listed, followed);
}

describe("a port is chosen", () => {
  it("by its adapter's serial number, whatever it is called today", async () => {
    tree.plugIn(ftdi("A1"));
    tree.plugIn(ftdi("B2", { name: "ttyUSB1", socket: "1-1.3" }));
    const usb = { vendor: "0403", product: "6001", serial: "B2" };
    const adapter = "0403:6001 serial B2";
    expect(await choose({ usb })).toEqual({ kind: "port", path: tree.dev("ttyUSB1"), adapter });
    tree.pullOut(ftdi("A1"));
    tree.pullOut(ftdi("B2", { name: "ttyUSB1", socket: "1-1.3" }));
    tree.plugIn(ftdi("B2", { socket: "2-4" }));
    expect(await choose({ usb })).toEqual({ kind: "port", path: tree.dev("ttyUSB0"), adapter });
  });

  it("by each name that leads to it, and told what is there when none does", async () => {
    const one = ftdi("A1");
    tree.plugIn(one);
    for (const path of [tree.byId(one), tree.byPath(one), tree.dev("ttyUSB0")]) {
      const chosen = { kind: "port", path, adapter: "0403:6001 serial A1" };
      expect(await choose({ path })).toEqual(chosen);
    }
    const missing = await choose({ usb: { vendor: "0403", product: "6001", serial: "ZZ" } });
    expect(missing).toEqual({
      kind: "none",
      reason: `adapter 0403:6001 serial ZZ is not plugged in; there are ${tree.dev("ttyUSB0")} (0403:6001 serial A1)`,
    });
  });

  it("by its socket where two adapters can't be told apart, and by nothing else", async () => {
    const [one, two] = [nameless(), nameless({ name: "ttyUSB1", socket: "1-1.3" })];
    tree.plugIn(one);
    tree.plugIn(two);
    const byUsb = await choose({ usb: { vendor: "1A86", product: "7523" } });
    expect(byUsb).toMatchObject({ kind: "none" });
    expect(byUsb).toHaveProperty("reason", expect.stringContaining(tree.byPath(two)));
    // Both have the same by-id name, so the link leads to whichever came last.
    const byId = await choose({ path: tree.byId(one) });
    expect(byId).toHaveProperty("reason", expect.stringContaining("any of 2 adapters"));
    expect(await choose({ path: tree.byPath(two) })).toEqual({
      ...{ kind: "port", path: tree.byPath(two), adapter: "1a86:7523 in socket 1-1.3" },
    });
  });

  it("at a path only while the adapter there is the one the settings name", async () => {
    tree.plugIn(ftdi("A1"));
    const path = tree.dev("ttyUSB0");
    const wanted = (serial: string) => ({
      ...{ path, usb: { vendor: "0403", product: "6001", serial } },
    });
    expect(await choose(wanted("A1"))).toMatchObject({ kind: "port" });
    expect(await choose(wanted("B2"))).toEqual({
      kind: "other",
      reason: `${path} is 0403:6001 serial A1, not 0403:6001 serial B2`,
    });
  });

  it("without an adapter where it is none: a built-in port, a pseudo-terminal", async () => {
    const listed: ListedPort[] = [{ path: "/dev/ttyS0", names: [], usb: null }];
    const built = choosePort({ path: "/dev/ttyS0" }, listed, "/dev/ttyS0");
    expect(built).toEqual({ kind: "port", path: "/dev/ttyS0", adapter: null });
    expect(choosePort({ path: "/dev/pts/3" }, listed, "/dev/pts/3")).toMatchObject({
      kind: "port",
    });
    expect(choosePort({}, listed, null)).toMatchObject({ kind: "none" });
  });
});

needs("socat")("a gauge on a USB adapter", () => {
  const open: { stop(): Promise<void> }[] = [];
  let recorder: Recorder;
  let adapters: string[];

  beforeEach(() => {
    recorder = createRecorder();
    adapters = [];
  });

  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.stop();
  });

  async function gaugeOn(): Promise<{ pair: PtyPair; gauge: VirtualGauge }> {
    const pair = await createPtyPair();
    open.push({ stop: () => pair.remove() });
    const listen = { kind: "pty", path: pair.gauge } as const;
    const gauge = await createVirtualGauge(frameModel("mitutoyo-ascii"), { listen });
    open.push({ stop: () => gauge.close() });
    return { pair, gauge };
  }

  function start(port: PortName, adapter?: string): GaugeLine {
    const model = frameModel("mitutoyo-ascii");
    const settings = { id: "g", model: model.id, line: { kind: "serial" as const, ...port } };
    const sink = { ...recorder, adapter: (_: string, told: string) => void adapters.push(told) };
    const ports = createLinuxPorts(tree.root);
    const tools = [sink, realClock, () => 0, undefined, { ports }] as const;
    const line = createLine({ ...settings, adapter }, model, ...tools);
    open.push(line);
    line.start();
    return line;
  }

  const state = () => recorder.states.at(-1)?.state;
  const reason = () => recorder.states.at(-1)?.reason;

  it("is found by its serial number again after it was plugged in elsewhere", async () => {
    const first = await gaugeOn();
    tree.plugIn(ftdi("A1", { terminal: first.pair.station }));
    start({ usb: { vendor: "0403", product: "6001", serial: "A1" } });
    await until(() => state() === "online", "online");
    first.gauge.press("1.5");
    await until(() => recorder.readings.length === 1, "a reading");
    expect(recorder.readings[0]?.port).toBe("usb 0403:6001 serial A1");
    tree.pullOut(ftdi("A1"));
    await first.pair.pullOut();
    await until(() => state() === "away", "away");
    const second = await gaugeOn();
    tree.plugIn(ftdi("A1", { name: "ttyUSB7", socket: "2-4", terminal: second.pair.station }));
    await until(() => state() === "online", "online again");
    second.gauge.press("2.5");
    await until(() => recorder.readings.length === 2, "a second reading");
    expect(recorder.texts()).toEqual(["1.500", "2.500"]);
    expect(adapters).toEqual(["0403:6001 serial A1"]);
  });

  it("gives no readings from a swapped adapter until it is put back", async () => {
    const [mine, other] = [await gaugeOn(), await gaugeOn()];
    const path = tree.dev("ttyUSB0");
    tree.plugIn(ftdi("A1", { terminal: mine.pair.station }));
    start({ path });
    await until(() => state() === "online", "online");
    tree.pullOut(ftdi("A1"));
    await mine.pair.pullOut();
    await until(() => state() === "away", "away");
    // The same name, another adapter: the gauge of another bench.
    tree.plugIn(ftdi("B2", { terminal: other.pair.station }));
    await until(() => state() === "swapped", "swapped");
    expect(reason()).toContain("is now 0403:6001 serial B2, the gauge was on 0403:6001 serial A1");
    expect(reason()).toMatch(/put it back, or confirm/);
    other.gauge.press("9.999");
    await pause(700);
    expect(recorder.readings).toEqual([]);
    tree.pullOut(ftdi("B2"));
    await mine.pair.plugIn();
    tree.plugIn(ftdi("A1", { terminal: mine.pair.station }));
    await until(() => state() === "online", "online again");
  });

  it("is refused from the start on an adapter it was not on before, and taken once confirmed", async () => {
    const { pair, gauge } = await gaugeOn();
    tree.plugIn(ftdi("B2", { terminal: pair.station }));
    const line = start({ path: tree.dev("ttyUSB0") }, "0403:6001 serial A1");
    await until(() => state() === "swapped", "swapped");
    expect(line.acceptAdapter?.()).toBe("0403:6001 serial B2");
    expect(line.acceptAdapter?.()).toBeNull();
    await until(() => state() === "online", "online");
    gauge.press("3");
    await until(() => recorder.readings.length === 1, "a reading");
  });

  it("of the kind without serial number is refused in another socket", async () => {
    const { pair } = await gaugeOn();
    tree.plugIn(nameless({ socket: "1-1.3", terminal: pair.station }));
    start({ path: tree.dev("ttyUSB0") }, "1a86:7523 in socket 1-1.2");
    await until(() => state() === "swapped", "swapped");
    expect(reason()).toContain("in socket 1-1.3");
  });

  it("on a Modbus bus is held to its adapter too, and all its gauges hear of a new one", async () => {
    const pair = await createPtyPair();
    open.push({ stop: () => pair.remove() });
    const model = models.get("laumas-tlb");
    if (model === undefined) throw new Error("no model laumas-tlb");
    const place = { kind: "pty", path: pair.gauge } as const;
    const device = await createSimulation(model, place, { seed: 1 });
    open.push({ stop: () => device.close() });
    tree.plugIn(ftdi("B2", { terminal: pair.station }));
    const outside = { ports: createLinuxPorts(tree.root) };
    const startOn = (id: string, adapter?: string) => {
      const line = { kind: "modbus-rtu", path: tree.dev("ttyUSB0") } as const;
      const settings = { id, model: model.id, line, adapter };
      const told = (_: string, name: string) => void adapters.push(`${id} ${name}`);
      const sink = { ...recorder, adapter: told };
      const made = createLine(settings, model, sink, realClock, () => 0, undefined, outside);
      open.push(made);
      made.start();
      return made;
    };
    const first = startOn("a", "0403:6001 serial A1");
    startOn("b");
    await until(
      () => recorder.states.filter(({ state: s }) => s === "swapped").length === 2,
      "both",
    );
    expect(recorder.samples).toEqual([]);
    expect(first.acceptAdapter?.()).toBe("0403:6001 serial B2");
    await until(() => new Set(recorder.samples.map(({ gauge }) => gauge)).size === 2, "both read");
    expect(adapters.sort()).toEqual(["a 0403:6001 serial B2", "b 0403:6001 serial B2"]);
  });

  it("says which ports there are when its own is not", async () => {
    tree.plugIn(ftdi("A1"));
    start({ path: tree.dev("ttyUSB9") });
    await until(() => state() === "away", "away");
    expect(reason()).toMatch(/there are .*ttyUSB0 \(0403:6001 serial A1\)/);
  });
});
