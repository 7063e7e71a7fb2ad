// Tests of the topics: names that fit, names that do not, and the way back.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameFault, parseTopic, topicFilter, topicOf } from "../../sync/topics.ts";
import { address } from "./plant.ts";

describe("topics", () => {
  it("puts the levels of the plant before the channel", () => {
    expect(topicOf(address, "rec")).toBe("proofline/v1/acme/lyon/hall-2/line-1/st-07/rec");
  });

  it.each(["", "a b", "a/b", "+", "#", "a#", "$SYS", "a\u0000", "x".repeat(65), "\ud800", "a\tb"])(
    "refuses the name %j",
    (name) => {
      expect(nameFault(name)).not.toBeNull();
      expect(() => topicOf({ ...address, line: name }, "rec")).toThrow(RangeError);
    },
  );

  it("lists every unusable name at once", () => {
    expect(() => topicOf({ ...address, site: "a b", line: "" }, "ack")).toThrow(/site.*; line/);
  });

  it("gives back what it was made of, for every usable name", () => {
    const name = fc.string({ minLength: 1, maxLength: 12, unit: "binary" });
    const usable = name.filter((text) => nameFault(text) === null);
    const anyAddress = fc.record({
      ...{ enterprise: usable, site: usable, area: usable, line: usable, station: usable },
    });
    fc.assert(
      fc.property(anyAddress, (made) => {
        expect(parseTopic(topicOf(made, "cmd"))).toEqual({ address: made, channel: "cmd" });
      }),
    );
  });

  it.each([
    "proofline/v2/a/b/c/d/e/rec",
    "proofline/v1/a/b/c/d/rec",
    "proofline/v1/a/b/c/d/e/f/rec",
    "proofline/v1/a/b/c/d/e/other",
    "proofline/v1/a//c/d/e/rec",
  ])("does not know %s", (topic) => {
    expect(parseTopic(topic)).toBeNull();
  });

  it("filters one channel of a part of the plant", () => {
    expect(topicFilter("rec")).toBe("proofline/v1/+/+/+/+/+/rec");
    expect(topicFilter("ack", { site: "lyon" })).toBe("proofline/v1/+/lyon/+/+/+/ack");
    expect(() => topicFilter("ack", { site: "#" })).toThrow(RangeError);
  });
});
