// The station as a user starts it: real gauges on real wires, a missing port, an end and a second start.
import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ChartView } from "../../edge/http/views.ts";
import {
  createVirtualCmm,
  createVirtualGauge,
  createVirtualRig,
  type VirtualGauge,
  type VirtualRig,
} from "../../gauges/index.ts";
import { needs } from "../fakes/needs.ts";
import { createPtyPair, type PtyPair } from "../fakes/pty-pair.ts";
import { runProgram, type StationProcess, startStation } from "../fakes/station-process.ts";
import { frameModel } from "../gauges/lines/catalogue.ts";
import { readStream, type ShownRecord } from "./event-stream.ts";
import {
  getText,
  health,
  keyIn,
  post,
  startRun,
  stationView,
  until,
  untilOnline,
} from "./station-calls.ts";
import {
  createStationFiles,
  planText,
  RUN,
  type StationFiles,
  stationText,
} from "./station-files.ts";

needs("socat")("a station started with a station.toml", () => {
  const shown: ShownRecord[] = [];
  let files: StationFiles;
  let cables: Record<"caliper" | "mahr" | "late", PtyPair>;
  let gauges: Record<"caliper" | "mahr", VirtualGauge>;
  let rig: VirtualRig;
  let station: StationProcess;

  const records = () => shown.map(({ record }) => record);
  const taken = (characteristic: string) =>
    records().filter((one) => {
      return one.kind === "measurement.taken" && one.body.characteristic === characteristic;
    });
  const valuesOf = async (characteristic: string) => {
    const text = await getText(station.url, `/api/runs/${RUN}/charts/${characteristic}`);
    return (JSON.parse(text) as ChartView).points.flatMap(({ texts }) => texts);
  };

  beforeAll(async () => {
    files = createStationFiles(plan);
    cables = {
      caliper: await createPtyPair(),
      mahr: await createPtyPair(),
      late: await createPtyPair(),
    };
    await cables.late.pullOut();
    gauges = {
      caliper: await virtual("mitutoyo-ascii", cables.caliper),
      mahr: await virtual("mahr-marconnect", cables.mahr),
    };
    rig = await createVirtualRig({
      listen: { kind: "tcp", host: "127.0.0.1", port: 0 },
      unitId: 1,
      seed: 3,
      monotonicMs: () => performance.now(),
    });
    files.write(stationText({ gauges: entries(cables, rig), target: 60 }));
    station = await startStation(files.config, files.dir);
    await readStream(station.url, (one) => shown.push(one), { after: 0, by: "address" });
    await startRun(station.url, RUN);
    await untilOnline(station.url, ["caliper", "mahr", "rig", "cmm"]);
  }, 180_000);

  afterAll(async () => {
    await station?.kill();
    for (const gauge of Object.values(gauges ?? {})) await gauge.close();
    await rig?.close();
    for (const cable of Object.values(cables ?? {})) await cable.remove();
    files?.remove();
  });

  it("reads a caliper that sends by its key, and shows it", async () => {
    gauges.caliper.press("10.012");
    await until("the caliper is shown", () => taken("caliper").length === 1);
    expect(taken("caliper")[0]).toMatchObject({
      actor: "gauge:caliper",
      body: { value: "10.012", uom: "mm", unit: "U0001", verdict: "ok" },
    });
    const view = await stationView(station.url);
    expect(view.gauges.find(({ id }) => id === "caliper")?.last?.text).toBe("10.012");
    expect(await valuesOf("caliper")).toEqual(["10.012"]);
  });

  it("asks a gauge that waits to be asked, and shows its answer", async () => {
    gauges.mahr.show("20.034");
    const { status } = await post(station.url, "/api/gauges/mahr/ask");
    expect(status).toBe(202);
    await until("the answer is shown", () => taken("mahr").length === 1);
    expect(taken("mahr")[0]).toMatchObject({ body: { value: "20.034", unit: "U0001" } });
    const refused = await post(station.url, "/api/gauges/caliper/ask");
    expect(JSON.parse(refused.body)).toMatchObject({ code: "gauge-cannot-be-asked" });
  });

  it("watches a rig over Modbus TCP and keeps the peak, converted, with its curve", async () => {
    await rig.pull({ peak: 22_345, seconds: 1 });
    await until("the peak is shown", () => taken("rig").length === 1);
    await until("its end is shown", () =>
      records().some(({ kind }) => kind === "load-test.finished"),
    );
    expect(taken("rig")[0]).toMatchObject({
      body: { value: "22.345", uom: "kN", unit: "U0010", verdict: "ok", reading: { kind: "peak" } },
    });
    const finished = records().find(({ kind }) => kind === "load-test.finished");
    expect(finished).toMatchObject({ body: { outcome: "break", peak: "22.345" } });
  });

  it("reads a result file dropped into its folder, once, by its serial", async () => {
    const cmm = createVirtualCmm({
      folder: files.results,
      part: { number: "CB-1", name: "Carabiner" },
      characteristics: [{ number: "1", name: "hole", unit: "mm" }],
    });
    await cmm.drop({
      name: "piece-7",
      serial: "U0007",
      values: [{ characteristic: "1", value: "40.021" }],
    });
    await until("the file's value is shown", () => taken("cmm").length === 1);
    expect(taken("cmm")[0]).toMatchObject({ body: { value: "40.021", unit: "U0007" } });
  });

  it("runs without a gauge whose port is missing, says so, and takes it when the port appears", async () => {
    const stateOf = async () => {
      const { status, gauges: all } = await health(station.url);
      return { status, state: all.find(({ id }) => id === "late")?.state };
    };
    await until("the gauge is away", async () => (await stateOf()).state === "away");
    expect((await stateOf()).status).toBe("degraded");
    await until("which is a record", () => records().some(({ kind }) => kind === "gauge.away"));
    expect(records().find(({ kind }) => kind === "gauge.away")).toMatchObject({
      body: { gauge: "late", port: cables.late.station },
    });
    await cables.late.plugIn();
    const gauge = await virtual("mitutoyo-ascii", cables.late);
    try {
      await until("the gauge is back", async () => (await stateOf()).state === "online");
      await until("its return is a record", () =>
        records().some(({ kind, body }) => {
          return kind === "gauge.back" && "gauge" in body && body.gauge === "late";
        }),
      );
      expect((await stateOf()).status).toBe("ok");
      gauge.press("50.001");
      await until("its reading is shown", () => taken("late").length === 1);
      expect(taken("late")[0]).toMatchObject({ body: { value: "50.001" } });
    } finally {
      await gauge.close();
    }
  }, 180_000);

  it("takes a typed value with a comma, and the same command twice once", async () => {
    const command = { id: randomUUID(), text: "10,034", characteristic: "caliper", unitIndex: 2 };
    const first = await keyIn(station.url, command);
    expect(first.status).toBe(201);
    const again = await keyIn(station.url, command);
    expect(again.status).toBe(200);
    expect(JSON.parse(again.body)).toEqual({
      seq: (JSON.parse(first.body) as { seq: number }).seq,
      kind: "repeated",
      epoch: expect.any(String),
    });
    const both = await Promise.all([1, 2, 3].map(() => keyIn(station.url, twin)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    await until("both are shown", () => taken("caliper").length >= 3);
    expect(taken("caliper").map(({ body }) => "value" in body && body.value)).toEqual([
      "10.012",
      "10.034",
      "10.035",
    ]);
    expect(taken("caliper")[1]).toMatchObject({
      id: command.id,
      body: { marks: ["manual"], reading: { text: "10.034", entry: "keyed" } },
    });
    const other = await keyIn(station.url, { ...command, id: randomUUID() });
    expect(other.status).toBe(409);
  });

  it("answers no other host and no other site, and changes nothing for them", async () => {
    const { seq } = await health(station.url);
    const foreign = { origin: "http://shop.example" };
    const command = { id: randomUUID(), text: "10.1", characteristic: "caliper", unitIndex: 4 };
    const body = { entry: "keyed", ...command };
    const origin = await post(station.url, "/api/readings", body, foreign);
    expect({ status: origin.status, type: origin.type }).toEqual({
      status: 403,
      type: expect.stringContaining("application/problem+json"),
    });
    expect(await statusForHost(station.url, "station.example")).toBe(403);
    expect(await statusForHost(station.url, "localhost")).toBe(200);
    expect((await health(station.url)).seq).toBe(seq);
  });

  it("resumes its stream behind the last event, without a gap and without a repeat", async () => {
    const { seq } = await health(station.url);
    await until("all is shown", () => shown.length === seq);
    const half = Math.floor(shown.length / 2);
    for (const by of ["header", "address"] as const) {
      const seen: ShownRecord[] = [];
      const reader = await readStream(station.url, (one) => seen.push(one), { after: half, by });
      await until("the rest is replayed", () => seen.length >= shown.length - half);
      expect(seen.map(({ record }) => record)).toEqual(records().slice(half));
      expect(seen[0]?.id).toBe(half + 1);
      reader.close();
      await reader.ended;
    }
  });

  it("ends by SIGTERM with exit code 0, and goes on where it stopped", async () => {
    const charts = await getText(station.url, `/api/runs/${RUN}/charts/caliper`);
    const { epoch, seq } = await health(station.url);
    expect(await station.stop()).toEqual({ code: 0, signal: null });
    expect(station.stderr()).toBe("");
    station = await startStation(files.config, files.dir);
    const next = await health(station.url);
    expect(next.epoch).toBe(epoch);
    expect(await getText(station.url, `/api/runs/${RUN}/charts/caliper`)).toBe(charts);
    await readStream(station.url, (one) => shown.push(one), { after: shown.at(-1)?.id ?? 0 });
    await until("its end and its start are shown", () => {
      return records().filter(({ kind }) => kind === "station.started").length === 2;
    });
    expect(shown.map(({ id }) => id)).toEqual(shown.map((_, at) => at + 1));
    const ends = shown.slice(seq).map(({ record }) => record.kind);
    expect(ends.slice(0, 2)).toEqual(["station.stopped", "station.started"]);
    expect(ends).not.toContain("run.planned");
    await untilOnline(station.url);
    gauges.caliper.press("10.040");
    await until("the next unit is measured", () => taken("caliper").length === 4);
    expect(taken("caliper")[3]).toMatchObject({ body: { unit: "U0004", value: "10.040" } });
    expect(await station.stop()).toEqual({ code: 0, signal: null });
    const verified = await runProgram(["journal", "verify", "--dir", files.dir]);
    expect(verified.code).toBe(0);
  }, 180_000);
});

const twin = { id: randomUUID(), text: "10.035", characteristic: "caliper", unitIndex: 3 };

const plan = planText(
  [
    { id: "caliper", gauge: "caliper", nominal: 10, tolerance: 0.5, chart: "i-mr" },
    { id: "mahr", gauge: "mahr", nominal: 20, tolerance: 0.5 },
    { id: "cmm", gauge: "cmm", nominal: 40, tolerance: 0.5, channel: "1", chart: "i-mr" },
    { id: "late", gauge: "late", nominal: 50, tolerance: 0.5 },
  ],
  [{ id: "rig", gauge: "rig", every: 10 }],
);

function entries(cables: Record<"caliper" | "mahr" | "late", PtyPair>, rig: VirtualRig) {
  const serial = (pair: PtyPair) => `{ kind = "serial", path = "${pair.station}", baud = 9600 }`;
  const mitutoyo = (id: "caliper" | "late") => ({
    ...{ id, model: "mitutoyo-ascii", serves: id, unit: "mm" },
    line: serial(cables[id]),
  });
  return [
    mitutoyo("caliper"),
    { id: "mahr", model: "mahr-marconnect", serves: "mahr", line: serial(cables.mahr) },
    {
      ...{ id: "rig", model: "laumas-tlb", serves: "rig", pollMs: 40 },
      line: `{ kind = "modbus-tcp", host = "127.0.0.1", port = ${rig.port}, unitId = 1 }`,
    },
    {
      ...{ id: "cmm", model: "dfq-file", serves: "cmm" },
      line: '{ kind = "file", folder = "cmm-results" }',
    },
    mitutoyo("late"),
  ];
}

function virtual(model: string, { gauge }: PtyPair): Promise<VirtualGauge> {
  return createVirtualGauge(frameModel(model), { listen: { kind: "pty", path: gauge } });
}

/** `fetch` may not set Host, so this is asked by hand. */
function statusForHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/api/health`, { headers: { host }, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once("error", reject);
    asked.end();
  });
}
