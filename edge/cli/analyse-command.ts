// `proofline analyse`: charts, rules and capability of a CSV or JSON file.
import { readFileSync, statSync } from "node:fs";
import { type Command, Option } from "commander";
import { type Baseline, isRefusal } from "../../spc/index.ts";
import { analyse, type Request } from "./analyse/analysis.ts";
import { FIT_NAMES, type FitName } from "./analyse/capability-answer.ts";
import { CHARTS } from "./analyse/catalogue.ts";
import { isUnfit } from "./analyse/choose-sample.ts";
import { readLimits } from "./analyse/limits-file.ts";
import {
  type ChosenRules,
  counts,
  names,
  number,
  numbers,
  ruleChoice,
  whole,
} from "./analyse/option-words.ts";
import { analysisDocument, analysisLines } from "./analyse/print.ts";
import { isUnreadable, readTable, type Written } from "./analyse/read-table.ts";
import type { Exit } from "./commands.ts";
import { EXIT, type World } from "./world.ts";

const LARGEST_FILE = 256 * 1024 * 1024;

const DELIMITERS = { comma: ",", semicolon: ";", tab: "\t", bar: "|" } as const;
const DECIMALS = { point: ".", comma: "," } as const;

type AnalyseOptions = {
  readonly chart: string;
  readonly column?: readonly string[];
  readonly subgroup?: string;
  readonly size?: number;
  readonly count?: string;
  readonly sizes?: string;
  readonly time?: string;
  readonly stage?: string;
  readonly part?: string;
  readonly nominals?: string;
  readonly phase1?: number;
  readonly exclude?: readonly number[];
  readonly cause?: string;
  readonly limits?: string;
  readonly center?: number;
  readonly sigma?: number;
  readonly nsigmas: number;
  readonly probability?: number;
  readonly estimator?: string;
  readonly mrLength?: number;
  readonly constants?: "exact" | "tabulated";
  readonly lambda?: number;
  readonly asymptotic?: boolean;
  readonly cusumK?: number;
  readonly cusumH?: number;
  readonly headStart?: number;
  readonly span?: number;
  readonly alpha?: number;
  readonly acceptable: number;
  readonly risk: number;
  readonly rules?: ChosenRules;
  readonly only?: readonly number[];
  readonly k?: Readonly<Record<number, number>>;
  readonly pointsPerWeek?: number;
  readonly capability?: boolean;
  readonly confidence: number;
  readonly fit?: FitName;
  readonly normality?: boolean;
  readonly lsl?: number;
  readonly usl?: number;
  readonly nominal?: number;
  readonly format?: "csv" | "json";
  readonly delimiter?: keyof typeof DELIMITERS;
  readonly decimal?: keyof typeof DECIMALS;
  readonly header: boolean;
  readonly json?: boolean;
};

export function addAnalyseCommand(program: Command, world: World, exit: Exit): void {
  const command = program
    .command("analyse <file>")
    .description("charts, rules and capability of a CSV or JSON file (- reads standard input)")
    .requiredOption("--chart <name>", "which chart, see below");
  addSampleOptions(command);
  addLimitOptions(command);
  addRuleOptions(command);
  addFileOptions(command);
  command.addHelpText("after", chartsHelp());
  command.action((file: string, options: AnalyseOptions) => run(file, options, world, exit));
}

function addSampleOptions(command: Command): void {
  command
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
    .option("--part <column>", "column of part numbers of a short run")
    .option("--nominals <column>", "column of the nominals of a short run");
}

function addLimitOptions(command: Command): void {
  command
    .option("--stage <column>", "column whose changes begin a new stage with its own limits")
    .option(
      "--phase1 <n>",
      "limits from the first n points of each stage, kept for the rest",
      whole,
    )
    .option("--exclude <numbers>", "points not used for the limits, from 1", numbers)
    .option("--cause <text>", "why they are not used")
    .option(
      "--limits <file>",
      "limits of an earlier analysis (its --json document), kept as they are",
    )
    .option("--center <value>", "known centre", number)
    .option("--sigma <value>", "known standard deviation of single values", number)
    .option("--nsigmas <value>", "width of the limits", number, 3)
    .option(
      "--probability <share>",
      "p, np, c, u: limits that enclose this share, as 0.9973",
      number,
    )
    .option("--estimator <name>", "estimator of sigma")
    .option("--mr-length <n>", "values a moving range spans, usually 2", whole)
    .addOption(
      new Option("--constants <kind>", "exact d2, d3, c4, or as printed in tables").choices([
        "exact",
        "tabulated",
      ]),
    )
    .option("--lambda <value>", "weight of the newest point: EWMA 0.2, MEWMA 0.1", number)
    .option("--asymptotic", "EWMA: limits as they settle, from the first point on")
    .option("--cusum-k <value>", "allowance of a CUSUM or MCUSUM, usually 0.5", number)
    .option(
      "--cusum-h <value>",
      "decision limit: CUSUM usually 5; MEWMA and MCUSUM need it",
      number,
    )
    .option("--head-start <value>", "head start of a CUSUM, usually 0", number)
    .option("--span <n>", "points of a moving average, usually 5", whole)
    .option("--alpha <share>", "false alarm rate of T2, usually 0.0027", number)
    .option("--acceptable <share>", "acceptance: acceptable share outside", number, 0.001)
    .option("--risk <share>", "acceptance: risk of a call at that share", number, 0.05);
}

function addRuleOptions(command: Command): void {
  command
    .option("--rules <set>", "runs rules: a set, or some of one as nelson:1,2,5", ruleChoice)
    .option("--only <rules>", "numbers of the rules to apply", numbers)
    .option("--k <counts>", "other counts of rules, as 2=8,3=7", counts)
    .option("--points-per-week <n>", "say how many false calls a week the rules make", number)
    .option("--capability", "capability indices with their intervals")
    .option("--confidence <share>", "of the intervals", number, 0.95)
    .addOption(
      new Option("--fit <distribution>", "capability by a fitted distribution too").choices([
        ...FIT_NAMES,
      ]),
    )
    .option("--normality", "tests of normality")
    .option("--lsl <value>", "lower specification limit", number)
    .option("--usl <value>", "upper specification limit", number)
    .option("--nominal <value>", "nominal value", number);
}

function addFileOptions(command: Command): void {
  command
    .addOption(new Option("--format <format>", "of the file").choices(["csv", "json"]))
    .addOption(
      new Option("--delimiter <name>", "between cells, a comma unless said").choices(
        Object.keys(DELIMITERS),
      ),
    )
    .addOption(
      new Option("--decimal <name>", "decimal sign, a point unless said").choices(
        Object.keys(DECIMALS),
      ),
    )
    .option("--no-header", "the first line holds values, columns are 1, 2, 3 …")
    .option("--json", "print one JSON document");
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
  const given = limitsOf(options);
  if (given !== undefined && "code" in given) return given;
  const looksJson = file.endsWith(".json") || (file === "-" && /^\s*[[{]/.test(text));
  const table = readTable(text, options.format ?? (looksJson ? "json" : "csv"), writtenOf(options));
  if (isUnreadable(table)) {
    const code = table.usage ? EXIT.usage : EXIT.failure;
    return { code, why: `${file}: ${table.unreadable}` };
  }
  const analysis = analyse(table, requestOf(options, given));
  if (isUnfit(analysis)) {
    if (analysis.unfit === "usage") return { code: EXIT.usage, why: analysis.why };
    return { code: EXIT.failure, why: `${file}: ${analysis.why}` };
  }
  if (isRefusal(analysis)) {
    const why = `No ${options.chart} chart (${analysis.refused}): ${analysis.why}`;
    return { code: EXIT.failure, why };
  }
  if (options.json === true) world.say(analysisDocument(analysis, file));
  else for (const line of analysisLines(analysis, file)) world.say(line);
  const { indices, fitted } = analysis.capability ?? {};
  const refused = [indices, fitted].find((one) => one !== null && isRefusal(one));
  if (refused === undefined || refused === null || !isRefusal(refused)) return null;
  return { code: EXIT.failure, why: `No capability (${refused.refused}): ${refused.why}` };
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

/** The limits of `--limits`: one baseline for all stages, or one by stage. */
function limitsOf(
  options: AnalyseOptions,
): Baseline | ReadonlyMap<string, Baseline> | Failure | undefined {
  if (options.limits === undefined) return undefined;
  const text = contentsOf(options.limits);
  if (typeof text !== "string") return text;
  const limits = readLimits(text, options.chart);
  if (typeof limits === "string") return { code: EXIT.usage, why: limits };
  const [only] = limits.values();
  return limits.size === 1 && options.stage === undefined && only !== undefined ? only : limits;
}

function writtenOf({ delimiter, decimal, header }: AnalyseOptions): Written {
  return {
    delimiter: delimiter === undefined ? undefined : DELIMITERS[delimiter],
    decimal: decimal === undefined ? undefined : DECIMALS[decimal],
    header: header ? undefined : false,
  };
}

function requestOf(options: AnalyseOptions, given: Request["options"]["given"]): Request {
  const { column, subgroup, size, count, sizes, time, stage, part, nominals } = options;
  const { phase1, exclude, cause, center, sigma, nsigmas, probability, estimator } = options;
  const { mrLength, constants, lambda, asymptotic, headStart, span, alpha } = options;
  const { cusumK: k, cusumH: h, acceptable, risk, lsl, usl, nominal, rules } = options;
  return {
    chart: options.chart,
    choice: { column, subgroup, size, count, sizes, time, stage, part, nominals },
    options: {
      ...{ phase1, exclude, cause, given, center, sigma, nsigmas, probability, estimator },
      ...{ mrLength, constants, lambda, asymptotic, k, h, headStart, span, alpha },
      ...{ acceptable, risk, spec: { lsl, usl, nominal } },
    },
    rules: rules?.set,
    only: options.only ?? rules?.only,
    k: { ...rules?.k, ...options.k },
    pointsPerWeek: options.pointsPerWeek,
    capability: options.capability ?? false,
    level: options.confidence,
    fit: options.fit,
    normality: options.normality,
  };
}

function chartsHelp(): string {
  const lines = CHARTS.map(
    ({ name, what, example }) => `  ${name.padEnd(17)} ${what}\n      proofline analyse ${example}`,
  );
  return `\nCharts:\n${lines.join("\n")}\n
Rules and capability go with any chart of measured values:
${MORE_EXAMPLES.map((example) => `      proofline analyse ${example}`).join("\n")}
`;
}

/** Examples of the help that are not of one chart. */
export const MORE_EXAMPLES: readonly string[] = [
  "parts.csv --chart xbar-r --column diameter --size 5 --rules nelson --capability --lsl 9.9 --usl 10.1",
  "parts.csv --chart i-mr --column diameter --rules nelson:1,2=8,5 --points-per-week 250 --json",
  "parts.csv --chart i-mr --column diameter --exclude 3,7 --cause 'gauge not zeroed'",
  "parts.csv --chart i-mr --column diameter --capability --lsl 9.5 --usl 10.5 --fit best --normality",
];
