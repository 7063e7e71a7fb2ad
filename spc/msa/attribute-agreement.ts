// Whether appraisers agree with themselves, with each other and with the truth.

import { clopperPearson } from "../distributions/clopper-pearson.ts";
import { refuse, refuseProbability } from "../refusals.ts";
import type { Interval, Refusal } from "../types.ts";
import { cohenKappa, type FleissKappa, fleissKappa, isRating, type Rating } from "./kappa.ts";

export type Agreement = {
  readonly matched: number;
  readonly inspected: number;
  /** Per cent, with the exact interval in per cent. */
  readonly pct: number;
  readonly interval: Interval;
};

export type ReferenceAgreement = Agreement & {
  readonly cohenKappa: number | null;
  /** Mean over the trials of Fleiss' kappa of rating and reference, as in Minitab. */
  readonly fleissKappa: number | null;
  /** Per cent of ratings that accept what the reference rejects, and the other way round. */
  readonly missRate: number | null;
  readonly falseAlarmRate: number | null;
  /** Null without an accepting rating. */
  readonly verdict: AttributeVerdict | null;
};

/** AIAG's guide: 90, 2 and 5 per cent to accept, 80, 5 and 10 per cent at the margin. */
export type AttributeVerdict = "acceptable" | "marginal" | "unacceptable";

function verdictOf(
  effectiveness: number,
  miss: number | null,
  falseAlarm: number | null,
): AttributeVerdict | null {
  if (miss === null || falseAlarm === null) return null;
  if (effectiveness >= 90 && miss <= 2 && falseAlarm <= 5) return "acceptable";
  return effectiveness >= 80 && miss <= 5 && falseAlarm <= 10 ? "marginal" : "unacceptable";
}

export type PairAgreement = {
  readonly a: string;
  readonly b: string;
  readonly kappa: number | null;
  readonly po: number;
  readonly pe: number;
};

export type AttributeAgreement = {
  readonly within: Readonly<Record<string, Agreement>>;
  readonly between: Agreement;
  /** Every two appraisers, all trials of one beside all trials of the other (AIAG). */
  readonly cohenPairs: readonly PairAgreement[];
  readonly fleissBetween: FleissKappa;
  /** Null with one trial, or when an appraiser rates one category only. */
  readonly fleissWithin: Readonly<Record<string, number | null>>;
  readonly vsReference: Readonly<Record<string, ReferenceAgreement>> | null;
  readonly allVsReference: Agreement | null;
};

export type AttributeStudy = {
  /** Trials x parts of each appraiser. */
  readonly ratings: Readonly<Record<string, readonly (readonly Rating[])[]>>;
  readonly reference?: readonly Rating[] | undefined;
  /** The rating that accepts; without it there is no miss rate. */
  readonly positive?: Rating | undefined;
  readonly level?: number | undefined;
};

/**
 * Attribute agreement: shares of parts on which all ratings agree, with exact intervals, and
 * kappas; the verdict is AIAG's guide of effectiveness, miss rate and false alarm rate.
 * Source: AIAG MSA 4th edition, chapter III section C; Minitab, attribute agreement analysis.
 * Refuses: too-few-values (no appraiser, trial or part; uneven lists; one rating per part), not-finite,
 * parameter-out-of-range (level).
 */
export function attributeAgreement(study: AttributeStudy): Refusal | AttributeAgreement {
  const { ratings, reference, level = 0.95 } = study;
  const refused = refuseProbability("confidence level", level) ?? refuseUneven(study);
  if (refused !== null) return refused;
  const appraisers = Object.entries(ratings);
  const trialsOfAll = appraisers.flatMap(([, trials]) => trials);
  const parts = trialsOfAll[0]?.length ?? 0;
  const columns = (trials: readonly (readonly Rating[])[]) =>
    Array.from({ length: parts }, (_, i) => trials.flatMap((trial) => trial.slice(i, i + 1)));
  const agreed = (trials: readonly (readonly Rating[])[]) => agreementOf(columns(trials), level);
  const fleissBetween = fleissKappa(columns(trialsOfAll));
  if ("refused" in fleissBetween) return fleissBetween;
  const each = <T>(f: (trials: readonly (readonly Rating[])[]) => T) =>
    Object.fromEntries(appraisers.map(([name, trials]) => [name, f(trials)]));
  return {
    within: each(agreed),
    between: agreed(trialsOfAll),
    cohenPairs: pairsOf(appraisers),
    fleissBetween,
    fleissWithin: each((trials) => kappaOf(fleissKappa(columns(trials)))),
    vsReference:
      reference === undefined
        ? null
        : each((trials) => againstReference(trials, reference, study.positive, level)),
    allVsReference: reference === undefined ? null : agreed([...trialsOfAll, reference]),
  };
}

function refuseUneven({ ratings, reference }: AttributeStudy): Refusal | null {
  const trials = Object.values(ratings);
  const parts = trials[0]?.[0]?.length ?? 0;
  const count = trials[0]?.length ?? 0;
  const even = trials.every(
    (own) => own.length === count && own.every((trial) => trial.length === parts),
  );
  if (!(reference ?? []).every(isRating)) {
    return refuse("not-finite", "A reference rating is no finite number.");
  }
  if (parts > 0 && even && (reference === undefined || reference.length === parts)) return null;
  return refuse("too-few-values", "Every appraiser must rate every part in every trial.");
}

function kappaOf(answer: Refusal | { readonly kappa: number | null }): number | null {
  return "refused" in answer ? null : answer.kappa;
}

function agreementOf(parts: readonly (readonly Rating[])[], level: number): Agreement {
  const inspected = parts.length;
  const matched = parts.filter((row) => row.every((rating) => rating === row[0])).length;
  const { lower, upper } = clopperPearson(matched, inspected, level);
  return {
    matched,
    inspected,
    pct: (100 * matched) / inspected,
    interval: { lower: 100 * lower, upper: 100 * upper, level },
  };
}

function pairsOf(
  appraisers: readonly (readonly [string, readonly (readonly Rating[])[]])[],
): PairAgreement[] {
  return appraisers.flatMap(([a, ofA], i) =>
    appraisers.slice(i + 1).flatMap(([b, ofB]) => {
      const pair = cohenKappa(ofA.flat(), ofB.flat());
      return "refused" in pair ? [] : [{ a, b, ...pair }];
    }),
  );
}

function againstReference(
  trials: readonly (readonly Rating[])[],
  reference: readonly Rating[],
  positive: Rating | undefined,
  level: number,
): ReferenceAgreement {
  const parts = reference.map((truth, i) => [
    truth,
    ...trials.flatMap((trial) => trial.slice(i, i + 1)),
  ]);
  const pooled = trials.flat();
  const truths = trials.flatMap(() => reference);
  const perTrial = trials.map((trial) =>
    kappaOf(fleissKappa(reference.map((truth, i) => [truth, ...trial.slice(i, i + 1)]))),
  );
  const known = perTrial.filter((kappa) => kappa !== null);
  const rate = (accepts: boolean) => {
    if (positive === undefined) return null;
    const concerned = pooled.filter((_, i) => (truths[i] === positive) !== accepts);
    if (concerned.length === 0) return null;
    const wrong = concerned.filter((rating) => (rating === positive) === accepts);
    return (100 * wrong.length) / concerned.length;
  };
  const agreement = agreementOf(parts, level);
  const missRate = rate(true);
  const falseAlarmRate = rate(false);
  return {
    ...agreement,
    cohenKappa: kappaOf(cohenKappa(pooled, truths)),
    fleissKappa:
      known.length === trials.length
        ? known.reduce((sum, kappa) => sum + kappa, 0) / known.length
        : null,
    missRate,
    falseAlarmRate,
    verdict: verdictOf(agreement.pct, missRate, falseAlarmRate),
  };
}
