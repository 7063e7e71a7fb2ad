// The doctor finds what is really wrong on this machine, says it with its remedy, and changes nothing.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkClock } from "../../../edge/cli/doctor/check-clock.ts";
import { addDoctorCommand } from "../../../edge/cli/doctor-command.ts";
import {
  createStationFiles,
  type GaugeEntry,
  planText,
  type StationFiles,
  stationText,
} from "../../e2e/station-files.ts";
import { freePort } from "../../fakes/mosquitto.ts";
import { needs } from "../../fakes/needs.ts";
import { createPtyPair } from "../../fakes/pty-pair.ts";
import { startStation } from "../../fakes/station-process.ts";
import { callInProcess } from "./in-process.ts";

type Told = {
  readonly ok: boolean;
  readonly findings: readonly { about: string; state: string; what: string; remedy: string }[];
};

const plan = planText([{ id: "rod", gauge: "caliper", nominal: 10, tolerance: 0.5 }]);
let files: StationFiles;
let device: Server;
let port = 0;
beforeAll(async () => {
  files = createStationFiles(plan);
  device = createServer();
  await new Promise<void>((resolve) => device.listen(0, "127.0.0.1", resolve));
  port = (device.address() as AddressInfo).port;
});
afterAll(() => {
  device.close();
  files.remove();
});

const caliper = (line: string): GaugeEntry => ({
  ...{ id: "caliper", model: "mitutoyo-ascii", serves: "caliper", unit: "mm", line },
});
const overTcp = (to: number) => caliper(`{ kind = "tcp", host = "127.0.0.1", port = ${to} }`);

/** What the doctor says of a station with this gauge. */
async function doctor(gauge: GaugeEntry, more: { mqtt?: string; dir?: string } = {}) {
  const { mqtt, dir = files.dir } = more;
  files.write(
    stationText({ gauges: [gauge], target: 60, ...(mqtt === undefined ? {} : { mqtt }) }),
  );
  const args = ["doctor", "--config", files.config, "--dir", dir, "--json"];
  const { stdout, status } = await callInProcess(addDoctorCommand, args);
  const told = JSON.parse(stdout) as Told;
  const of = (about: string) => told.findings.find((one) => one.about === about);
  return { status, told, of };
}

describe("the doctor", () => {
  it("finds nothing wrong where all is there, and leaves no trace", async () => {
    const { status, told, of } = await doctor(overTcp(port), { mqtt: `mqtt://127.0.0.1:${port}` });
    expect(told.findings.filter(({ state }) => state === "wrong")).toEqual([]);
    expect({ status, ok: told.ok }).toEqual({ status: 0, ok: true });
    expect(of("gauge caliper")?.what).toBe(`127.0.0.1:${port} answers`);
    expect(of("broker")).toMatchObject({ state: "ok" });
    expect(existsSync(files.dir)).toBe(false);
  });

  it("names a gauge that does not answer, with what to do, and ends with 1", async () => {
    const gone = await doctor(overTcp(1));
    expect(gone.status).toBe(1);
    expect(gone.of("gauge caliper")).toMatchObject({
      state: "wrong",
      what: expect.stringContaining("(ECONNREFUSED)"),
      remedy: expect.stringContaining("nothing listens"),
    });
    const missing = await doctor(caliper('{ kind = "serial", path = "/dev/ttyUSB97" }'));
    expect(missing.of("gauge caliper")?.remedy).toContain("plug the adapter in");
    const noPort = await doctor(caliper(`{ kind = "serial", path = "${files.config}" }`));
    expect(noPort.of("gauge caliper")?.what).toContain("is no serial port");
  });

  it("says that a broker is away, which stops nothing, and that one speaks no TLS", async () => {
    const away = await doctor(overTcp(port), { mqtt: "mqtt://127.0.0.1:1" });
    expect(away).toMatchObject({ status: 0 });
    expect(away.of("broker")).toMatchObject({ state: "look" });
    device.once("connection", (socket) => socket.end("no TLS\r\n"));
    const plain = await doctor(overTcp(1), { mqtt: `mqtts://127.0.0.1:${port}` });
    expect(plain.of("broker")).toMatchObject({ state: "wrong" });
  });

  it("names certificates that are none instead of ending with them", async () => {
    const mqtt = 'mqtts://127.0.0.1:1"\ncertFile = "plan.toml"\nkeyFile = "plan.toml';
    const { status, of } = await doctor(overTcp(port), { mqtt });
    expect(of("broker")).toMatchObject({ state: "wrong", remedy: expect.stringContaining("PEM") });
    expect(status).toBe(1);
  });

  it("says in lines what is wrong with the settings and ends with 78", async () => {
    files.write("[station]\nname = 3\n");
    const args = ["doctor", "--config", files.config, "--dir", files.dir];
    const { stdout, status } = await callInProcess(addDoctorCommand, args);
    expect(status).toBe(78);
    expect(stdout).toMatch(/^WRONG {2}settings: \S+:2 station\.name: .*\n {7}\S/m);
    expect(stdout).toMatch(/^ok {5}disk: /m);
  });

  it("says that a folder cannot be made, and that a journal is not readable", async () => {
    const below = await doctor(overTcp(port), { dir: join(files.config, "var") });
    expect(below.of("folder")).toMatchObject({ state: "wrong" });
    const dir = mkdtempSync(join(tmpdir(), "proofline-doctor-"));
    writeFileSync(join(dir, "journal.db"), "not a database, but long enough to be taken for one");
    const garbled = await doctor(overTcp(port), { dir });
    expect(garbled.of("journal")).toMatchObject({ state: "wrong" });
    expect(garbled.status).toBe(1);
    rmSync(dir, { recursive: true });
  });

  it("knows a clock that is behind the journal or has lost its battery", () => {
    const now = "2026-11-22T08:00:00.000Z";
    expect(checkClock(now, "2026-11-22T08:00:30.000Z", "Asia/Shanghai").state).not.toBe("wrong");
    expect(checkClock(now, "2026-11-22T08:10:00.000Z", null)).toMatchObject({
      state: "wrong",
      what: expect.stringContaining("600 s before the newest record"),
    });
    expect(checkClock("1970-01-01T00:00:07.000Z", null, null).state).toBe("wrong");
  });
});

needs("socat")("the doctor beside a running station", () => {
  it("sees the station on its port, its journal and key, and a gauge that it has open", async () => {
    const cable = await createPtyPair();
    const own = createStationFiles(plan);
    mkdirSync(own.dir);
    const line = `{ kind = "serial", path = "${cable.station}" }`;
    const http = await freePort();
    own.write(stationText({ gauges: [caliper(line)], target: 60, port: http }));
    const station = await startStation(own.config, own.dir);
    try {
      const args = ["doctor", "--config", own.config, "--dir", own.dir, "--json"];
      const { stdout, status } = await callInProcess(addDoctorCommand, args);
      const { findings } = JSON.parse(stdout) as Told;
      const states = Object.fromEntries(findings.map(({ about, state }) => [about, state]));
      expect(states).toMatchObject({ screens: "ok", journal: "ok", key: "ok" });
      expect(states["gauge caliper"]).toBe("ok");
      expect(findings.find(({ about }) => about === "screens")?.what).toContain("station runs on");
      expect(findings.filter(({ state }) => state === "wrong").map(({ about }) => about)).toEqual(
        // The world of the test stands still, before the station's records.
        ["clock"],
      );
      expect(status).toBe(1);
    } finally {
      await station.stop();
      await cable.remove();
      own.remove();
    }
  }, 180_000);
});
