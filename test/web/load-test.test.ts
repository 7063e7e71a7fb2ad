// The operator's page during a load test and for the check after a hold, in a real browser.
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { needs } from "../fakes/needs.ts";
import { measurementTaken, useBrowser } from "./browser.ts";
import { type FixtureStation, startFixtureStation } from "./fixture-station.ts";
import { taskView } from "./fixture-views.ts";

/** One live event of the rig in a hold of 60 s at 16.1 kN. */
function live(elapsedMs: number, force: number, phase: string, heldMs = 0): object {
  const test = {
    ...{
      phase,
      elapsedMs,
      characteristic: "F1",
      unitIndex: 10,
      unit: "U0010",
      gate: "closed-locked",
    },
    ...{ hold: { heldMs, askedMs: 60_000 }, force: 16, load: force.toFixed(2), uom: "kN" },
  };
  return {
    ...{ gauge: "g-rig", text: String(Math.round(force * 1000)), unit: "N", kind: "gross" },
    ...{ at: new Date(0).toISOString(), test },
  };
}

const check = {
  ...{ test: "t-1", characteristic: "F1", unit: "U0010", minimum: "16.08", uom: "kN" },
  ...{
    heldMs: 60_000,
    question: { en: "The gate opens, closes and locks.", "zh-CN": "锁门能打开、关闭并锁止。" },
  },
};

needs("chromium")("the operator's page at the load rig", () => {
  const screens = useBrowser();
  let station: FixtureStation;
  let page: Page;

  beforeEach(async () => {
    station = await startFixtureStation(screens.folder());
    page = await screens.open(station.url);
    await page.waitForSelector(".now-head");
  });
  afterEach(async () => {
    await page.close();
    await station.close();
  });

  function pull(): void {
    for (let k = 0; k <= 40; k += 1) station.emit("live", live(k * 100, k * 0.4, "ramp"));
    for (let k = 1; k <= 120; k += 1) {
      const force = 16.1 + 0.03 * Math.sin(k);
      station.emit("live", live(4000 + k * 100, Number(force.toFixed(2)), "hold", k * 100));
    }
  }
  const picture = async (name: string) => {
    const folder = process.env.PROOFLINE_PICTURES;
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) });
  };

  it("shows phase, force, countdown and the curve so far, and stops the test on a tap", async () => {
    pull();
    await page.waitForSelector("[data-testid=pull][data-phase=hold]");
    await expect.poll(() => page.locator("[data-testid=countdown]").innerText()).toBe("48 s left");
    expect(await page.locator("[data-testid=live-force]").innerText()).toContain("16.");
    expect(await page.locator(".load-test-curve polyline").count()).toBe(1);
    for (const [width, height] of [
      [1280, 800],
      [768, 1024],
    ] as const) {
      await page.setViewportSize({ width, height });
      await picture(`hold-${width}`);
      const button = await page.locator(".load-test-abort").boundingBox();
      expect((button?.y ?? 0) + (button?.height ?? 0)).toBeLessThanOrEqual(height);
      expect(button?.height ?? 0).toBeGreaterThanOrEqual(44);
    }
    await page.locator(".load-test-abort").click();
    await expect.poll(() => station.posted.at(-1)?.path).toBe("/api/gauges/g-rig/abort-test");
  });

  it("keeps a long name and the stop key inside its panel", async () => {
    const { task } = taskView();
    if (task === null) throw new Error("the fixture has a task");
    const name = { en: "Proof load along the major axis with the gate open, then function again" };
    const list = task.list.map((one) => ({
      ...one,
      characteristic: { ...one.characteristic, name },
    }));
    station.views.task = { task: { ...task, list } };
    await page.reload();
    await page.waitForSelector(".now-head");
    pull();
    await page.waitForSelector("[data-testid=pull]");
    expect(await page.locator(".now h1").innerText()).toBe(name.en);
    for (const place of [".now-head", ".load-test-abort", ".now h1"]) {
      const within = await page
        .locator(place)
        .first()
        .evaluate((one) => {
          const panel = one.closest(".now")?.getBoundingClientRect();
          return one.getBoundingClientRect().right <= (panel?.right ?? 0);
        });
      expect(within, place).toBe(true);
    }
  });

  it("asks for the check after the hold and sends OK or NOT OK once", async () => {
    const view = taskView();
    if (view.task !== null) station.views.task = { task: { ...view.task, checks: [check] } };
    station.emit("station", {});
    await page.reload();
    await page.waitForSelector("[data-testid=check]");
    expect(await page.locator("[data-testid=check]").innerText()).toContain(
      "The gate opens, closes and locks.",
    );
    await picture("check-1280");
    await page.setViewportSize({ width: 768, height: 1024 });
    await picture("check-768");
    await page.locator(".judge.is-bad").click();
    await expect.poll(() => station.posted.length).toBe(1);
    expect(station.posted[0]).toMatchObject({
      path: "/api/load-tests/check",
      body: { test: "t-1", function: "not-ok" },
    });
  });

  it("tells of a pull that proved nothing until it was read", async () => {
    const view = taskView();
    const pull = {
      ...{ test: "t-2", characteristic: "C1", unit: "CB-0010", at: "2026-11-22T08:00:00.000Z" },
      ...{ reason: "station-stopped", spent: true, peak: "12.310", uom: "kN" },
    };
    if (view.task !== null) station.views.task = { task: { ...view.task, unproven: [pull] } };
    await page.reload();
    const told = page.locator("[data-testid=unproven]");
    await expect.poll(() => told.innerText()).toContain("CB-0010: the pull proved nothing");
    expect(await told.innerText()).toContain("12.310 kN");
    expect(await told.innerText()).toContain("specimen spent");
    await picture("unproven-1280");
    await page.setViewportSize({ width: 768, height: 1024 });
    await picture("unproven-768");
    const cut = await told.evaluate((one) => {
      const bottom = one.closest(".now")?.getBoundingClientRect().bottom ?? 0;
      return one.getBoundingClientRect().bottom > bottom;
    });
    expect(cut).toBe(false);
    await told.locator("button").click();
    await expect.poll(() => told.count()).toBe(0);
  });

  it("says what failed, not that the value were too small", async () => {
    const taken = measurementTaken(207, "16.080", "low");
    const { body } = taken;
    if (typeof body !== "object") throw new Error("a record without body");
    station.emit("record", { ...taken, body: { ...body, marks: ["function-failed"] } }, 207);
    await page.waitForSelector("[data-verdict=low]");
    expect(await page.locator("[data-testid=verdict]").innerText()).toBe(
      "NOT OK — failed the check after the hold",
    );
  });

  it("says all of it in Chinese too", async () => {
    const view = taskView();
    if (view.task !== null) station.views.task = { task: { ...view.task, checks: [check] } };
    await page.reload();
    await page.waitForSelector("[data-testid=check]");
    await page.click("[data-language=zh-CN]");
    await expect
      .poll(() => page.locator("[data-testid=check]").innerText())
      .toContain("锁门能打开、关闭并锁止。");
    await picture("check-zh");
    pull();
    await page.waitForSelector("[data-testid=pull][data-phase=hold]");
    await expect.poll(() => page.locator("[data-testid=countdown]").innerText()).toBe("剩余 48 秒");
    await page.setViewportSize({ width: 768, height: 1024 });
    await picture("hold-zh");
  });
});
