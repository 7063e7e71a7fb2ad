// The keyboard wedge: what is a gauge, what is a hand.
import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import { createKeyCapture } from "../../edge/web/operator/key-capture.ts";

function capture(before = "") {
  const typed = signal(before);
  const wedges: string[] = [];
  let entered = 0;
  const keys = createKeyCapture(typed, {
    wedge: (text) => wedges.push(text),
    enter: () => {
      entered += 1;
    },
  });
  let now = 1_000;
  const press = (text: string, gapMs: number) => {
    for (const key of text === "Enter" ? ["Enter"] : [...text]) {
      now += gapMs;
      keys.press(key, now);
    }
  };
  return { typed, wedges, press, keys, entered: () => entered };
}

describe("key capture", () => {
  it("takes fast keys that end with Enter as one reading of a gauge", () => {
    const { typed, wedges, press, entered } = capture();
    press("19.004", 5);
    press("Enter", 5);
    expect(wedges).toEqual(["19.004"]);
    expect(typed.value).toBe("");
    expect(entered()).toBe(0);
  });

  it("keeps a half-typed value when a gauge fires in between", () => {
    const { typed, wedges, press } = capture("19.");
    press("1", 400);
    press("8.950", 4);
    press("Enter", 4);
    expect(wedges).toEqual(["18.950"]);
    expect(typed.value).toBe("19.");
  });

  it("takes slow keys as typed, with a comma as it is", () => {
    const { typed, wedges, press, entered } = capture();
    press("19,004", 120);
    expect(typed.value).toBe("19,004");
    press("Enter", 120);
    expect(entered()).toBe(1);
    expect(wedges).toEqual([]);
  });

  it("takes two fast keys and Enter as typed: a hand can do that", () => {
    const { wedges, press, entered } = capture();
    press("12", 10);
    press("Enter", 10);
    expect(wedges).toEqual([]);
    expect(entered()).toBe(1);
  });

  it("takes keys exactly 50 ms apart as typed", () => {
    const { wedges, press } = capture();
    press("19.004", 50);
    press("Enter", 50);
    expect(wedges).toEqual([]);
  });

  it("leaves Enter to the focused button when nothing was entered", () => {
    const { keys } = capture();
    expect(keys.press("Enter", 1)).toBe(false);
    expect(keys.press("Tab", 2)).toBe(false);
  });

  it("does not grow beyond its bound under a stuck key", () => {
    const { typed, press } = capture();
    press("1".repeat(500), 3);
    expect(typed.value.length).toBeLessThanOrEqual(32);
  });
});
