// `proofline doctor`: looks at everything a station needs, says in words what is wrong, and changes nothing.
import type { Command } from "commander";
import { formatConfigErrors } from "../../config/index.ts";
import type { Exit } from "./commands.ts";
import { checkClock } from "./doctor/check-clock.ts";
import { checkFolder } from "./doctor/check-folder.ts";
import { checkGauges } from "./doctor/check-gauges.ts";
import { checkBroker, checkScreens } from "./doctor/check-network.ts";
import { type Finding, findingWords, look, ok, wrong } from "./doctor/finding.ts";
import { readSettings, type StationSettings } from "./station-settings.ts";
import { EXIT, type World } from "./world.ts";

type DoctorOptions = { readonly config: string; readonly dir: string; readonly json?: boolean };

export function addDoctorCommand(program: Command, world: World, exit: Exit): void {
  program
    .command("doctor")
    .description("looks at settings, folder, disk, clock, gauges and broker, and changes nothing")
    .option("--config <file>", "settings of the station", "station.toml")
    .option("--dir <dir>", "where the journal and the key are kept", "./var")
    .option("--json", "print one JSON document")
    .action(async (options: DoctorOptions) => {
      const settings = readSettings(options.config);
      const findings = [...programFindings(world), ...(await examine(settings, options, world))];
      const bad = findings.filter(({ state }) => state === "wrong").length;
      if (options.json === true) world.say(JSON.stringify({ ok: bad === 0, findings }));
      else world.say([...findings.map(findingWords), closing(findings)].join("\n"));
      if (settings.config === null) exit(EXIT.configuration);
      else if (bad > 0) exit(EXIT.failure);
    });
}

function programFindings({ version, node, platform }: World): Finding[] {
  return [ok("program", `Proofline ${version} on Node ${node}, ${platform}`)];
}

/** Settings first; what hangs on them is looked at as far as they can be read. */
async function examine(
  { config, models, errors, warnings }: StationSettings,
  { config: file, dir }: DoctorOptions,
  world: World,
): Promise<readonly Finding[]> {
  const words = (list: typeof errors) =>
    list.map((one) => formatConfigErrors([one]).trimEnd().split("\n    "));
  const settings = [
    ...words(errors).map(([what = "", remedy = null]) => wrong("settings", what, remedy)),
    ...words(warnings).map(([what = "", remedy = null]) => look("settings", what, remedy)),
  ];
  const folder = await checkFolder(dir, config?.name ?? null);
  const clock = checkClock(world.now(), folder.newestAt, config?.zone ?? null);
  if (config === null) return [...settings, ...folder.findings, clock];
  const { finding, states } = await checkScreens(config);
  const [gauges, broker] = await Promise.all([
    checkGauges(config.gauges, models, states, world.now().slice(0, 10)),
    checkBroker(config.mqtt),
  ]);
  const { gauges: all, runs } = config;
  const sound = ok("settings", `${file} is right; gauges: ${all.length}, runs: ${runs.length}`);
  return [sound, ...settings, ...folder.findings, clock, finding, ...gauges, broker];
}

function closing(findings: readonly Finding[]): string {
  const count = (state: Finding["state"]) => findings.filter((one) => one.state === state).length;
  if (count("wrong") > 0) return `${count("wrong")} wrong, ${count("look")} to look at.`;
  return count("look") > 0 ? `Nothing wrong; ${count("look")} to look at.` : "Nothing wrong.";
}
