import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalText } from "../../sync/records/index.ts";

/** The same value with the names of every object in order, so that JSON alone writes it. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, one]) => [name, inOrder(one)]));
}

test("canonical text is that of RFC 8785 whatever the order of the names", () => {
  const names = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("10", "9", "a", "Z", ""));
  const values = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      fc.dictionary(names, tie("any"), { maxKeys: 6 }),
      fc.array(tie("any"), { maxLength: 4 }),
    ),
  })).any;
  fc.assert(
    fc.property(values, (value) => {
      expect(canonicalText(value)).toBe(canonicalize(value));
      expect(canonicalText(inOrder(value))).toBe(canonicalize(value));
    }),
  );
});

test("canonical text refuses what JSON cannot hold, in order or not", () => {
  for (const number of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => canonicalText({ a: number })).toThrow();
    expect(() => canonicalText({ b: 1, a: [number] })).toThrow();
  }
  expect(canonicalText({ a: undefined, b: 1 })).toBe('{"b":1}');
});
