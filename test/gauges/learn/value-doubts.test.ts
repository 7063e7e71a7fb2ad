// Frames of gauges whose digits are not what they look like: the draft says so or is refused.
import { expect, it } from "vitest";
import { learnFrames } from "../../../gauges/learn/learn-frames.ts";

const steps = Array.from({ length: 24 }, (_, step) => step);

function doubtsOf(frame: (step: number, value: string) => string): string {
  const learned = learnFrames(steps.map((step) => frame(step, (10 + step / 100).toFixed(2))));
  return "refused" in learned ? `refused: ${learned.refused}` : learned.doubts.join("\n");
}

it.each([
  ["a sign as first digit", (i: number, v: string) => `${i % 2}0${v}`, "the first digit is 0, 1"],
  [
    "a status as last digit",
    (i: number, v: string) => `${v}${i % 2}`,
    "last digit is only ever 0, 1",
  ],
  ["digits that never change", (i: number) => `FFFF000${94000 + i}20`, "last digit is only ever 0"],
  ["thousands", (i: number) => `1,${200 + i}.5 g`, "a comma stands right before the value"],
  ["a count beside a value", (i: number) => `${i} +010.25`, "+010.25 never varies"],
  ["nines", (i: number, v: string) => (i === 7 ? "+99.99" : `+${v}`), "+99.99 may stand for"],
  ["a checksum", (i: number, v: string) => `+${v}${(i * 11).toString(16).toUpperCase()}`, "A to F"],
  ["an exponent", (i: number) => `+1.2${i}E+0${i % 3}`, "refused: the numbers have an exponent"],
  [
    "a minus behind",
    (i: number, v: string) => `${v}${i % 2 ? "-" : " "}`,
    "refused: a minus stands",
  ],
])("does not keep silent about %s", (_, frame, said) => {
  expect(doubtsOf(frame)).toContain(said);
});

it("has no such doubt about a plain gauge", () => {
  const doubts = doubtsOf((_, value) => `+0${value} mm`).split("\n");
  expect(doubts).toHaveLength(2);
});

it("takes frames with a question mark as unstable", () => {
  const learned = learnFrames(
    steps.map((i) => `${(10 + i / 100).toFixed(2)} kg ${i % 4 ? " " : "?"}G`),
  );
  if ("refused" in learned) throw new Error(learned.refused);
  expect(learned.rules.map(({ status }) => status)).toEqual(["unstable", "ok"]);
});
