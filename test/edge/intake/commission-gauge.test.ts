// Two confirmed values prove a scale only if they are of one channel and in one unit.
import { expect, it } from "vitest";
import { commissionGauge, type HeardPair } from "../../../edge/intake/index.ts";
import { isCommandRefusal } from "../../../edge/runs/index.ts";

const model = { id: "m", hash: "h" };
const facts = {
  ...{ gauge: "g", evidence: "unverified", model, port: "p", unit: null, wordOrder: null },
  line: { kind: "serial", baud: 9600 },
};
const act = { newId: () => "id", at: "2026-11-22T00:00:00.000Z", actor: "person:a" };

function pair(text: string, unit: string, channel: string | null = null): HeardPair {
  const reading = {
    ...{ gauge: "g", channel, text, value: Number(text), unit, status: "ok" as const, kind: null },
    ...{ entry: "gauge" as const, raw: Buffer.from(text), model, port: "p", monotonicMs: 0 },
    ...{ receivedAt: act.at, marks: [], file: null },
  };
  return { reading, shown: text, shownUnit: unit };
}

function codeOf(...pairs: HeardPair[]): string {
  const outcome = commissionGauge(facts, undefined, pairs, "a", act);
  return isCommandRefusal(outcome) ? outcome.refused : "commissioned";
}

it.each([
  ["the same amount in two units", [pair("25.40", "mm"), pair("1.0000", "in")], "same-value"],
  ["two channels once each", [pair("1", "mm", "1"), pair("2", "mm", "2")], "same-value"],
  ["a zero with and without a sign", [pair("0.00", "mm"), pair("-0.00", "mm")], "same-value"],
  ["one value with more zeros", [pair("5.0", "mm"), pair("5.00", "mm")], "same-value"],
  ["two amounts", [pair("5.0", "mm"), pair("-1.0", "mm")], "commissioned"],
  [
    "two amounts among other pairs",
    [pair("1", "in"), pair("5.0", "mm"), pair("6.0", "mm")],
    "commissioned",
  ],
])("takes %s as %j", (_, pairs, code) => {
  expect(codeOf(...pairs)).toBe(code);
});
