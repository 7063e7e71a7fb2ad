// Plays every reference case of a folder against the method of its chart.

import { expect, it } from "vitest";
import { answers } from "./answers/index.ts";
import { allCases, differences, withCases } from "./case.ts";
import { notYet } from "./not-yet.ts";

const cases = allCases();

withCases("the reference cases", () => {
  it("are there", () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  for (const reference of cases) {
    const answer = answers[reference.chart];
    if (answer === undefined) continue;
    it(`${reference.case} (${reference.chart}) gives the expected numbers`, () => {
      expect(differences(reference, answer(reference))).toEqual([]);
    });
  }

  it("leave no chart unanswered that is not on the list of those to come", () => {
    const unanswered = cases.map((one) => one.chart).filter((chart) => !(chart in answers));
    expect([...new Set(unanswered)].filter((chart) => !notYet.includes(chart))).toEqual([]);
    expect(notYet.filter((chart) => chart in answers)).toEqual([]);
  });
});
