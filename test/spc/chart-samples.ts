// Samples of chance that each control chart can draw: what the properties of the charts are tried on.
import fc from "fast-check";
import type * as spc from "../../spc/index.ts";

const reading = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.integer({ min: -4, max: 4 }).map((x) => 10 + x / 10),
);
const gap: spc.Sample = [];
const sometimesGap = <T extends spc.Sample>(sample: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: sample }, { weight: 1, arbitrary: fc.constant(gap) });
const many = <T>(sample: fc.Arbitrary<T>) => fc.array(sample, { minLength: 4, maxLength: 40 });

const single = many(sometimesGap(fc.tuple(reading)));
const distance = many(sometimesGap(fc.tuple(fc.double({ min: 0, max: 1e4, noNaN: true }))));
const ragged = many(sometimesGap(fc.array(reading, { minLength: 1, maxLength: 7 })));
const inspected = fc.integer({ min: 1, max: 300 });
const counted = many(
  sometimesGap(inspected.chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))),
);
/** Of 60 each: the chart of counts needs them alike. */
const alike = many(sometimesGap(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constant(60))));
const pairs = many(sometimesGap(fc.tuple(reading, reading)));

/** For each chart samples that it is made for, with a gap here and there. */
export const SAMPLES = {
  "xbar-r": ragged,
  "xbar-s": ragged,
  r: ragged,
  s: ragged,
  median: ragged,
  "i-mr": single,
  g: distance,
  t: distance,
  ewma: ragged,
  cusum: ragged,
  "moving-average": ragged,
  p: counted,
  np: alike,
  c: single.map((samples) => samples.map((sample) => sample.map((x) => Math.abs(Math.round(x))))),
  u: counted,
  "laney-p": counted,
  "laney-u": counted,
  t2: pairs,
  mewma: pairs,
  mcusum: pairs,
  "mcusum-pr": pairs,
  q: single,
  "q-cusum": single,
} satisfies Record<spc.ChartName, fc.Arbitrary<readonly spc.Sample[]>>;
