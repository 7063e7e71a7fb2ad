// The contents page of the command line: every command, in the order of the help, and where it lives.
import type { Command } from "commander";
import type { World } from "./world.ts";

/** Sets the exit code of the process; the last one set counts. */
export type Exit = (code: number) => void;

type Add = (program: Command, world: World, exit: Exit) => void;
type Room = { readonly names: readonly string[]; readonly load: () => Promise<Add> };

/** Loaded when asked for: who analyses a file should not wait for a web server and a broker's client. */
const rooms: readonly Room[] = [
  { names: ["start"], load: async () => (await import("./start-command.ts")).addStartCommand },
  { names: ["demo"], load: async () => (await import("./demo-command.ts")).addDemoCommand },
  { names: ["plant"], load: async () => (await import("./plant-command.ts")).addPlantCommand },
  {
    names: ["convert"],
    load: async () => (await import("./convert-command.ts")).addConvertCommand,
  },
  { names: ["decode"], load: async () => (await import("./decode-command.ts")).addDecodeCommand },
  { names: ["gauges"], load: async () => (await import("./gauge-commands.ts")).addGaugeCommands },
  {
    names: ["analyse"],
    load: async () => (await import("./analyse-command.ts")).addAnalyseCommand,
  },
  {
    names: ["report", "verify"],
    load: async () => (await import("./report-commands.ts")).addReportCommands,
  },
  {
    names: ["journal", "backup", "restore"],
    load: async () => (await import("./journal-commands.ts")).addJournalCommands,
  },
  { names: ["doctor"], load: async () => (await import("./doctor-command.ts")).addDoctorCommand },
];

/** Adds the command of this name; all of them where it names none, for the help and for mistakes. */
export async function addCommands(
  program: Command,
  asked: string | undefined,
  world: World,
  exit: Exit,
): Promise<void> {
  const named = rooms.filter(({ names }) => asked !== undefined && names.includes(asked));
  const wanted = named.length > 0 ? named : rooms;
  const adds = await Promise.all(wanted.map(({ load }) => load()));
  for (const add of adds) add(program, world, exit);
}
