// Decides whether a model file's content may become a gauge: shape, then the rules a schema can't say.
import { Value } from "typebox/value";
import { checkFrameRules } from "./check-frame-rules.ts";
import { checkModbusRules } from "./check-modbus-rules.ts";
import { type FileModelFile, FileModelSchema } from "./file-model.ts";
import { type FrameModelFile, FrameModelSchema } from "./frame-model.ts";
import type { Gives } from "./gauge-model.ts";
import { type ModbusModelFile, ModbusModelSchema } from "./modbus-model.ts";
import type { Problem } from "./problem.ts";

export type CheckedModel =
  | { readonly model: FrameModelFile | ModbusModelFile | FileModelFile }
  | { readonly problems: Problem[] };

const lineKinds = ["serial", "tcp", "modbus-rtu", "modbus-tcp", "file"];

/** Checks a parsed model file; defaults of the schema are filled in. */
export function checkModel(content: unknown): CheckedModel {
  const kind = lineKind(content);
  if (kind === "serial" || kind === "tcp") {
    const filled: unknown = Value.Default(FrameModelSchema, content);
    if (!Value.Check(FrameModelSchema, filled)) return shape(FrameModelSchema, filled);
    return verdict(filled, [...checkFrameRules(filled), ...checkExamples(filled.example)]);
  }
  if (kind === "modbus-rtu" || kind === "modbus-tcp") {
    const filled: unknown = Value.Default(ModbusModelSchema, content);
    if (!Value.Check(ModbusModelSchema, filled)) return shape(ModbusModelSchema, filled);
    return verdict(filled, [...checkModbusRules(filled), ...checkExamples(filled.example)]);
  }
  if (kind === "file") {
    const filled: unknown = Value.Default(FileModelSchema, content);
    if (!Value.Check(FileModelSchema, filled)) return shape(FileModelSchema, filled);
    return verdict(filled, checkExamples(filled.example));
  }
  const what = "line.kind is missing or unknown";
  return { problems: [{ path: ["line", "kind"], what, remedy: `Use ${lineKinds.join(", ")}.` }] };
}

function verdict(
  model: FrameModelFile | ModbusModelFile | FileModelFile,
  problems: Problem[],
): CheckedModel {
  return problems.length > 0 ? { problems } : { model };
}

function lineKind(content: unknown): string | null {
  if (typeof content !== "object" || content === null || !("line" in content)) return null;
  const { line } = content;
  if (typeof line !== "object" || line === null || !("kind" in line)) return null;
  return typeof line.kind === "string" ? line.kind : null;
}

type ModelSchema = typeof FrameModelSchema | typeof ModbusModelSchema | typeof FileModelSchema;

function shape(schema: ModelSchema, content: unknown): CheckedModel {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const error of Value.Errors(schema, content)) {
    // An unknown key is reported twice: once for the key, once for its table.
    if (error.keyword === "additionalProperties") continue;
    const path = error.instancePath.split("/").slice(1);
    const what = `${path.join(".") || "the file"}: ${wording(error.keyword, error.message)}`;
    if (seen.has(what)) continue;
    seen.add(what);
    problems.push({ path, what, remedy: remedyFor(error.keyword) });
  }
  return { problems };
}

function wording(keyword: string, message: string): string {
  return keyword === "boolean" ? "is not a word of the vocabulary" : message;
}

function remedyFor(keyword: string): string {
  if (keyword === "boolean") return "Remove or correct the key; gauges/README.md lists the words.";
  if (keyword === "required") return "Add what is missing.";
  if (keyword === "minItems") return "Add more of them; examples need three, one of them bad.";
  return "Correct the value.";
}

/** No example frames, no gauge: at least one must show what a bad frame looks like. */
function checkExamples(examples: readonly { gives: Gives | Gives[] }[]): Problem[] {
  const lists = examples.map(({ gives }) => (Array.isArray(gives) ? gives : [gives]));
  const problems: Problem[] = [];
  lists.forEach((list, index) => {
    if (list.every((gives) => Object.keys(gives).length > 0)) return;
    const path = ["example", String(index), "gives"];
    problems.push({ path, what: "example gives nothing", remedy: "Say what it gives." });
  });
  if (!lists.some((list) => list.some(isBad))) {
    problems.push({
      path: ["example"],
      what: "no example shows a bad frame",
      remedy: "Add an error line, half a frame or noise with its status or fault.",
    });
  }
  return problems;
}

function isBad(gives: Gives): boolean {
  return gives.fault !== undefined || (gives.status !== undefined && gives.status !== "ok");
}
