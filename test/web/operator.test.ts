// The operator's page in a real browser: verdicts, entry, wedge, language, sizes.
import type { Page, Route } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { needs } from "../fakes/needs.ts";
import {
  cellReopened,
  measurementTaken,
  signalRaised,
  unitSkipped,
  useBrowser,
} from "./browser.ts";
import { type FixtureStation, startFixtureStation } from "./fixture-station.ts";
import { EPOCH, RUN, taskView } from "./fixture-views.ts";

needs("chromium")("the operator's page", () => {
  const screens = useBrowser();
  let station: FixtureStation;
  let page: Page;

  async function freshPage(): Promise<void> {
    await page?.close();
    page = await screens.open(station.url);
    await page.waitForSelector(".now-head");
  }

  beforeEach(async () => {
    station = await startFixtureStation(screens.folder());
    await freshPage();
  });
  afterEach(async () => {
    await page.close();
    await station.close();
  });
  const verdict = () => page.locator("[data-testid=verdict]");
  const entry = () => page.locator(".entry input");

  /** Notes when the page hears of a record and when it has drawn its verdict. */
  const watchFrames = () =>
    page.evaluate(() => {
      const stamps: number[] = [];
      Object.assign(window, { stamps });
      const source = new EventSource("/api/stream");
      source.addEventListener("record", () => stamps.push(performance.now()));
      new MutationObserver(() => {
        if (document.querySelector("[data-testid=verdict]") !== null)
          requestAnimationFrame(() => stamps.push(performance.now()));
      }).observe(document.body, { childList: true, subtree: true });
      return new Promise<void>((opened) => source.addEventListener("open", () => opened()));
    });

  it("shows value and verdict within 100 ms of the record event", async () => {
    // A busy machine may hold up one frame, not each of several.
    let soonest = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 10 && soonest >= 100; tries += 1) {
      if (tries > 0) await freshPage();
      await watchFrames();
      station.emit("record", measurementTaken(201, "19.004", "ok"), 201);
      await verdict().waitFor();
      await page.waitForFunction(() => Reflect.get(window, "stamps").length >= 2);
      const stamps = await page.evaluate(() => Reflect.get(window, "stamps") as number[]);
      soonest = Math.min(soonest, Math.abs((stamps[1] ?? 0) - (stamps[0] ?? 0)));
    }
    expect(soonest).toBeLessThan(100);
    expect(await verdict().innerText()).toBe("OK");
    expect(await page.locator("[data-testid=value]").innerText()).toContain("19.004");
  });

  it("shows NOT OK with its word, its side and an octagon with an arrow", async () => {
    station.emit("record", measurementTaken(202, "19.093", "high"), 202);
    await verdict().waitFor();
    expect(await verdict().innerText()).toBe("NOT OK — too large");
    expect(await verdict().getAttribute("data-verdict")).toBe("high");
    const corners = await verdict().locator("svg path.mark-solid").getAttribute("d");
    expect(corners?.match(/[lLhHvV]/g)?.length).toBeGreaterThanOrEqual(6);
    expect(await verdict().locator("svg path.mark-hollow").count()).toBe(1);
    const height = await page.locator("[data-testid=value]").evaluate((one) => {
      return Number.parseFloat(getComputedStyle(one).fontSize);
    });
    expect(height).toBeGreaterThanOrEqual(130);
  });

  it("never shows plain OK when a signal came with the reading, and opens the reaction", async () => {
    station.emit("record", measurementTaken(203, "19.004", "ok"), 203);
    station.emit("record", signalRaised(204), 204);
    await page.waitForSelector("[data-verdict=shifted]");
    expect(await verdict().innerText()).toBe("OK — but process shifted");
    const reaction = await page.locator(".reaction").innerText();
    expect(reaction).toContain("8 in a row above centre");
    expect(reaction).toContain("Stop the drill");
  });

  it("sends a typed comma as typed and shows no value before the record event", async () => {
    await page.keyboard.type("19,004", { delay: 70 });
    await page.keyboard.press("Enter");
    await expect.poll(() => station.posted.length).toBe(1);
    const [post] = station.posted;
    expect(post?.path).toBe("/api/readings");
    expect(post?.body).toMatchObject({
      ...{ text: "19,004", entry: "keyed", characteristic: "C4", unitIndex: 3 },
    });
    expect(post?.body.id).toMatch(/^[0-9a-f-]{36}$/);
    await expect.poll(() => entry().inputValue()).toBe("");
    expect(await page.locator("[data-testid=value]").count()).toBe(0);
  });

  it("shows a refusal in words beside the field and keeps the value", async () => {
    station.views.refuse = {
      ...{ type: "urn:proofline:problem:not-a-number", title: "Not a number" },
      ...{ detail: "19.0x is not a decimal number.", remedy: "Type digits." },
    };
    await page.keyboard.type("19.0x", { delay: 70 });
    await page.keyboard.press("Enter");
    await page.waitForSelector(".entry-notice.is-refused");
    const notice = await page.locator(".entry-notice").innerText();
    expect(notice).toContain("Not stored");
    expect(notice).toContain("Type digits.");
    expect(await entry().inputValue()).toBe("19.0x");
  });

  it("takes a burst of keys as a wedge gauge and keeps the half-typed value", async () => {
    await page.click(".k-1");
    await page.click(".k-comma");
    await page.evaluate(() => {
      for (const key of [..."18.950", "Enter"])
        window.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    });
    await expect.poll(() => station.posted.length).toBe(1);
    expect(station.posted[0]?.body).toMatchObject({ text: "18.950", entry: "wedge" });
    expect(await entry().inputValue()).toBe("1,");
  });

  it("switches the language at one tap without losing what was typed", async () => {
    await page.keyboard.type("19,0", { delay: 70 });
    await page.click("[data-language=zh-CN]");
    await expect.poll(() => page.locator(".now-head h1").innerText()).toBe("铆钉孔径");
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    expect(await entry().inputValue()).toBe("19,0");
    station.emit("record", measurementTaken(205, "19.093", "high"), 205);
    await verdict().waitFor();
    expect(await verdict().innerText()).toBe("不合格 — 偏大");
  });

  it("undoes the last value with a reason and assigns or dismisses from the inbox", async () => {
    station.emit("record", measurementTaken(206, "19.004", "ok"), 206);
    await verdict().waitFor();
    await page.click(".actions .key:nth-child(1)");
    await expect.poll(() => station.posted[0]?.path).toBe("/api/measurements/206/void");
    expect(station.posted[0]?.body).toEqual({ reason: "undo-by-operator", epoch: EPOCH });
    await page.click(".actions .key:nth-child(4)");
    expect(await page.locator("[data-testid=inbox-entry]").innerText()).toContain("not plausible");
    await page.click(".inbox .k-enter");
    await expect.poll(() => station.posted[1]?.path).toBe("/api/inbox/91/assign");
    const cell = { run: RUN, characteristic: "C4", unitIndex: 3 };
    expect(station.posted[1]?.body).toEqual({ ...cell, epoch: EPOCH });
  });

  it("takes back the newest result whatever it is, and a tapped one for a reason", async () => {
    station.emit("record", measurementTaken(207, "19.004", "ok"), 207);
    station.emit("record", unitSkipped(208), 208);
    await page.waitForSelector(".undo-what:has-text('skipped')");
    await page.click(".actions .key:nth-child(1)");
    await expect.poll(() => station.posted[0]?.path).toBe("/api/cells/208/reopen");
    await page.waitForSelector(".entry-notice:has-text('no longer skipped')");
    station.emit("record", cellReopened(209, 208), 209);
    await page.waitForSelector(".actions .key:nth-child(1)[disabled]");
    const { task } = taskView("C7", 12, false);
    const [cell] = task?.armed?.cells ?? [];
    if (cell === undefined) throw new Error("no cell");
    const filled = { epoch: "earlier", seq: 17, at: "2026-11-22T04:50:00.000Z" };
    Object.assign(cell, { nonconforming: 1, filled });
    station.views.task = { task };
    station.emit("station", {});
    await page.click(".cell.is-bad");
    await page.click(".choices .key:has-text('Tapped by mistake')");
    await expect.poll(() => station.posted[1]?.path).toBe("/api/cells/17/reopen");
    expect(station.posted[1]?.body).toEqual({ reason: "mistaken-tap", epoch: "earlier" });
  });

  it("shows what comes after a restore though its seq is lower", async () => {
    station.emit("record", measurementTaken(900, "19.004", "ok", "before"), 900);
    await verdict().waitFor();
    station.emit("record", measurementTaken(90, "19.093", "high"), 90);
    await page.waitForSelector("[data-testid=verdict][data-verdict=high]");
    expect(await page.locator("[data-testid=value]").innerText()).toContain("19.093");
  });

  it("judges an attribute with two buttons and asks for the defect", async () => {
    station.views.task = taskView("C7", 12, false);
    station.emit("station", {});
    await page.click(".judge.is-bad");
    await page.click(".choices .key:nth-of-type(2)");
    await page.click(".choices .k-enter");
    await expect.poll(() => station.posted.length).toBe(1);
    expect(station.posted[0]).toMatchObject({
      path: "/api/attributes",
      body: { characteristic: "C7", unitIndex: 12, nonconforming: 1, defects: { function: 1 } },
    });
  });

  it("shows the force big while the rig pulls its own task, and beside no other", async () => {
    const force = { gauge: "g4", unit: "kN", kind: "net", at: new Date().toISOString() };
    station.emit("live", { ...force, text: "14.62" });
    station.emit("record", measurementTaken(209, "19.004", "ok"), 209);
    await verdict().waitFor();
    expect(await page.locator("[data-testid=value]").innerText()).toContain("19.004");
    station.views.task = taskView("F1", 3, false);
    station.emit("station", {});
    await page.waitForSelector(".now-name h1:has-text('Strength')");
    station.emit("live", { ...force, text: "15.07" });
    await page.waitForSelector(".is-live");
    expect(await page.locator("[data-testid=value]").innerText()).toContain("15.07");
    expect(await page.locator(".is-live").innerText()).toContain("not stored");
  });

  it("keeps a value while the station does not answer, and sends the same id again", async () => {
    const lost: unknown[] = [];
    const lose = (route: Route) => {
      lost.push(route.request().postDataJSON());
      return route.abort();
    };
    await page.route("**/api/readings", lose, { times: 1 });
    await page.keyboard.type("19.01", { delay: 70 });
    await page.keyboard.press("Enter");
    await page.waitForSelector(".entry-notice.is-refused");
    await expect.poll(() => station.posted.length).toBe(1);
    expect(lost).toEqual([station.posted[0]?.body]);
    expect(station.posted[0]?.body.text).toBe("19.01");
  });

  it.each([
    [1280, 800],
    [1024, 768],
    [768, 1024],
  ])("needs no scrolling and keeps targets of 60 px at %i × %i", async (width, height) => {
    await page.setViewportSize({ width, height });
    station.emit("record", measurementTaken(207, "19.004", "ok"), 207);
    station.emit("record", signalRaised(208), 208);
    await page.waitForSelector("[data-verdict=shifted]");
    const seen = await page.evaluate(() => {
      const targets = [...document.querySelectorAll(".measure button, .keypad button")];
      const cut = [...document.querySelectorAll(".measure, .now, .side, .actions")];
      return {
        over: cut.filter((one) => one.scrollHeight > one.clientHeight + 1).length,
        small: targets.filter((one) => one.getBoundingClientRect().height < 59.5).length,
        page: document.documentElement.scrollHeight - window.innerHeight,
      };
    });
    expect(seen).toEqual({ over: 0, small: 0, page: 0 });
  });
});
