// A gauge of an unverified model: its values wait for a person who saw two of them on its display.
import { tmpdir } from "node:os";
import { afterEach, expect, it } from "vitest";
import type { FloorGauge } from "../../../edge/station/index.ts";
import type { GaugeModel } from "../../../gauges/index.ts";
import { type GaugeStation, modelOf, startGaugeStation, until } from "../../fakes/gauge-station.ts";
import { needs } from "../../fakes/needs.ts";

const model = modelOf("inspec-cable");
let bench: GaugeStation | null = null;
let id = 0;

async function start(
  of: GaugeModel = model,
  change: Partial<FloorGauge> & { unit?: string } = {},
  dir?: string,
): Promise<GaugeStation> {
  bench = await startGaugeStation(tmpdir(), of, change, dir);
  const { floor } = bench;
  await until(() => floor.gauges.get("cal-1")?.state === "online");
  return bench;
}

/** Presses the key and gives the number under which the page would know the frame. */
async function heard(station: GaugeStation, value: string): Promise<number> {
  const frames: number[] = [];
  const stop = station.floor.monitor.watch("cal-1", (event) => {
    if (event.event === "reading") frames.push(event.frame);
  });
  station.virtual.press(value);
  const frame = await until(() => frames[0]);
  stop();
  return frame;
}

function commissionBody(pairs: { frame: number; shown: string; unit: string }[]) {
  id += 1;
  return { id: `00000000-0000-7000-9000-${String(id).padStart(12, "0")}`, by: "W1", pairs };
}

async function commission(station: GaugeStation, first = "10.000", second = "-2.500") {
  const pairs = [];
  for (const shown of [first, second]) {
    pairs.push({ frame: await heard(station, shown), shown, unit: "mm" });
  }
  return station.post("/api/gauges/cal-1/commission", commissionBody(pairs));
}

async function lastKinds(station: GaugeStation, from: number): Promise<string[]> {
  await station.station.settled();
  const records = await station.journal.read(from, 100);
  return records.map((one) =>
    one.kind === "reading.unassigned" ? `unassigned:${one.body.reason}` : one.kind,
  );
}

needs("socat")("commissioning a gauge", () => {
  afterEach(async () => {
    await bench?.close();
    bench = null;
  });

  it("keeps values of an unverified model unassigned until two were confirmed, then books them", async () => {
    const station = await start();
    const from = station.journal.head().seq + 1;
    const answer = await commission(station);
    expect(answer.status).toBe(201);
    station.virtual.press("10.012");
    await until(async () =>
      (await lastKinds(station, from)).includes("measurement.taken") ? 1 : null,
    );
    expect(await lastKinds(station, from)).toEqual([
      "unassigned:gauge-not-commissioned",
      "unassigned:gauge-not-commissioned",
      "gauge.commissioned",
      "measurement.taken",
    ]);
    const [record] = await station.journal.read(from + 2, 1);
    if (record?.kind !== "gauge.commissioned") throw new Error("no record of it");
    expect(record.actor).toBe("operator:W1");
    expect(record.body).toMatchObject({
      ...{ gauge: "cal-1", evidence: "unverified", unit: "mm", by: "W1" },
      model: { id: "inspec-cable", hash: model.hash },
      line: { kind: "serial", baud: 4800, bits: 8, parity: "none", stop: 1 },
    });
    expect(record.body.pairs.map(({ text, shown, raw }) => [text, shown, raw])).toEqual([
      ["10.000", "10.000", Buffer.from("+0010.000\r").toString("hex")],
      ["-2.500", "-2.500", Buffer.from("-0002.500\r").toString("hex")],
    ]);
  });

  it.each([
    ["100.00", "mm", "point", "0.1"],
    ["0.3937", "mm", "factor", "25.4"],
    ["-10.000", "mm", "sign", null],
    ["10.000", "in", "unit-set-wrong", null],
    ["0.3937", "in", "unit-differs", null],
    ["3.1", "N", "unit-mismatch", null],
    ["10.001", "mm", "value", null],
  ])(
    "says of %s %s shown beside 10.000 mm decoded that it is %s",
    async (shown, unit, why, factor) => {
      const station = await start();
      const from = station.journal.head().seq + 1;
      const frame = await heard(station, "10.000");
      const second = await heard(station, "-2.500");
      const answer = await station.post("/api/gauges/cal-1/compare", { frame, shown, unit });
      expect(answer.body).toMatchObject({ agrees: false, why, factor });
      const pairs = [
        { frame, shown, unit },
        { frame: second, shown: "-2.5", unit: "mm" },
      ];
      const refused = await station.post("/api/gauges/cal-1/commission", commissionBody(pairs));
      expect(refused.status).toBe(409);
      expect(refused.body.code).toBe(`shown-${why}`);
      expect(await lastKinds(station, from)).not.toContain("gauge.commissioned");
    },
  );

  it.each([
    ["10", "mm"],
    ["+10.0", "mm"],
    ["10,000", "mm"],
    ["010.00 mm", "mm"],
  ])("takes %s as the same amount as 10.000 decoded", async (shown, unit) => {
    const station = await start();
    const frame = await heard(station, "10.000");
    const answer = await station.post("/api/gauges/cal-1/compare", { frame, shown, unit });
    expect(answer.body).toMatchObject({ agrees: true });
  });

  it("refuses twice the same value, a frame nobody heard, and no person", async () => {
    const station = await start();
    const twice = await commission(station, "10.000", "10.000");
    expect(twice.body.code).toBe("same-value");
    const unheard = commissionBody([
      { frame: 9999, shown: "1", unit: "mm" },
      { frame: 9998, shown: "2", unit: "mm" },
    ]);
    const answer = await station.post("/api/gauges/cal-1/commission", unheard);
    expect(answer.body.code).toBe("no-such-frame");
    const nobody = { ...unheard, by: " " };
    expect((await station.post("/api/gauges/cal-1/commission", nobody)).status).toBe(400);
  });

  it("has its effect once when it is sent twice", async () => {
    const station = await start();
    const pairs = [
      { frame: await heard(station, "10.000"), shown: "10.000", unit: "mm" },
      { frame: await heard(station, "5.000"), shown: "5.000", unit: "mm" },
    ];
    const body = commissionBody(pairs);
    expect((await station.post("/api/gauges/cal-1/commission", body)).status).toBe(201);
    expect((await station.post("/api/gauges/cal-1/commission", body)).status).toBe(200);
    const kinds = await lastKinds(station, 1);
    expect(kinds.filter((kind) => kind === "gauge.commissioned")).toHaveLength(1);
  });

  it("holds over a restart, and is asked anew when the model's file or the unit changed", async () => {
    const first = await start();
    await commission(first);
    const { dir } = first;
    const stateOf = async () =>
      (await (bench as GaugeStation).get("/api/gauges/cal-1")).commissioning.state;
    expect(await stateOf()).toBe("commissioned");
    await first.close(true);
    const again = await start(model, {}, dir);
    expect(await stateOf()).toBe("commissioned");
    await again.close(true);
    const edited = await start({ ...model, hash: "0".repeat(64) }, {}, dir);
    expect(await stateOf()).toBe("needed");
    await edited.close(true);
    await start(model, { unit: "in" }, dir);
    expect(await stateOf()).toBe("needed");
  });

  it("lets an unassigned value be assigned by a person only once the gauge is commissioned", async () => {
    const station = await start();
    station.virtual.press("10.020");
    const entry = await until(async () => (await station.journal.inbox(1)).entries[0] ?? null);
    const cell = { characteristic: "C1", unitIndex: 1, epoch: entry.epoch };
    const path = `/api/inbox/${entry.seq}/assign`;
    const early = await station.post(path, cell);
    expect(early.body.code).toBe("gauge-not-commissioned");
    await commission(station);
    const answer = await station.post(path, cell);
    expect(answer.body).toMatchObject({ kind: "measurement.taken", verdict: "ok" });
  });

  it("follows the station's policy: refuse keeps all out, accept takes all, confirm asks of any model", async () => {
    const policy = { unverified: "refuse", verified: "accept", calibration: "flag" } as const;
    const refusing = await start(model, { policy });
    await commission(refusing);
    refusing.virtual.press("10.01");
    await until(async () => {
      const kinds = await lastKinds(refusing, 1);
      return kinds.filter((kind) => kind === "unassigned:model-unverified").length >= 3 ? 1 : null;
    });
    expect(await lastKinds(refusing, 1)).not.toContain("measurement.taken");
    await refusing.close();
    const taking = await start(model, { policy: { ...policy, unverified: "accept" } });
    taking.virtual.press("10.01");
    await until(async () =>
      (await lastKinds(taking, 1)).includes("measurement.taken") ? 1 : null,
    );
    await taking.close();
    const verified = { ...model, evidence: "manual" } as const;
    const asking = await start(verified, { policy: { ...policy, verified: "confirm" } });
    asking.virtual.press("10.01");
    const reason = await until(
      async () => (await asking.journal.inbox(1)).entries[0]?.reason ?? null,
    );
    expect(reason).toBe("gauge-not-commissioned");
  });
});

needs("socat")("a gauge's calibration and study", () => {
  const verified = { ...model, evidence: "manual" } as const;
  const policy = { unverified: "confirm", verified: "accept" } as const;
  afterEach(async () => {
    await bench?.close();
    bench = null;
  });

  async function taken(station: GaugeStation, value: string) {
    const from = station.journal.head().seq + 1;
    station.virtual.press(value);
    // Other records, such as that of a gauge that is back, may come before it.
    return until(async () => {
      const records = await station.journal.read(from, 100);
      return records.find(({ kind }) => /^(measurement|reading)\./.test(kind)) ?? null;
    });
  }

  it("marks values after the due day suspect, or keeps them in the inbox, as the policy says", async () => {
    const due = { calibrationDue: "2020-01-01" };
    const flagging = await start(verified, { ...due, policy: { ...policy, calibration: "flag" } });
    const marked = await taken(flagging, "10.01");
    expect(marked?.body).toMatchObject({
      ...{ validity: "suspect", calibrationDue: "2020-01-01", marks: ["calibration-overdue"] },
    });
    await flagging.close();
    const refusing = await start(verified, {
      ...due,
      policy: { ...policy, calibration: "refuse" },
    });
    expect((await taken(refusing, "10.01"))?.body).toMatchObject({ reason: "calibration-overdue" });
    const [entry] = (await refusing.journal.inbox(1)).entries;
    const cell = { characteristic: "C1", unitIndex: 1, epoch: entry?.epoch };
    await refusing.post(`/api/inbox/${entry?.seq}/assign`, cell);
    const [assigned] = await refusing.journal.read(refusing.journal.head().seq, 1);
    expect(assigned?.body).toMatchObject({ validity: "suspect" });
  });

  it("counts again after a recorded calibration, and tells due day and study on the page", async () => {
    const station = await start(verified, {
      ...{ calibrationDue: "2020-01-01", policy: { ...policy, calibration: "refuse" } },
      msa: { on: "2025-02-03", grrPercent: "18.2" },
    });
    const page = () => station.get("/api/gauges/cal-1");
    expect(await page()).toMatchObject({
      calibration: { due: "2020-01-01", overdue: true, policy: "refuse" },
      msa: { on: "2025-02-03", grrPercent: "18.2" },
    });
    const calibration = {
      ...{ by: "Q7", calibratedOn: "2026-01-10", due: "2999-01-10", certificate: "K-118" },
      msa: { on: "2026-01-11", grrPercent: "9.4" },
    };
    const answer = await station.post("/api/gauges/cal-1/calibration", calibration);
    expect(answer.status).toBe(201);
    expect(await page()).toMatchObject({
      calibration: { due: "2999-01-10", overdue: false, certificate: "K-118" },
      msa: { on: "2026-01-11", grrPercent: "9.4" },
    });
    expect((await taken(station, "10.01"))?.body).toMatchObject({
      ...{ validity: "valid", calibrationDue: "2999-01-10" },
    });
    const wrong = { ...calibration, due: "2025-01-01" };
    const refused = await station.post("/api/gauges/cal-1/calibration", wrong);
    expect(refused.body.code).toBe("due-before-calibration");
  });

  it("compares the gauge's step with the tolerance: ten steps are wanted", async () => {
    const station = await start(verified);
    await taken(station, "10.0100");
    const page = async () => (await station.get("/api/gauges/cal-1")).resolution;
    expect(await page()).toMatchObject([
      { characteristic: "C1", step: "0.001", tolerance: "0.200", ratio: 200, coarse: false },
    ]);
    station.virtual.send(Buffer.from("+00010.05\r"));
    await until(async () => ((await page())[0]?.step === "0.01" ? 1 : null));
    station.virtual.send(Buffer.from("+000010.1\r"));
    await until(async () => ((await page())[0]?.step === "0.1" ? 1 : null));
    expect(await page()).toMatchObject([{ ratio: 2, coarse: true }]);
  });
});
