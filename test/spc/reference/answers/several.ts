// Answers of multivariate charts, run lengths and attribute agreement in the cases' words.

import {
  attributeAgreement,
  cusumArl,
  ewmaArl,
  fleissKappa,
  hotellingIndividuals,
  hotellingSubgroups,
  hotellingT2,
  meanOf,
  mewma,
  type Rating,
  runsRulesArl,
  shewhartArl,
} from "../../../../spc/index.ts";
import { type Answer, given, number, numbers, type ReferenceCase, rows, words } from "../case.ts";

function above(t2: readonly number[], limit: number): number[] {
  return t2.flatMap((value, i) => (value > limit ? [i] : []));
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error("a list was expected in the case");
  return value;
}

function ratings(value: unknown): Rating[][] {
  return list(value).map((row) =>
    list(row).map((rating) => (typeof rating === "number" ? rating : String(rating))),
  );
}

/** A rating as it stands in the case; none where none is named. */
function ratingOf(value: unknown): Rating | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "number" ? value : String(value);
}

function fields(value: unknown): [string, unknown][] {
  if (typeof value !== "object" || value === null) throw new Error("an object was expected");
  return Object.entries(value);
}

function individuals({ data, params }: ReferenceCase) {
  const got = given(hotellingIndividuals(rows(data.rows), number(params.alpha, 0.0027)));
  const fresh = data.newRows === undefined ? [] : rows(data.newRows);
  const t2New = given(hotellingT2(fresh, got.mean, got.cov));
  return {
    ...got,
    outPhase1: above(got.t2, got.uclPhase1),
    t2New,
    outPhase2: above(t2New, got.uclPhase2),
  };
}

function subgroups({ data, params }: ReferenceCase) {
  const groups = list(data.subgroups).map(rows);
  const got = given(hotellingSubgroups(groups, number(params.alpha, 0.0027)));
  const fresh = data.newSubgroups === undefined ? [] : list(data.newSubgroups).map(rows);
  const means = fresh.map((group) =>
    got.mean.map((_, j) => meanOf(group.map((row) => row[j] ?? 0))),
  );
  const t2New = given(hotellingT2(means, got.mean, got.cov, groups[0]?.length ?? 1));
  return {
    ...got,
    outPhase1: above(got.t2, got.uclPhase1),
    t2New,
    outPhase2: above(t2New, got.uclPhase2),
  };
}

/** Answers of the run length tables: one list over the shifts per case of the parameters. */
function perCase(f: (shift: number, named: Map<string, unknown>) => number): Answer {
  return ({ data, params }) => ({
    cases: list(params.cases).map((one) =>
      numbers(data.shift).map((shift) => f(shift, new Map(fields(one)))),
    ),
  });
}

const RULE_NAMES = { "1": "we-1", "2of3": "we-2", "4of5": "we-3", run8: "we-4" } as const;

function ruleNamed(name: string) {
  const known = Object.entries(RULE_NAMES).find(([key]) => key === name);
  if (known === undefined) throw new Error(`no rule named ${name}`);
  return known[1];
}

function agreement({ data, params }: ReferenceCase) {
  const ends = <T extends { interval: { lower: number; upper: number } }>(one: T) => ({
    ...one,
    ci: [one.interval.lower, one.interval.upper],
  });
  const study = fields(data.ratings).map(([name, trials]) => [name, ratings(trials)] as const);
  const got = given(
    attributeAgreement({
      ratings: Object.fromEntries(study),
      reference: Array.isArray(data.reference) ? ratings([data.reference])[0] : undefined,
      positive: ratingOf(params.positive),
      level: number(params.confidence, 0.95),
    }),
  );
  const every = <T extends { interval: { lower: number; upper: number } }>(
    all: Readonly<Record<string, T>>,
  ) => Object.fromEntries(Object.entries(all).map(([name, one]) => [name, ends(one)]));
  return {
    ...got,
    within: every(got.within),
    between: ends(got.between),
    vsReference: got.vsReference === null ? null : every(got.vsReference),
    allVsReference: got.allVsReference === null ? null : ends(got.allVsReference),
  };
}

export const severalAnswers: Readonly<Record<string, Answer>> = {
  "t2-individual": individuals,
  "t2-subgroup": subgroups,
  mewma: ({ data, params }) => {
    const t2 = given(
      mewma(rows(data.rows), numbers(params.mean), rows(params.cov), number(params.lambda)),
    );
    return { t2, outOfLimits: above(t2, number(params.h)) };
  },
  "arl-shewhart": ({ data, params }) => ({
    cases: list(params.cases).map((one) => {
      const named = new Map(fields(one));
      const all = numbers(data.shift).map((shift) =>
        given(shewhartArl(shift, number(named.get("n")), number(named.get("L"), 3))),
      );
      return {
        beta: all.map(({ beta }) => beta),
        arl: all.map(({ arl }) => arl),
        sdrl: all.map(({ sdrl }) => sdrl),
      };
    }),
  }),
  "arl-ewma": perCase((shift, named) =>
    given(ewmaArl(shift, number(named.get("lambda")), number(named.get("L")))),
  ),
  "arl-cusum": perCase((shift, named) =>
    given(cusumArl(shift, number(named.get("k")), number(named.get("h")))),
  ),
  "arl-runs-rules": ({ data, params }) => ({
    arl: Object.fromEntries(
      list(params.sets).map((set) => [
        words(set).join("+"),
        numbers(data.shift).map((shift) => given(runsRulesArl(words(set).map(ruleNamed), shift))),
      ]),
    ),
  }),
  "attribute-agreement": agreement,
  "fleiss-kappa": ({ data }) => given(fleissKappa(ratings(data.ratings))),
};
