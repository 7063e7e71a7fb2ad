// The systems that are measured: how each is started, where it tells a reading, where it keeps it.
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { generate } from "mqtt-packet";
import { root } from "../../config/setup/run.mjs";

const RUN = "bench-run";
const TOPIC = "spc/line3/op40/r";

export const plan = `serials = "U{000000}"
[part]
number = "BENCH"
revision = "A"
name = { en = "Bench part" }
[[characteristic]]
id = "width"
balloon = "1"
name = { en = "Width" }
kind = "variable"
unit = "mm"
decimals = 5
nominal = 50
lsl = 20
usl = 80
class = "standard"
function = "fit"
chart = "xbar-r"
subgroup = 5
trialSubgroups = 20
gauge = "caliper"
`;

const serialGauge = (tty, index) => `[[gauge]]
id = "caliper-${index + 1}"
name = "Caliper ${index + 1}"
model = "mitutoyo-ascii"
serves = ["caliper"]
unit = "mm"
line = { kind = "serial", path = "${tty}", baud = 9600 }
`;

const rigGauge = (port, index, pollMs) => `[[gauge]]
id = "rig-${index + 1}"
name = "Rig ${index + 1}"
model = "laumas-tlb"
serves = ["rig"]
unit = "N"
pollMs = ${pollMs}
line = { kind = "modbus-tcp", host = "127.0.0.1", port = ${port} }
`;

/** A station with these serial gauges and rigs, and no plant. */
export function gaugesToml({ ttys, rigs, pollMs, units }) {
  const gauges = ttys.map(serialGauge);
  const polled = rigs.split(",").map((port, index) => rigGauge(port, index, pollMs));
  return stationToml("", [...gauges, ...polled].join(""), units);
}

function stationToml(mqtt, gauges, units) {
  return `plans = ["plan.toml"]
[station]
name = "bench"
zone = "UTC"
[place]
enterprise = "bench"
site = "bench"
area = "bench"
line = "bench"
[http]
port = 0
${mqtt}${gauges}[[run]]
id = "${RUN}"
plan = "plan.toml"
brand = "Bench"
supplier = "Bench"
target = ${units}
`;
}

export async function startRun(url) {
  const answer = await fetch(`${url}/api/runs/${RUN}/phase`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ step: "start", reason: null }),
  });
  if (!answer.ok) throw new Error(`the run was not started: ${await answer.text()}`);
}

/** Numbers kept by the station, read from the values of its journal. */
const oursKept = (file) =>
  rows(file, "SELECT DISTINCT CAST(value AS TEXT) AS text FROM measurement").map(({ text }) =>
    Number(text.split(".")[1]),
  );
const theirsKept = (file) => rows(file, "SELECT DISTINCT seq FROM reading").map(({ seq }) => seq);

function rows(file, sql) {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

export const overHttp = (port, path, pattern, number) => ({
  port,
  greeting: Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`),
  pattern,
  number,
});

function overMqtt(port, topic, pattern, number) {
  const connect = { cmd: "connect", protocolId: "MQTT", protocolVersion: 4, clean: true };
  const subscribe = { cmd: "subscribe", messageId: 1, subscriptions: [{ topic, qos: 0 }] };
  const packets = [{ ...connect, clientId: "listener", keepalive: 0 }, subscribe];
  return { port, greeting: Buffer.concat(packets.map((one) => generate(one))), pattern, number };
}

/** Options that the unit file of the station gives to Node: it is measured as it is run. */
function unitOptions() {
  const unit = readFileSync(join(root, "config", "systemd", "proofline.service"), "utf8");
  const [, options = ""] = /^ExecStart=\S+((?: --\S+)*)/m.exec(unit) ?? [];
  return options.split(" ").filter((option) => option !== "");
}

/** The compiled station; its event is the record on /api/stream, its message a batch of records. */
export function ours(nodeArguments = []) {
  return {
    name: "Proofline",
    event: "SSE",
    format: "mitutoyo",
    program: (place) => {
      writeFileSync(join(place.folder, "plan.toml"), plan);
      const config = join(place.folder, "station.toml");
      const mqtt = `[mqtt]\nurl = "mqtt://127.0.0.1:${place.brokerPort}"\n`;
      writeFileSync(config, stationToml(mqtt, serialGauge(place.tty, 0), place.units));
      const main = join(root, "dist", "edge", "main.js");
      const dir = join(place.folder, "var");
      const args = [
        ...unitOptions(),
        ...nodeArguments,
        main,
        "start",
        "--config",
        config,
        "--dir",
        dir,
      ];
      return { command: process.execPath, args, env: {}, up: /runs on (\S+)[\s\S]*READY/ };
    },
    ready: async (place, [, url]) => {
      await startRun(url);
      return {
        event: overHttp(new URL(url).port, "/api/stream", '"value":"', "after-point"),
        message: overMqtt(place.brokerPort, "#", '"value":"', "after-point"),
      };
    },
    kept: (place) => oursKept(join(place.folder, "var", "journal.db")),
  };
}

const theirPlace = (place) => ({
  SERIAL: place.tty,
  DBFILE: join(place.folder, "kept.db"),
  MQTT_PORT: String(place.brokerPort),
  TOPIC,
});

/** A bare script: serial, SQLite commit per turn, event and message; no plan, no chain, no screens. */
export function floor(peer) {
  return {
    name: "floor",
    event: "SSE",
    format: "pair",
    program: (place) => ({
      command: process.execPath,
      args: [join(peer, "minimal", "minimal.js")],
      env: {
        ...theirPlace(place),
        COMMIT: "tick",
        READER: "tty",
        SSE_PORT: String(place.freePort),
      },
      up: /READY/,
    }),
    ready: async (place) => ({
      event: overHttp(place.freePort, "/", '"seq":', "plain"),
      message: overMqtt(place.brokerPort, TOPIC, '"seq":', "plain"),
    }),
    kept: (place) => theirsKept(join(place.folder, "kept.db")),
  };
}

/** Node-RED with WAL and synchronous=FULL; its event is its MQTT message. */
export function nodeRed(peer) {
  const opened = /opened at 115200[\s\S]*Connected to broker|Connected to broker[\s\S]*opened at/i;
  return {
    name: "Node-RED",
    event: "MQTT",
    format: "pair",
    program: (place) => {
      const home = join(place.folder, "node-red");
      mkdirSync(home);
      copyFileSync(join(peer, "nodered", "settings.js"), join(home, "settings.js"));
      copyFileSync(join(peer, "nodered", "flows.json"), join(home, "flows.json"));
      symlinkSync(join(peer, "nodered", "app", "node_modules"), join(home, "node_modules"));
      const dependencies = { "node-red-node-serialport": "*", "node-red-node-sqlite": "*" };
      const about = { name: "bench", version: "0.0.1", dependencies };
      writeFileSync(join(home, "package.json"), JSON.stringify(about));
      const red = join(peer, "nodered", "app", "node_modules", "node-red", "red.js");
      return {
        command: join(peer, "node22", "node_modules", ".bin", "node"),
        args: [red, "-u", home, "-s", join(home, "settings.js")],
        env: { ...theirPlace(place), NR_PORT: String(place.freePort) },
        up: opened,
      };
    },
    ready: async (place) => ({
      event: overMqtt(place.brokerPort, TOPIC, '"seq":', "plain"),
      message: null,
    }),
    kept: (place) => theirsKept(join(place.folder, "kept.db")),
  };
}
