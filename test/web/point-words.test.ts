// A point in words says what the picture shows: that it is left out, and why.
import { describe, expect, it } from "vitest";
import type { ChartView } from "../../edge/http/views.ts";
import { pointSentence } from "../../edge/web/quality/point-words.ts";
import { chartView } from "./fixture-views.ts";

const exclusion: ChartView["exclusions"][number] = {
  ...{ subgroup: 3, epoch: "e", seq: 9, cause: "material", note: "", included: null },
  ...{ at: "2026-01-05T08:00:00.000Z", by: "operator:Q-3" },
};
const view = { ...chartView("C2"), exclusions: [exclusion] };

describe("a point in words", () => {
  it("tells that a subgroup is left out and why, in the language of the screen", () => {
    expect(pointSentence(view, 3, "en", "UTC")).toContain("Excluded: Material, lot");
    expect(pointSentence(view, 3, "zh-CN", "UTC")).toContain("已剔除：材料、批次");
    expect(pointSentence(view, 4, "en", "UTC")).not.toContain("Excluded");
  });

  it("tells it no more once the subgroup was taken in again", () => {
    const included = { at: exclusion.at, by: exclusion.by, reason: "a real part" };
    const again = { ...view, exclusions: [{ ...exclusion, included }] };
    expect(pointSentence(again, 3, "en", "UTC")).not.toContain("Excluded");
  });
});
