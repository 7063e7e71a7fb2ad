// The rules of a frame model that a schema can't say: status before value, patterns that compile, no forbidden question.
import type { FrameModelFile, Rule } from "./frame-model.ts";
import type { Problem } from "./problem.ts";

/** True for rules that may give a number: only those of status ok or unstable. */
function givesValue(rule: Rule): boolean {
  return rule.number !== undefined;
}

export function checkFrameRules(model: FrameModelFile): Problem[] {
  return [
    ...checkOrder(model.rule),
    ...model.rule.flatMap(checkRule),
    ...checkFrame(model),
    ...checkQuestions(model),
  ];
}

function checkOrder(rules: readonly Rule[]): Problem[] {
  const firstValue = rules.findIndex(givesValue);
  if (firstValue === -1) {
    const remedy = "Add the rule that reads the number.";
    return [{ path: ["rule"], what: "no rule gives a value", remedy }];
  }
  return rules.flatMap((rule, index) =>
    index > firstValue && !givesValue(rule) && rule.separator === undefined
      ? [
          {
            path: ["rule", String(index)],
            what: "a status rule stands after a value rule",
            remedy: "Move it up: an error line must never be read as a number.",
          },
        ]
      : [],
  );
}

function checkRule(rule: Rule, index: number): Problem[] {
  const path = ["rule", String(index), "match"];
  const problems = checkPattern(rule.match, path);
  const tell = (what: string, remedy: string) => problems.push({ path, what, remedy });
  const has = (group: string) => rule.match.includes(`(?<${group}>`);
  if (givesValue(rule) !== has("value")) {
    tell("a value group and `number` go together", "Give the rule both or neither.");
  }
  if (givesValue(rule) && rule.status !== "ok" && rule.status !== "unstable") {
    tell(`status ${rule.status} must not carry a value`, "Remove the value group and `number`.");
  }
  if (rule.number?.form === "implied" && rule.number.decimals === undefined) {
    tell("`implied` needs `decimals`", "Say how many digits follow the point.");
  }
  if (rule.number?.form === "digits-from-status" && !has("decimals")) {
    tell("`digits-from-status` needs a decimals group", "Capture the count of decimals.");
  }
  if ((rule.separator !== undefined) !== has("pieces")) {
    tell("`separator` and a pieces group go together", "Give the rule both or neither.");
  }
  return problems;
}

function checkPattern(pattern: string, path: string[]): Problem[] {
  try {
    new RegExp(pattern, "u");
  } catch (error) {
    const what = error instanceof Error ? error.message : "pattern does not compile";
    return [{ path, what, remedy: "Correct the regular expression." }];
  }
  if (pattern.startsWith("^") && pattern.endsWith("$")) return [];
  return [{ path, what: "pattern is not anchored", remedy: "Begin it with ^ and end it with $." }];
}

function checkFrame(model: FrameModelFile): Problem[] {
  const { frame } = model;
  const problems: Problem[] = [];
  if ((frame.end === undefined) === (frame.length === undefined)) {
    const remedy = "Give `end`, or `length` for frames without an end.";
    problems.push({ path: ["frame"], what: "a frame needs `end` or `length`", remedy });
  }
  if (frame.length !== undefined && frame.length > frame.maxBytes) {
    const remedy = "Raise `maxBytes` to at least `length`.";
    problems.push({ path: ["frame", "maxBytes"], what: "maxBytes is below length", remedy });
  }
  return problems;
}

function checkQuestions(model: FrameModelFile): Problem[] {
  const forbidden = new Set((model.writes?.forbid ?? []).map(bare));
  const problems: Problem[] = [];
  const ask = (send: string | undefined, path: string[]) => {
    if (send === undefined || !forbidden.has(bare(send))) return;
    const remedy = "A reader only asks; take another question.";
    problems.push({ path, what: `sends a forbidden command: ${bare(send)}`, remedy });
  };
  ask(model.poll?.send, ["poll", "send"]);
  for (const [name, query] of Object.entries(model.query ?? {})) {
    ask(query.send, ["query", name, "send"]);
    problems.push(...checkPattern(query.match, ["query", name, "match"]));
  }
  model.rule.forEach((rule, index) => {
    if (rule.unit === undefined || !("ask" in rule.unit)) return;
    const path = ["rule", String(index), "unit", "ask"];
    ask(rule.unit.ask.send, path);
    problems.push(...checkPattern(rule.unit.ask.match, path));
  });
  return problems;
}

function bare(command: string): string {
  return command.replace(/[\r\n]+$/u, "");
}
