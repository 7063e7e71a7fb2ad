// The gauges: is each port there and open to this user, does each address answer, is a calibration due.
import { access, constants, stat } from "node:fs/promises";
import type { GaugeConfig } from "../../../config/index.ts";
import { choosePort, type GaugeModel, systemPorts } from "../../../gauges/index.ts";
import { codeOf, type Finding, look, ok, remedyFor, wrong } from "./finding.ts";
import { reach } from "./reach.ts";

type Line = GaugeConfig["line"];
type PortLine = Extract<Line, { kind: "serial" | "modbus-rtu" }>;

/** `states`: what a running station says of its gauges; it has their ports open, so they are not tried. */
export async function checkGauges(
  gauges: readonly GaugeConfig[],
  models: ReadonlyMap<string, GaugeModel>,
  states: ReadonlyMap<string, string>,
  today: string,
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    gauges.map(async (gauge) => {
      const about = `gauge ${gauge.id}`;
      const online = states.get(gauge.id) === "online";
      const line = online
        ? ok(about, "the running station has it")
        : await checkLine(about, gauge.line);
      return [line, ...checkCalibration(gauge, today), ...checkModel(gauge, models)];
    }),
  );
  return found.flat();
}

async function checkLine(about: string, line: Line): Promise<Finding> {
  switch (line.kind) {
    case "serial":
    case "modbus-rtu":
      return await checkPort(about, line);
    case "tcp":
    case "modbus-tcp": {
      const address = `${line.host}:${line.port}`;
      const code = await reach(line.host, line.port);
      if (code === null) return ok(about, `${address} answers`);
      return wrong(about, `${address} does not answer (${code})`, remedyFor(code));
    }
    case "file":
      return await checkFiles(about, line.folder);
    case "replay":
      return await checkReplay(about, line.file);
  }
}

async function checkPort(about: string, line: PortLine): Promise<Finding> {
  const ports = await systemPorts.list();
  const followed = line.path === undefined ? null : await systemPorts.follow(line.path, ports);
  const choice = choosePort(line, ports, followed);
  if (choice.kind !== "port") return wrong(about, choice.reason, remedyFor("ENOENT"));
  const { path } = choice;
  // Elsewhere a port is no file that could be looked at; that the system lists it must do.
  if (!path.startsWith("/")) return ok(about, `${path}`);
  try {
    await access(path, constants.R_OK | constants.W_OK);
    if ((await stat(path)).isCharacterDevice()) return ok(about, `${path} is there`);
    return wrong(about, `${path} is no serial port`, remedyFor("ENOTTY"));
  } catch (error) {
    const code = codeOf(error);
    return wrong(about, `${path} cannot be opened (${code})`, remedyFor(code));
  }
}

async function checkFiles(about: string, folder: string): Promise<Finding> {
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok(about, `files are taken from ${folder}`);
  } catch (error) {
    const remedy = "Make the folder, and let the station read it and move files in it.";
    return wrong(about, `${folder} cannot be used (${codeOf(error)})`, remedy);
  }
}

async function checkReplay(about: string, file: string): Promise<Finding> {
  try {
    await access(file, constants.R_OK);
    return look(about, `plays the recording ${file}: no live gauge`);
  } catch (error) {
    return wrong(about, `${file} cannot be read (${codeOf(error)})`, "Correct `file` of its line.");
  }
}

const SOON_DAYS = 14;
const DAY_MS = 86_400_000;

/** A calibration recorded on the screens since then is not known here. */
function checkCalibration({ id, calibrationDue }: GaugeConfig, today: string): readonly Finding[] {
  if (calibrationDue === null) return [];
  const left = Math.round((Date.parse(calibrationDue) - Date.parse(today)) / DAY_MS);
  if (left > SOON_DAYS) return [];
  const what = left < 0 ? `was due on ${calibrationDue}` : `is due on ${calibrationDue}`;
  const remedy =
    "Calibrate it and record that on the page Gauges, or write the new calibrationDue.";
  return [look(`gauge ${id}`, `its calibration ${what}`, remedy)];
}

function checkModel(
  { id, model }: GaugeConfig,
  models: ReadonlyMap<string, GaugeModel>,
): readonly Finding[] {
  if (models.get(model)?.evidence !== "unverified") return [];
  const remedy = "Confirm two values against its display on the page Gauges.";
  return [look(`gauge ${id}`, `nobody has seen the model ${model} on a device`, remedy)];
}
