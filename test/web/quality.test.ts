// The quality and run pages in a real browser: keyboard, address, answers, holes in words.
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { needs } from "../fakes/needs.ts";
import { useBrowser } from "./browser.ts";
import { type FixtureStation, startFixtureStation } from "./fixture-station.ts";
import { EPOCH } from "./fixture-views.ts";

needs("chromium")("the quality and run pages", () => {
  const screens = useBrowser();
  let station: FixtureStation;
  let page: Page;

  beforeAll(async () => {
    station = await startFixtureStation(screens.folder());
  });
  afterAll(async () => {
    await station.close();
  });
  beforeEach(() => {
    station.posted.length = 0;
  });
  afterEach(async () => {
    await page.close();
  });

  it("moves the selected point by keyboard and says it in words", async () => {
    page = await screens.open(`${station.url}/quality?c=C2`);
    await page.waitForSelector(".chart svg");
    await page.focus(".chart");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    const point = page.locator("[data-testid=point] h2");
    await expect.poll(() => point.innerText()).toContain("Subgroup 2");
    await expect.poll(() => page.url()).toContain("point=2");
    await expect.poll(() => page.locator(".selection").count()).toBe(2);
    await page.keyboard.press("n");
    const sentence = page.locator("[aria-live=polite]");
    await expect.poll(() => sentence.textContent()).toContain("Subgroup 34");
    expect(await sentence.textContent()).toContain("1 point above the upper limit");
  });

  it("opens the same view from a link", async () => {
    page = await screens.open(`${station.url}/quality?c=C2&range=25&point=38`);
    await page.waitForSelector(".selection");
    const point = await page.locator("[data-testid=point]").innerText();
    expect(point).toContain("Subgroup 38");
    expect(point).toContain("8 in a row above centre");
    expect(await page.locator(".chart-tools [aria-pressed=true]").first().innerText()).toBe("25");
  });

  it("says of an old link that there is no such run or characteristic", async () => {
    for (const link of ["quality?c=gone", "run?run=gone"]) {
      page = await screens.open(`${station.url}/${link}`);
      await expect.poll(() => page.locator("[role=alert]").innerText()).toContain("gone");
      await page.close();
    }
  });

  it("lists the abnormal first and never shows an index without its interval", async () => {
    page = await screens.open(`${station.url}/quality`);
    await page.waitForSelector(".over");
    const first = await page.locator(".over").first().innerText();
    expect(first).toContain("Nose gap");
    expect(first).toContain("signal open");
    expect(first).toContain("Not stable");
    const indices = await page.locator(".over-index").allInnerTexts();
    const printed = indices.filter((text) => text.includes("Cpk"));
    expect(printed).not.toHaveLength(0);
    for (const text of printed) expect(text).toMatch(/Cpk \d\.\d\d \(\d\.\d\d\S+\d\.\d\d\)/);
  });

  it("takes a skip back on the run page, whatever epoch it is of", async () => {
    page = await screens.open(`${station.url}/run`);
    await page.click(".item:has-text('U0007') .key");
    await page.selectOption(".item:has-text('U0007') select", "possible-now");
    await page.click(".item:has-text('U0007') .k-enter");
    await expect.poll(() => station.posted[0]?.path).toBe("/api/cells/44/reopen");
    expect(station.posted[0]?.body).toEqual({ reason: "possible-now", epoch: "earlier" });
  });

  it("takes back a good judgement of an earlier unit", async () => {
    page = await screens.open(`${station.url}/run`);
    await page.fill(".unit-lookup input[name=unit]", "U0007");
    await page.click(".unit-lookup .fields .key");
    await page.click(".unit-lookup .item:has-text('C7') .key");
    await page.selectOption(".unit-lookup select", "wrong-part");
    await page.click(".unit-lookup .item .k-enter");
    await expect.poll(() => station.posted.length).toBe(1);
    expect(station.posted[0]).toEqual({
      path: "/api/cells/62/reopen",
      body: { reason: "wrong-part", epoch: EPOCH },
    });
    expect(await page.locator(".unit-lookup .item").last().innerText()).toContain("no result yet");
  });

  it("answers a signal with cause and action", async () => {
    page = await screens.open(`${station.url}/quality?c=C2`);
    await page.click(".signal.is-open > .key");
    await page.click(".answer fieldset:nth-of-type(1) .key:nth-child(1)");
    await page.click(".answer fieldset:nth-of-type(2) .key:nth-child(2)");
    await page.click(".answer .k-enter");
    await expect.poll(() => station.posted.length).toBe(1);
    expect(station.posted[0]).toEqual({
      path: "/api/signals/801/answer",
      body: { cause: "tool-wear", action: "tool-replaced", note: "", epoch: EPOCH },
    });
  });

  it("shows the chart as a table", async () => {
    page = await screens.open(`${station.url}/quality?c=C2&range=25`);
    await page.click(".chart-tools .key:has-text('Table')");
    await expect.poll(() => page.locator(".chart-table tbody tr").count()).toBe(25);
  });

  it("zooms and moves without losing the point, pauses there, and goes live again", async () => {
    page = await screens.open(`${station.url}/quality?c=C2&range=25`);
    await page.waitForSelector(".chart svg");
    await page.focus(".chart");
    await page.keyboard.press("+");
    await expect.poll(() => page.url()).toContain("range=12");
    await page.locator(".chart").hover();
    const box = await page.locator(".chart").boundingBox();
    if (box === null) throw new Error("no chart");
    const [x, y] = [box.x + box.width / 2, box.y + 100];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y, { steps: 4 });
    await page.mouse.move(x + 200, y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.url()).toMatch(/end=\d+/);
    expect(page.url()).not.toContain("point=");
    await page.mouse.wheel(0, 200);
    await expect.poll(() => page.url()).toContain("range=15");
    await page.click(".chart-tools .key:has-text('Go to live')");
    await expect.poll(() => page.url()).not.toContain("end=");
  });

  it("widens the window by the handle of the history", async () => {
    page = await screens.open(`${station.url}/quality?c=C2&range=25`);
    const left = page.locator(".strip-handle.is-left");
    // Waits until it stands still.
    await left.hover();
    const handle = await left.boundingBox();
    if (handle === null) throw new Error("no handle");
    await page.mouse.move(handle.x + 4, handle.y + 20);
    await page.mouse.down();
    await page.mouse.move(handle.x - 600, handle.y + 20, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => page.url()).toContain("range=0");
  });

  it("leaves the selected subgroup out for a cause, by keyboard and form", async () => {
    page = await screens.open(`${station.url}/quality?c=C2&point=34`);
    await page.waitForSelector(".selection");
    await page.focus(".chart");
    await page.keyboard.press("e");
    await page.selectOption(".point-form select[name=cause]", "material");
    await page.fill(".point-form input[name=note]", "coil 12");
    await page.click(".point-form .k-enter");
    await expect.poll(() => station.posted.length).toBe(1);
    expect(station.posted[0]).toEqual({
      path: "/api/runs/PR-2026-118/charts/C2/exclude",
      body: { subgroup: 33, cause: "material", note: "coil 12" },
    });
    await page.waitForSelector(".point-acts");
  });

  it("begins a stage with its name, and notes an event", async () => {
    page = await screens.open(`${station.url}/quality?c=C2&point=34`);
    await page.click(".point-acts .key:has-text('New stage')");
    await page.fill(".point-form input[name=name]", "New tool");
    await page.fill(".point-form input[name=reason]", "tool broke");
    await page.click(".point-form .k-enter");
    await page.click(".point-acts .key:has-text('Note')");
    await page.selectOption(".point-form select[name=event]", "new-lot");
    await page.click(".point-form .k-enter");
    await expect.poll(() => station.posted.length).toBe(2);
    expect(station.posted.map((one) => one.body)).toEqual([
      { subgroup: 33, name: "New tool", reason: "tool broke" },
      { subgroup: 33, event: "new-lot", text: "" },
    ]);
  });

  it("says that a characteristic has no chart instead of drawing an empty one", async () => {
    page = await screens.open(`${station.url}/quality?c=C7`);
    await page.waitForSelector(".no-chart");
    expect(await page.locator(".no-chart").innerText()).toContain("120 of 150 results");
    expect(await page.locator(".chart, .capability, .signals").count()).toBe(0);
  });

  it("says in words what each output of the run lacks", async () => {
    page = await screens.open(`${station.url}/run`);
    await page.waitForSelector(".output");
    const outputs = await page.locator(".outputs").innerText();
    expect(outputs).toContain("Lot L-2 has no decision");
    expect(outputs).toContain("C5: 12 of 20 subgroups for the limits");
    await page.click("[data-language=zh-CN]");
    await expect.poll(() => page.locator(".outputs").innerText()).toContain("批次 L-2 尚无决定");
  });

  it("puts the run on hold only with a reason", async () => {
    page = await screens.open(`${station.url}/run`);
    await page.click(".phase-keys .key:nth-child(1)");
    await page.click(".phases form .k-enter");
    expect(station.posted).toEqual([]);
    await page.fill(".phases input[name=reason]", "Die cracked");
    await page.click(".phases form .k-enter");
    await expect.poll(() => station.posted.length).toBe(1);
    expect(station.posted[0]).toEqual({
      path: "/api/runs/PR-2026-118/phase",
      body: { step: "hold", reason: "Die cracked" },
    });
  });

  it("stores a disposition of a finding", async () => {
    page = await screens.open(`${station.url}/run`);
    await page.locator(".item", { hasText: "F-001" }).locator(".key").click();
    await page.selectOption("select[name=disposition]", "sort");
    await page.fill("input[name=reason]", "All parts of the lot");
    await page.click(".item form .k-enter");
    await expect.poll(() => station.posted.length).toBe(1);
    expect(station.posted[0]).toEqual({
      path: "/api/runs/PR-2026-118/findings/F-001/disposition",
      body: { disposition: "sort", reason: "All parts of the lot" },
    });
  });
});
