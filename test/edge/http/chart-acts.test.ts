// Acts on a chart over HTTP: limits are looked at before they are put in force; a unit is looked up.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBench } from "./station-bench.ts";

describe("a chart over HTTP", () => {
  let bench: Awaited<ReturnType<typeof startBench>>;
  const chart = "/api/runs/R1/charts/C1";
  const type = (unitIndex: number, value: number) =>
    bench.post("/api/readings", {
      id: `11111111-0000-4000-8000-${String(unitIndex).padStart(12, "0")}`,
      ...{ text: value.toFixed(3), entry: "keyed", characteristic: "C1", unitIndex },
    });

  beforeAll(async () => {
    bench = await startBench();
    for (let unit = 1; unit <= 25; unit += 1)
      await type(unit, (unit > 20 ? 10.05 : 10) + ((unit * 7) % 5) * 0.002);
  });
  afterAll(async () => {
    await bench.close();
  });

  it("leaves a subgroup out once, and takes it in again", async () => {
    const body = { subgroup: 4, cause: "material", note: "" };
    expect((await bench.post(`${chart}/exclude`, body)).status).toBe(201);
    const again = await bench.post(`${chart}/exclude`, body);
    expect(again.body.type).toContain("excluded-already");
    expect((await bench.get(chart)).body.exclusions).toMatchObject([body]);
    const included = await bench.post(`${chart}/include`, { subgroup: 4, reason: "real" });
    expect(included.status).toBe(201);
    expect((await bench.get(chart)).body.signals.at(-1)).toMatchObject({ withdrawn: null });
  });

  it("shows new limits before they hold, and puts exactly those in force", async () => {
    const before = (await bench.get(chart)).body.limits;
    const preview = (await bench.get(`${chart}/limits-preview?subgroup=0`)).body;
    expect(preview).toMatchObject({ toSubgroup: 4, subgroups: 5, excluded: [] });
    expect(preview.before.location).toEqual(before.location);
    expect((await bench.get(chart)).body.limits).toEqual(before);
    const { toSubgroup, after: shown } = preview;
    const body = { subgroup: 0, toSubgroup, shown, reason: "whole run" };
    const stale = { ...body, shown: { ...shown, location: before.location } };
    const refused = await bench.post(`${chart}/limits`, stale);
    expect(refused.body.type).toContain("limits-changed");
    expect((await bench.post(`${chart}/limits`, body)).status).toBe(201);
    const { limits } = (await bench.get(chart)).body;
    expect(limits).toMatchObject({ method: "recomputed", location: preview.after.location });
  });

  it("begins a stage and keeps a note", async () => {
    const stage = { subgroup: 4, name: "Coil 12", reason: "new coil" };
    expect((await bench.post(`${chart}/stages`, stage)).status).toBe(201);
    const note = { subgroup: 4, event: "new-lot", text: "coil 12" };
    expect((await bench.post(`${chart}/notes`, note)).status).toBe(201);
    const view = (await bench.get(chart)).body;
    expect(view.stages).toMatchObject([{ first: 0 }, { first: 4, name: "Coil 12" }]);
    expect(view.notes).toMatchObject([note]);
  });

  it("refuses a point that is not there", async () => {
    const answer = await bench.post(`${chart}/notes`, { subgroup: 99, event: "stop", text: "" });
    expect(answer.body.type).toContain("no-such-point");
  });

  it("finds the results of a unit by serial or number, good ones too", async () => {
    const [bySerial, byNumber] = [
      (await bench.get("/api/runs/R1/units/U0003")).body,
      (await bench.get("/api/runs/R1/units/3")).body,
    ];
    expect(bySerial).toEqual(byNumber);
    expect(bySerial.results[0].found).toMatchObject({ type: "measurement", verdict: "ok" });
    expect((await bench.get("/api/runs/R1/units/9999")).status).toBe(404);
  });
});
