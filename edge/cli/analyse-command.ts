// `proofline analyse`: charts, rules and capability of a CSV or JSON file.
import { readFileSync, statSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { isRefusal, RULE_SET_NAMES, type RuleSetName } from "../../spc/index.ts";
import { analyse, type Request } from "./analyse/analysis.ts";
import { CHARTS } from "./analyse/catalogue.ts";
import { isUnfit } from "./analyse/choose-sample.ts";
import { analysisJson, analysisLines } from "./analyse/print.ts";
import { isUnreadable, readTable } from "./analyse/read-table.ts";
import type { Exit } from "./commands.ts";
import { EXIT, type World } from "./world.ts";

const LARGEST_FILE = 256 * 1024 * 1024;

type AnalyseOptions = {
  readonly chart: string;
  readonly column?: readonly string[];
  readonly subgroup?: string;
  readonly size?: number;
  readonly count?: string;
  readonly sizes?: string;
  readonly time?: string;
  readonly phase1?: number;
  readonly exclude?: readonly number[];
  readonly cause?: string;
  readonly center?: number;
  readonly sigma?: number;
  readonly nsigmas: number;
  readonly estimator?: string;
  readonly lambda: number;
  readonly cusumK: number;
  readonly cusumH: number;
  readonly headStart: number;
  readonly span: number;
  readonly rules?: RuleSetName;
  readonly only?: readonly number[];
  readonly k?: Readonly<Record<number, number>>;
  readonly capability?: boolean;
  readonly lsl?: number;
  readonly usl?: number;
  readonly nominal?: number;
  readonly format?: "csv" | "json";
  readonly json?: boolean;
};

export function addAnalyseCommand(program: Command, world: World, exit: Exit): void {
  const command = program
    .command("analyse <file>")
    .description("charts, rules and capability of a CSV or JSON file (- reads standard input)")
    .requiredOption("--chart <name>", "which chart, see below")
    .option(
      "--column <names>",
      "column of values; several, with commas, make rows subgroups",
      names,
    )
    .option("--subgroup <column>", "column whose equal neighbours make a subgroup")
    .option("--size <n>", "values per subgroup; sample size of attribute charts", whole)
    .option("--count <column>", "column of counts")
    .option("--sizes <column>", "column of sample sizes")
    .option("--time <column>", "column of times of a trend")
    .option("--phase1 <n>", "limits from the first n points, kept for the rest", whole)
    .option("--exclude <numbers>", "points not used for the limits, from 1", numbers)
    .option("--cause <text>", "why they are not used")
    .option("--center <value>", "known centre", number)
    .option("--sigma <value>", "known standard deviation of single values", number)
    .option("--nsigmas <value>", "width of the limits", number, 3)
    .option("--estimator <name>", "estimator of sigma")
    .option("--lambda <value>", "weight of the newest point of an EWMA", number, 0.2)
    .option("--cusum-k <value>", "allowance of a CUSUM in standard errors", number, 0.5)
    .option("--cusum-h <value>", "decision interval of a CUSUM in standard errors", number, 5)
    .option("--head-start <value>", "head start of a CUSUM", number, 0)
    .option("--span <n>", "points of a moving average", whole, 5)
    .addOption(new Option("--rules <set>", "set of runs rules").choices([...RULE_SET_NAMES]))
    .option("--only <rules>", "numbers of the rules to apply", numbers)
    .option("--k <counts>", "other counts of rules, as 2=8,3=7", counts)
    .option("--capability", "capability indices with their intervals")
    .option("--lsl <value>", "lower specification limit", number)
    .option("--usl <value>", "upper specification limit", number)
    .option("--nominal <value>", "nominal value", number)
    .addOption(new Option("--format <format>", "of the file").choices(["csv", "json"]))
    .option("--json", "print one JSON document")
    .addHelpText("after", chartsHelp());
  command.action((file: string, options: AnalyseOptions) => run(file, options, world, exit));
}

type Failure = { readonly code: number; readonly why: string };

/** Prints the analysis, or says on stderr what is wrong and sets the exit code. */
function run(file: string, options: AnalyseOptions, world: World, exit: Exit): void {
  const failure = printed(file, options, world);
  if (failure === null) return;
  world.warn(failure.why);
  exit(failure.code);
}

function printed(file: string, options: AnalyseOptions, world: World): Failure | null {
  const text = contentsOf(file);
  if (typeof text !== "string") return text;
  const looksJson = file.endsWith(".json") || (file === "-" && /^\s*[[{]/.test(text));
  const table = readTable(text, options.format ?? (looksJson ? "json" : "csv"));
  if (isUnreadable(table)) return { code: EXIT.failure, why: `${file}: ${table.unreadable}` };
  const analysis = analyse(table, requestOf(options));
  if (isUnfit(analysis)) {
    return { code: analysis.unfit === "usage" ? EXIT.usage : EXIT.failure, why: analysis.why };
  }
  if (isRefusal(analysis)) {
    const why = `No ${options.chart} chart (${analysis.refused}): ${analysis.why}`;
    return { code: EXIT.failure, why };
  }
  if (options.json === true) world.say(JSON.stringify(analysisJson(analysis, file)));
  else for (const line of analysisLines(analysis, file)) world.say(line);
  const indices = analysis.capability?.indices;
  if (indices === undefined || !isRefusal(indices)) return null;
  return { code: EXIT.failure, why: `No capability (${indices.refused}): ${indices.why}` };
}

function contentsOf(file: string): string | Failure {
  try {
    if (file !== "-" && statSync(file).size > LARGEST_FILE) {
      const why = `${file} is larger than ${LARGEST_FILE / 1024 / 1024} MiB.`;
      return { code: EXIT.failure, why };
    }
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { code: EXIT.failure, why: `${file} can't be read: ${why}` };
  }
}

function requestOf(options: AnalyseOptions): Request {
  const { column, subgroup, size, count, sizes, time, lsl, usl, nominal } = options;
  const { phase1, exclude, center, sigma, nsigmas, estimator, lambda, headStart, span } = options;
  const spec = {
    ...(lsl === undefined ? {} : { lsl }),
    ...(usl === undefined ? {} : { usl }),
    ...(nominal === undefined ? {} : { nominal }),
  };
  const { cusumK: k, cusumH: h } = options;
  return {
    chart: options.chart,
    choice: { column, subgroup, size, count, sizes, time },
    options: {
      ...{ phase1, exclude, center, sigma, nsigmas, estimator, lambda, k, h, headStart, span },
      spec,
    },
    rules: options.rules,
    only: options.only,
    k: options.k,
    capability: options.capability ?? false,
    cause: options.cause,
  };
}

function chartsHelp(): string {
  const lines = CHARTS.map(
    ({ name, what, example }) => `  ${name.padEnd(15)} ${what}\n      proofline analyse ${example}`,
  );
  return `\nCharts:\n${lines.join("\n")}\n
Rules and capability go with any chart of measured values:
      proofline analyse parts.csv --chart xbar-r --size 5 --rules nelson --capability --lsl 9.9 --usl 10.1
`;
}

function names(text: string): string[] {
  return text.split(",").map((name) => name.trim());
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError(`"${text}" is no number.`);
}

function whole(text: string): number {
  const value = number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError(`"${text}" is no whole number above 0.`);
}

function numbers(text: string): number[] {
  return names(text).map(whole);
}

function counts(text: string): Record<number, number> {
  return Object.fromEntries(
    names(text).map((pair) => {
      const [rule = "", k = ""] = pair.split("=");
      return [whole(rule), number(k)];
    }),
  );
}
