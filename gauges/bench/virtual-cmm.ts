// A simulated measuring machine that drops DFQ files into a folder, whole or slowly, as real ones do.
import { mkdir, open, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DfqFile, Fields } from "../formats/dfq/dfq-file.ts";
import { writeDfq } from "../formats/dfq/write-dfq.ts";

export type CmmCharacteristic = {
  /** Characteristic number (K2001). */
  readonly number: string;
  readonly name: string;
  readonly unit: string;
  readonly nominal?: number;
  readonly lower?: number;
  readonly upper?: number;
};

export type CmmValue = { readonly characteristic: string; readonly value: string };

export type CmmReport = {
  /** File name without its ending. */
  readonly name: string;
  /** Serial of the piece (K0014). */
  readonly serial: string;
  /** Local time of the machine, `d.M.yyyy/H:m:s` (K0004). */
  readonly measuredAt?: string;
  readonly values: readonly CmmValue[];
};

export type VirtualCmmOptions = {
  readonly folder: string;
  readonly part: { readonly number: string; readonly name: string };
  readonly characteristics: readonly CmmCharacteristic[];
  /** Writes into the final name, with this pause in the middle, instead of renaming. */
  readonly slowMs?: number;
};

export type VirtualCmm = {
  /** Writes one report; resolves with its file name once it is complete. */
  drop(report: CmmReport): Promise<string>;
};

export function createVirtualCmm(options: VirtualCmmOptions): VirtualCmm {
  return {
    async drop(report) {
      const text = writeDfq(reportFile(options, report));
      const file = `${report.name}.dfq`;
      await mkdir(options.folder, { recursive: true });
      if (options.slowMs === undefined) await putWhole(options.folder, file, text);
      else await putSlowly(join(options.folder, file), text, options.slowMs);
      return file;
    },
  };
}

async function putWhole(folder: string, file: string, text: string): Promise<void> {
  const temporary = join(folder, `${file}.part`);
  await writeFile(temporary, text);
  await rename(temporary, join(folder, file));
}

async function putSlowly(path: string, text: string, pauseMs: number): Promise<void> {
  const handle = await open(path, "w");
  try {
    const half = Math.floor(text.length / 2);
    await handle.write(text.slice(0, half));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    await handle.write(text.slice(half));
  } finally {
    await handle.close();
  }
}

function reportFile({ part, characteristics }: VirtualCmmOptions, report: CmmReport): DfqFile {
  return {
    head: {},
    parts: [
      {
        index: 1,
        fields: { K1001: part.number, K1002: part.name },
        characteristics: characteristics.map((each, at) => ({
          index: at + 1,
          fields: descriptionOf(each),
          values: report.values
            .filter(({ characteristic }) => characteristic === each.number)
            .map(({ value }) => fieldsOf(report, value)),
        })),
      },
    ],
    nodes: [],
    ignored: [],
  };
}

function descriptionOf({ number, name, unit, nominal, lower, upper }: CmmCharacteristic): Fields {
  const fields: Record<string, string> = { K2001: number, K2002: name, K2004: "0" };
  if (nominal !== undefined) fields.K2101 = String(nominal);
  if (lower !== undefined) fields.K2110 = String(lower);
  if (upper !== undefined) fields.K2111 = String(upper);
  return { ...fields, K2142: unit };
}

function fieldsOf({ serial, measuredAt }: CmmReport, value: string): Fields {
  const fields: Record<string, string> = { K0001: value, K0002: "0" };
  if (measuredAt !== undefined) fields.K0004 = measuredAt;
  return { ...fields, K0014: serial };
}
