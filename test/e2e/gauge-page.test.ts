// The gauge page in a real browser, with a gauge on a real serial line: from raw bytes to a confirmation.
import type { Page } from "playwright-core";
import { afterEach, expect, it } from "vitest";
import { type GaugeStation, modelOf, startGaugeStation, until } from "../fakes/gauge-station.ts";
import { needs } from "../fakes/needs.ts";
import { useBrowser } from "../web/browser.ts";

needs("chromium")("the gauge page", () => {
  const screens = useBrowser();
  let station: GaugeStation;
  let page: Page;

  afterEach(async () => {
    await page.close();
    await station.close();
  });

  async function open(model: string, change: { adapter?: string } = {}): Promise<void> {
    station = await startGaugeStation(screens.folder(), modelOf(model), change);
    page = await screens.open(`${station.url}/commissioning?gauge=cal-1`);
    await page.waitForSelector(".gauge-standing");
    await until(() => station.floor.monitor.watchers() === 1);
  }

  async function compare(shown: string, unit: string): Promise<void> {
    await page.fill("input[name=shown]", shown);
    await page.fill("input[name=unit]", unit);
    await page.click(".question-form button");
  }

  const says = (selector: string, words: string | RegExp) =>
    page.locator(selector, { hasText: words }).first().waitFor();

  it("takes a person's word for a swapped adapter, and reads the gauge then", async () => {
    await open("inspec-cable", { adapter: "0403:6001 serial A1" });
    await says(".gauge-swapped-card", "the gauge was on 0403:6001 serial A1");
    await says(".head-gauges .gauge-swapped", "other adapter");
    station.virtual.press("10.000");
    await page.click(".gauge-swapped-card button");
    await until(() => station.floor.gauges.get("cal-1")?.state === "online");
    await page.locator(".gauge-swapped-card").waitFor({ state: "detached" });
    station.virtual.press("11.000");
    await says(".live-row.is-reading", "11.000");
    const records = await station.journal.read(1, 100);
    expect(records.find(({ kind }) => kind === "gauge.adapter")).toMatchObject({
      body: { gauge: "cal-1", adapter: "no USB adapter", confirmed: true },
    });
    const again = await station.post("/api/gauges/cal-1/adapter", {});
    expect(again).toMatchObject({ status: 409, body: { code: "adapter-not-swapped" } });
  });

  it("shows bytes, rule and value, tells what a wrong value looks like, and records two right ones", async () => {
    await open("inspec-cable");
    await says(".gauge-state.is-needed", "Not commissioned");
    await says(".head-gauges", "not commissioned");
    station.virtual.press("10.000");
    await says(".live-row.is-reading", "rule 2");
    expect(await page.locator(".live-row.is-reading .live-text").innerText()).toBe("+0010.000\\r");
    expect(await page.locator(".live-row.is-reading .live-hex").innerText()).toContain(
      "2B 30 30 31",
    );
    await compare("100.00", "mm");
    await says(".outcome", "decoded is 0.1 times");
    await compare("0.3937", "mm");
    await says(".outcome", "25.4");
    await compare("10.000", "mm");
    await says(".pairs li", "10.000 = 10.000 mm");
    expect(await page.locator(".confirm-form").count()).toBe(0);
    await compare("10.000", "mm");
    await says(".gauge-compare", "confirmed already");
    station.virtual.press("-2.500");
    await says(".question-decoded output", "-2.500");
    await compare("-2,500", "mm");
    await says(".pairs li", "-2.500 = -2,500 mm");
    await page.fill("input[name=by]", "W1032");
    await page.click(".confirm-form button");
    await says(".gauge-state.is-commissioned", "Commissioned by W1032");
    const records = await station.journal.gaugeRecords();
    expect(records.filter(({ kind }) => kind === "gauge.commissioned")).toHaveLength(1);
  });

  it("says why a frame was refused, and keeps the frame it asks about while a newer one arrives", async () => {
    await open("inspec-cable");
    station.virtual.send(Buffer.from("+12.3\r"));
    await says(".live-row.is-rejected", "frame-unknown");
    station.virtual.press("7.000");
    await says(".question-decoded output", "7.000");
    await page.focus("input[name=shown]");
    station.virtual.press("8.000");
    await says(".live-row.is-reading", "8.000");
    expect(await page.locator(".question-decoded output").innerText()).toContain("7.000");
  });

  it("asks a gauge that must be asked, in both languages", async () => {
    await open("tesa-tt80");
    await page.click("text=Ask the gauge");
    await says(".live-row.is-reading", "10.000");
    await page.click("[data-language='zh-CN']");
    await says(".gauge-compare h2", "量具显示多少");
  });
});
