// What a station file must hold beyond its shape, as far as the file alone can tell.
import { portKey } from "../../gauges/index.ts";
import type { Fault } from "../file/config-error.ts";
import { nearest } from "../file/near.ts";
import type { KnownModel } from "./known-model.ts";
import type { StationFile } from "./station-schema.ts";

type Gauge = StationFile["gauge"][number];

/** Every error of the file that needs no other file. Pure. */
export function checkStation(
  file: StationFile,
  models: ReadonlyMap<string, KnownModel>,
): readonly Fault[] {
  return [
    ...checkPlace(file),
    ...checkListening(file.http.host),
    ...(file.mqtt === undefined ? [] : checkCredentials(file.mqtt)),
    ...checkUnique(file, models),
    ...file.gauge.flatMap((gauge, index) => checkGauge(gauge, index, models)),
    ...checkRuns(file),
  ];
}

function checkPlace({ station, place }: StationFile): Fault[] {
  const names: [string[], string][] = [
    [["station", "name"], station.name],
    ...Object.entries(place).map(([level, name]): [string[], string] => [["place", level], name]),
  ];
  const faults = names
    .filter(([, name]) => Buffer.byteLength(name) > 64)
    .map(([path]) => ({ path, what: "is longer than 64 bytes", remedy: "Shorten it." }));
  if (isZone(station.zone)) return faults;
  const what = `${JSON.stringify(station.zone)} is not a time zone`;
  const remedy = 'Use an IANA name such as "Asia/Shanghai" or "Europe/Berlin".';
  return [...faults, { path: ["station", "zone"], what, remedy }];
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function checkListening(host: string): Fault[] {
  if (host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host)) return [];
  const what = `${JSON.stringify(host)} would open the station to the network`;
  const remedy =
    'Use "127.0.0.1": there are no users yet to log in. Reach it by an SSH tunnel meanwhile.';
  return [{ path: ["http", "host"], what, remedy }];
}

/** What a table [mqtt] must hold, here and in the plant's file. */
export function checkCredentials(mqtt: NonNullable<StationFile["mqtt"]>): Fault[] {
  const faults: Fault[] = [];
  const missing = (key: string, what: string) =>
    void faults.push({ path: ["mqtt", key], what, remedy: "Give both, or neither." });
  if ((mqtt.username === undefined) !== (mqtt.passwordFile === undefined))
    missing(mqtt.username ? "username" : "passwordFile", "username and passwordFile go together");
  if ((mqtt.certFile === undefined) !== (mqtt.keyFile === undefined))
    missing(mqtt.certFile ? "certFile" : "keyFile", "certFile and keyFile go together");
  if (!URL.canParse(mqtt.url)) {
    const what = `${JSON.stringify(mqtt.url)} is no address`;
    const remedy = 'Write host and port, 1 to 65535, such as "mqtts://broker.example:8883".';
    return [...faults, { path: ["mqtt", "url"], what, remedy }];
  }
  const { protocol, hostname, username, password } = new URL(mqtt.url);
  if (username !== "" || password !== "") {
    const remedy = "Remove it from the address; use username and passwordFile.";
    faults.push({ path: ["mqtt", "url"], what: "the address holds a user or password", remedy });
  }
  const local = checkListening(hostname.replace(/^\[|\]$/g, "")).length === 0;
  if (protocol === "mqtt:" && !local && mqtt.username !== undefined) {
    const what = "user and password would cross the network in clear";
    faults.push({ path: ["mqtt", "url"], what, remedy: 'Use "mqtts://", with caFile if needed.' });
  }
  return faults;
}

function checkUnique(file: StationFile, models: ReadonlyMap<string, KnownModel>): Fault[] {
  const gauges = file.gauge.entries();
  const ids = [...gauges].map(([index, { id }]) => ({ path: ["gauge", `${index}`, "id"], id }));
  const places = [...file.gauge.entries()].map(([index, gauge]) => ({
    path: ["gauge", `${index}`, "line"],
    id: placeOf(gauge, models.get(gauge.model)),
  }));
  const runs = [...file.run.entries()].map(([index, { id }]) => ({
    path: ["run", `${index}`, "id"],
    id,
  }));
  const plans = [...file.plans.entries()].map(([index, id]) => ({
    path: ["plans", `${index}`],
    id,
  }));
  return [
    ...repeated(ids, "Give each gauge its own id."),
    ...repeated(places, "One line can carry one gauge: correct one of the two."),
    ...sharedPorts(file),
    ...repeated(runs, "Give each run its own id."),
    ...repeated(plans, "Name each plan once."),
  ];
}

function repeated(entries: { path: string[]; id: string }[], remedy: string): Fault[] {
  return entries.flatMap(({ path, id }, index) => {
    const first = entries.findIndex((entry) => entry.id === id);
    if (first === index) return [];
    const what = `${id} is already used by ${entries[first]?.path.slice(0, 2).join(".")}`;
    return [{ path, what, remedy }];
  });
}

/** What two gauges cannot share: a port, an address, a folder; on a Modbus bus the unit. */
function placeOf({ line }: Gauge, model: KnownModel | undefined): string {
  switch (line.kind) {
    case "serial":
      return portKey(line);
    case "modbus-rtu":
      return `${portKey(line)} unit ${line.unitId ?? model?.unitId ?? 1}`;
    case "tcp":
      return `${line.host}:${line.port}`;
    case "modbus-tcp":
      return `${line.host}:${line.port} unit ${line.unitId ?? model?.unitId ?? 1}`;
    case "file":
      return line.folder;
    case "replay":
      return line.file;
  }
}

/** A port is either one gauge's or a Modbus bus at one speed. */
function sharedPorts({ gauge }: StationFile): Fault[] {
  return gauge.flatMap(({ line }, index) => {
    if (!isPort(line)) return [];
    const path = ["gauge", `${index}`, "line"];
    if (line.path === undefined && line.usb === undefined) {
      const remedy = 'Add path = "/dev/serial/by-id/…", or usb with vendor, product and serial.';
      return [{ path, what: "names no port", remedy }];
    }
    const port = portKey(line);
    const first = gauge.findIndex((other) => isPort(other.line) && portKey(other.line) === port);
    const other = gauge[first]?.line;
    if (first === index || other === undefined || !isPort(other)) return [];
    if (other.kind !== line.kind) {
      const what = `${port} is already used by gauge.${first} as ${other.kind}`;
      return [{ path, what, remedy: "A Modbus bus and another gauge need ports of their own." }];
    }
    if (line.kind === "serial" || other.baud === line.baud) return [];
    const what = `${port} has another speed than at gauge.${first}`;
    return [{ path, what, remedy: "Give all units of a bus the same baud." }];
  });
}

function isPort(
  line: Gauge["line"],
): line is Extract<Gauge["line"], { kind: "serial" | "modbus-rtu" }> {
  return line.kind === "serial" || line.kind === "modbus-rtu";
}

const families = [
  ["serial", "tcp", "replay"],
  ["modbus-rtu", "modbus-tcp", "replay"],
  ["file"],
] as const;

function checkGauge(gauge: Gauge, index: number, models: ReadonlyMap<string, KnownModel>): Fault[] {
  const path = ["gauge", `${index}`];
  const faults: Fault[] = [];
  const due = gauge.calibrationDue;
  if (due !== undefined && !isDay(due)) {
    const remedy = 'Write year-month-day, such as "2027-03-31".';
    faults.push({ path: [...path, "calibrationDue"], what: `${due} is not a day`, remedy });
  }
  const studied = gauge.msa?.on;
  if (studied !== undefined && !isDay(studied)) {
    const remedy = 'Write year-month-day, such as "2026-09-14".';
    faults.push({ path: [...path, "msa"], what: `${studied} is not a day`, remedy });
  }
  const model = models.get(gauge.model);
  if (model === undefined) {
    const near = nearest(gauge.model, models.keys()).map((id) => `"${id}"`);
    const remedy = `${near.length > 0 ? `Did you mean ${near.join(" or ")}? ` : ""}The files in gauges/models name them all.`;
    const what = `there is no gauge model ${JSON.stringify(gauge.model)}`;
    return [...faults, { path: [...path, "model"], what, remedy }];
  }
  const possible = families.find((family) => family.some((kind) => kind === model.line)) ?? [];
  if (!possible.some((kind) => kind === gauge.line.kind)) {
    const what = `${model.id} cannot be read over ${gauge.line.kind}`;
    const usual = possible.filter((kind) => kind !== "replay").map((kind) => `"${kind}"`);
    const remedy = `Use the kind ${usual.join(" or ")}.`;
    faults.push({ path: [...path, "line", "kind"], what, remedy });
  }
  if (!model.saysUnit && gauge.unit === undefined) {
    const what = `${model.id} does not always say its unit`;
    faults.push({ path, what, remedy: 'Add the unit it shows, such as unit = "mm".' });
  }
  if (model.asksWordOrder === true && gauge.wordOrder === undefined) {
    const what = `${model.id} does not know the order of its words`;
    const remedy =
      'Compare with the display (proofline gauges try), then add wordOrder = "ABCD", "CDAB", "BADC" or "DCBA".';
    faults.push({ path, what, remedy });
  }
  if (model.asksWordOrder !== true && gauge.wordOrder !== undefined) {
    const what = `${model.id} has its word order in the model`;
    faults.push({ path: [...path, "wordOrder"], what, remedy: "Remove it." });
  }
  return faults;
}

/** A day of the calendar: 2027-02-30 has the form but does not exist. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function checkRuns(file: StationFile): Fault[] {
  return file.run.flatMap((run, index) => {
    if (file.plans.includes(run.plan)) return [];
    const [near] = nearest(run.plan, file.plans);
    const what = `${JSON.stringify(run.plan)} is not among plans`;
    const remedy = near === undefined ? "Add it to plans." : `Did you mean "${near}"?`;
    return [{ path: ["run", `${index}`, "plan"], what, remedy }];
  });
}
