// Lots on the run page in a real browser, and what the operator's page says where nothing is to be measured.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { needs } from "../fakes/needs.ts";
import { useBrowser } from "./browser.ts";
import { type FixtureStation, startFixtureStation } from "./fixture-station.ts";
import { RUN } from "./fixture-views.ts";

needs("chromium")("the run page", () => {
  const screens = useBrowser();
  let station: FixtureStation;
  let page: Page;

  beforeEach(async () => {
    station = await startFixtureStation(screens.folder());
  });
  afterEach(async () => {
    await page.close();
    await station.close();
  });

  it("records a lot with its certificate, or with none where no number is given", async () => {
    page = await screens.open(`${station.url}/run?run=${RUN}`);
    const receive = async (lot: string, certificate: string) => {
      await page.click("text=Receive a lot");
      const fields = { lot, material: "EN AW-7075", supplier: "Mill", quantity: "20 kg" };
      for (const [name, text] of Object.entries({ ...fields, certificate })) {
        await page.fill(`input[name=${name}]`, text);
      }
      await page.selectOption("select[name=role]", "backup");
      await page.click("text=Record the lot");
      await page.locator("input[name=lot]").waitFor({ state: "detached" });
    };
    await receive("L/7 甲", "C-1");
    await receive("L-8", "");
    const common = { material: "EN AW-7075", supplier: "Mill", quantity: "20 kg", role: "backup" };
    expect(station.posted.map((one) => [one.path, one.body])).toEqual([
      [
        `/api/runs/${RUN}/lots`,
        {
          ...{ ...common, lot: "L/7 甲", heat: null },
          certificate: { type: "3.1", number: "C-1", values: [] },
        },
      ],
      [`/api/runs/${RUN}/lots`, { ...common, lot: "L-8", heat: null, certificate: null }],
    ]);
  });

  it.each([
    ["held", "The run is on hold"],
    ["closed", "The run is closed"],
    ["planned", "Nothing to measure now"],
  ] as const)(
    "has the operator's page say what a run that is %s waits for",
    async (phase, words) => {
      const { views } = station;
      if (views.station.run === null) throw new Error("the fixture has a run");
      views.task = { ...views.task, task: null };
      views.station = { ...views.station, run: { ...views.station.run, phase } };
      page = await screens.open(station.url);
      await page.locator(".now-empty h1").waitFor();
      expect(await page.locator(".now-empty h1").innerText()).toBe(words);
    },
  );
});
