// The catalogues: both languages say the same things with the same parameters.
import { describe, expect, it } from "vitest";
import { codeWords } from "../../edge/reports/words/codes.ts";
import { createWords } from "../../edge/reports/words/words.ts";
import { chartActTexts, chartEvents } from "../../edge/web/texts/chart-acts.ts";
import {
  actions,
  causes,
  defectCodes,
  reopenReasons,
  skipReasons,
  UNDONE_AT_ONCE,
  undoReasons,
} from "../../edge/web/texts/chosen-codes.ts";
import { type Catalogue, fill } from "../../edge/web/texts/language.ts";
import { operatorTexts } from "../../edge/web/texts/operator.ts";
import { problemTexts } from "../../edge/web/texts/problems.ts";
import { qualityTexts } from "../../edge/web/texts/quality.ts";
import { runTexts } from "../../edge/web/texts/run.ts";
import { sharedTexts } from "../../edge/web/texts/shared.ts";
import { syncReasonKey, syncReasonTexts } from "../../edge/web/texts/sync-reasons.ts";
import { ReadingStatusSchema } from "../../sync/records/reading.ts";

const all: Record<string, Catalogue<string>> = {
  ...{
    operator: operatorTexts,
    quality: qualityTexts,
    run: runTexts,
    problems: problemTexts,
    shared: sharedTexts,
    syncReasons: syncReasonTexts,
    chartActs: chartActTexts,
  },
};
const parameters = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1]).sort();

describe.each(Object.entries(all))("the texts of %s", (_, texts) => {
  it("have the same parameters in both languages, and no empty text", () => {
    for (const [key, english] of Object.entries(texts.en)) {
      const chinese = texts["zh-CN"][key] ?? "";
      expect(english, key).not.toBe("");
      expect(chinese, key).not.toBe("");
      expect(parameters(chinese), key).toEqual(parameters(english));
    }
  });
});

describe.each(["en", "zh-CN"] as const)("a report in %s", (lang) => {
  it("has words for every code that can be chosen on a screen and stands in a record of a run", () => {
    const words = createWords(lang);
    const chosen = [
      ...[...skipReasons, ...undoReasons, ...reopenReasons].map(
        (code) => ["reason", code] as const,
      ),
      ...defectCodes.map((code) => ["defect", code] as const),
      ...causes.map((code) => ["cause", code] as const),
      ...actions.map((code) => ["action", code] as const),
      ...chartEvents.map((code) => ["event", code] as const),
      ["reason", UNDONE_AT_ONCE] as const,
    ];
    const own = (family: string, code: string) => codeWords[lang][`${family}.${code}`];
    expect(chosen.filter(([family, code]) => own(family, code) === undefined)).toEqual([]);
    expect(words.code("reason", "typed by a person")).toBe("typed by a person");
  });
});

describe("the inbox", () => {
  it("has words for every state of a gauge that leaves a reading without a place", () => {
    const states = ReadingStatusSchema.anyOf.map((one) => one.const).filter((one) => one !== "ok");
    expect(states.length).toBeGreaterThan(5);
    const known = Object.keys(operatorTexts.en);
    expect(states.filter((one) => !known.includes(one))).toEqual([]);
  });
});

describe("fill", () => {
  it("puts parameters in their places and leaves unknown names as they are", () => {
    expect(fill("{n} of {m}", { n: 3 })).toBe("3 of {m}");
  });
});

describe("the words for records that are held", () => {
  it("are shown for what a person must mend, not for a broker that is away", () => {
    expect(syncReasonKey("station-twice")).toBe("twice");
    expect(syncReasonKey("publish-refused-135")).toBe("refused");
    expect(syncReasonKey("connect-CERT_HAS_EXPIRED")).toBe("certificate");
    expect(syncReasonKey("connect-ERR_SSL_TLSV1_ALERT_UNKNOWN_CA")).toBe("certificate");
    expect(syncReasonKey("connect-134")).toBe("credentials");
    expect(syncReasonKey("connect-ECONNREFUSED")).toBeNull();
    expect(syncReasonKey(null)).toBeNull();
  });
});
