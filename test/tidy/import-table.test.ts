// The linter refuses every import against the table of rooms, and allows those of the table: each row
// is broken once in a copy of the rules, so that a rule that matches nothing cannot pass for a guard.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Per file: imports the table forbids, and imports it allows. */
const table: Record<string, { refused: string[]; allowed: string[] }> = {
  "spc/charts/a.ts": {
    refused: ["node:fs", "typebox", "../../gauges/index.ts", "../../sync/records/index.ts"],
    allowed: ["../types.ts", "./b.ts"],
  },
  "gauges/decode/a.ts": {
    refused: ["../../spc/index.ts", "../../config/index.ts", "serialport", "modbus-serial"],
    allowed: ["../reading.ts", "node:fs", "iconv-lite"],
  },
  "gauges/lines/a.ts": {
    refused: ["../../edge/store/index.ts", "better-sqlite3", "mqtt", "../../spc/index.ts"],
    allowed: ["serialport", "@serialport/stream", "modbus-serial", "../decode/b.ts"],
  },
  "gauges/bench/a.ts": { refused: ["serialport", "mqtt"], allowed: ["modbus-serial"] },
  "config/station/a.ts": {
    refused: ["../../edge/runs/index.ts", "../../sync/topics.ts", "../../gauges/line.ts", "mqtt"],
    allowed: ["../../gauges/index.ts", "../../spc/index.ts", "node:fs", "../plan/b.ts"],
  },
  "sync/topics.ts": { refused: ["mqtt", "../edge/runs/index.ts"], allowed: ["./records/index.ts"] },
  "sync/records/a.ts": {
    refused: ["../publisher/index.ts", "../../config/index.ts", "../../spc/index.ts", "mqtt"],
    allowed: ["./b.ts", "typebox", "canonicalize", "node:crypto"],
  },
  "sync/publisher/a.ts": {
    refused: ["../collector/index.ts", "../records/hash.ts", "../../edge/store/index.ts", "pg"],
    allowed: ["../records/index.ts", "../topics.ts", "mqtt"],
  },
  "sync/collector/a.ts": {
    refused: ["../../edge/store/index.ts", "better-sqlite3", "../../gauges/index.ts"],
    allowed: [
      "pg",
      "mqtt",
      "../records/index.ts",
      "../../config/index.ts",
      "../publisher/index.ts",
    ],
  },
  "edge/intake/a.ts": {
    refused: ["node:fs", "../store/index.ts", "../http/index.ts", "../runs/fold-run.ts", "mqtt"],
    allowed: ["../runs/index.ts", "../charts/index.ts", "../../gauges/index.ts"],
  },
  "edge/charts/a.ts": {
    refused: ["node:crypto", "../runs/index.ts", "../../gauges/index.ts", "../../spc/moments.ts"],
    allowed: ["../../spc/index.ts", "../runs/run-state.ts", "../http/views.ts"],
  },
  "edge/runs/a.ts": {
    refused: ["node:crypto", "../intake/index.ts", "../store/journal.ts", "fastify"],
    allowed: ["../charts/index.ts", "../../config/plan/inspection-plan.ts"],
  },
  "edge/figures/a.ts": {
    refused: ["node:fs", "../runs/index.ts", "../reports/index.ts", "pdfkit", "preact"],
    allowed: ["../../spc/index.ts", "../http/views.ts"],
  },
  "edge/reports/pdf/a.ts": {
    refused: ["../../store/index.ts", "../../http/server.ts", "better-sqlite3", "fastify"],
    allowed: ["pdfkit", "../../figures/index.ts", "../../runs/index.ts", "../b.ts"],
  },
  "edge/store/a.ts": {
    refused: ["../runs/index.ts", "../http/views.ts", "../../spc/index.ts", "fastify"],
    allowed: ["better-sqlite3", "node:fs", "../../sync/records/index.ts"],
  },
  "edge/station/a.ts": {
    refused: ["../http/index.ts", "better-sqlite3", "serialport", "../../sync/publisher/index.ts"],
    allowed: ["../store/journal.ts", "../intake/index.ts", "../../gauges/index.ts"],
  },
  "edge/http/routes/a.ts": {
    refused: ["better-sqlite3", "mqtt", "../../store/database.ts", "../../web/main.tsx"],
    allowed: ["fastify", "@fastify/static", "../../runs/index.ts", "../../store/journal.ts"],
  },
  "edge/demo/a.ts": {
    refused: ["../http/index.ts", "../../sync/publisher/index.ts", "mqtt", "../runs/fold-run.ts"],
    allowed: ["../../gauges/index.ts", "../station/index.ts", "../../config/index.ts"],
  },
  "edge/cli/a.ts": {
    refused: ["better-sqlite3", "mqtt", "pg", "fastify", "serialport", "../store/database.ts"],
    allowed: ["../store/index.ts", "../http/index.ts", "../demo/b.ts", "commander", "node:fs"],
  },
  "edge/main.ts": {
    refused: ["./store/index.ts", "../gauges/index.ts", "fastify"],
    allowed: ["./cli/commands.ts", "commander", "node:fs"],
  },
  "edge/web/operator/a.tsx": {
    refused: ["node:fs", "../../store/index.ts", "../../runs/index.ts", "../../station/index.ts"],
    allowed: ["preact", "../../figures/index.ts", "../../http/views.ts", "../station/stream.ts"],
  },
};

/** Code that each of the other rules must refuse. */
const habits: Record<string, { rule: string; code: string }> = {
  "edge/runs/BigName.ts": { rule: "useFilenamingConvention", code: "export const a = 1;" },
  "edge/runs/default.ts": { rule: "noDefaultExport", code: "export default 1;" },
  "edge/runs/any.ts": { rule: "noExplicitAny", code: "export const a: any = 1;" },
  "edge/runs/console.ts": { rule: "noConsole", code: 'console.log("x");' },
  "edge/runs/environment.ts": { rule: "noProcessEnv", code: "export const a = process.env.A;" },
  "edge/runs/floating.ts": {
    rule: "noFloatingPromises",
    code: "async function f(): Promise<void> {}\nexport function g(): void {\n  f();\n}",
  },
  "edge/runs/exhaustive.ts": {
    rule: "useExhaustiveSwitchCases",
    code: 'export function f(a: "x" | "y"): void {\n  switch (a) {\n    case "x":\n      break;\n  }\n}',
  },
  "edge/runs/long.ts": {
    rule: "noExcessiveLinesPerFile",
    code: Array.from({ length: 301 }, (_, line) => `export const a${line} = ${line};`).join("\n"),
  },
  "edge/runs/tall.ts": {
    rule: "noExcessiveLinesPerFunction",
    code: `export function f(a: number): void {\n${"  a + 1;\n".repeat(61)}}`,
  },
  "edge/runs/circle-a.ts": {
    rule: "noImportCycles",
    code: 'import { b } from "./circle-b.ts";\nexport const a = () => b;',
  },
  "edge/runs/circle-b.ts": {
    rule: "noImportCycles",
    code: 'import { a } from "./circle-a.ts";\nexport const b = () => a;',
  },
};

type Diagnostic = {
  readonly category: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number } };
};

let folder = "";
let found: { rule: string; file: string; line: number }[] = [];

const importsOf = ({ refused, allowed }: { refused: string[]; allowed: string[] }) =>
  [...refused, ...allowed].map((from, index) => `import { a${index} } from "${from}";`).join("\n");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "proofline-rules-"));
  cpSync(join(root, "biome.json"), join(folder, "biome.json"));
  const write = (file: string, code: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${code}\n`);
  };
  for (const [file, row] of Object.entries(table)) write(file, importsOf(row));
  for (const [file, { code }] of Object.entries(habits)) write(file, code);
  found = (await lint()).map(({ category, location }) => ({
    rule: category.split("/").at(-1) ?? "",
    file: location.path.replaceAll("\\", "/"),
    line: location.start.line,
  }));
});
afterAll(() => rmSync(folder, { recursive: true }));

function lint(): Promise<readonly Diagnostic[]> {
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const args = [biome, "lint", ".", "--max-diagnostics=none", "--reporter=json"];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (_, stdout) =>
      resolve((JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics),
    );
  });
}

describe("the table of imports", () => {
  it.each(Object.entries(table))("holds for %s", (file, { refused, allowed }) => {
    const imports = [...refused, ...allowed];
    const reported = found
      .filter((one) => one.rule === "noRestrictedImports" && one.file === file)
      .map((one) => imports[one.line - 1]);
    expect(reported.sort()).toEqual([...refused].sort());
  });
});

describe("the linter", () => {
  it.each(Object.entries(habits))("refuses %s", (file, { rule }) => {
    expect(found.filter((one) => one.file === file).map((one) => one.rule)).toContain(rule);
  });
});
