// The contents page of the command line: every command, in the order of the help.
import type { Command } from "commander";
import { addAnalyseCommand } from "./analyse-command.ts";
import { addConvertCommand } from "./convert-command.ts";
import { addDecodeCommand } from "./decode-command.ts";
import { addDemoCommand } from "./demo-command.ts";
import { addDoctorCommand } from "./doctor-command.ts";
import { addGaugeCommands } from "./gauge-commands.ts";
import { addJournalCommands } from "./journal-commands.ts";
import { addPlantCommand } from "./plant-command.ts";
import { addReportCommands } from "./report-commands.ts";
import { addStartCommand } from "./start-command.ts";
import type { World } from "./world.ts";

/** Sets the exit code of the process; the last one set counts. */
export type Exit = (code: number) => void;

export function addCommands(program: Command, world: World, exit: Exit): void {
  addStartCommand(program, world, exit);
  addDemoCommand(program, world, exit);
  addPlantCommand(program, world, exit);
  addConvertCommand(program, world, exit);
  addDecodeCommand(program, world, exit);
  addGaugeCommands(program, world, exit);
  addAnalyseCommand(program, world, exit);
  addReportCommands(program, world, exit);
  addJournalCommands(program, world, exit);
  addDoctorCommand(program, world, exit);
}
