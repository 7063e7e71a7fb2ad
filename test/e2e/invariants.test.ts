// The promises that only a whole station can keep or break: durable before shown, one number, order.
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import Database from "better-sqlite3";
import { unzipSync } from "fflate";
import mqtt from "mqtt";
import { afterEach, describe, expect, it } from "vitest";
import { chartView } from "../../edge/charts/index.ts";
import type { ChartView, RunView } from "../../edge/http/views.ts";
import { foldRun } from "../../edge/runs/index.ts";
import { capability, isRefusal } from "../../spc/index.ts";
import type { QualityRecord } from "../../sync/records/index.ts";
import { startMosquitto } from "../fakes/mosquitto.ts";
import { needs } from "../fakes/needs.ts";
import { runProgram } from "../fakes/station-process.ts";
import { getText, health, startRun, until } from "./station-calls.ts";
import { RUN, type StationFiles } from "./station-files.ts";
import {
  chartPath,
  closeAll,
  follow,
  key,
  keyMany,
  makeFiles,
  open,
  start,
  withLever,
} from "./typed-station.ts";

afterEach(closeAll);

/** The journal's file as another program sees it right now. */
function journalFile(files: StationFiles): Database.Database {
  const file = new Database(join(files.dir, "journal.db"), { timeout: 5000 });
  open.push({ close: () => file.close() });
  return file;
}

async function exported(files: StationFiles): Promise<QualityRecord[]> {
  const { stdout } = await runProgram(["journal", "export", "--dir", files.dir]);
  const lines = stdout.trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as QualityRecord);
}

needs("mosquitto")("shown means durable", () => {
  it("shows and sends a record only when another program can read it from the file", async () => {
    const broker = await startMosquitto();
    open.push({ close: () => broker.remove() });
    const files = makeFiles({ mqtt: broker.url });
    const station = await start(files);
    await startRun(station.url, RUN);
    const file = journalFile(files);
    const held = file.prepare("SELECT hash FROM journal WHERE seq = ?").pluck();
    const tooEarly: number[] = [];
    const check = ({ record }: { readonly record: QualityRecord }) => {
      if (held.get(record.seq) !== record.hash) tooEarly.push(record.seq);
    };
    const shown = await follow(station, check);
    const sent = new Set<number>();
    const plant = await mqtt.connectAsync(broker.url);
    open.push({ close: () => plant.endAsync(true) });
    plant.on("message", (_topic, payload) => {
      for (const seq of seqsIn(payload.toString())) {
        sent.add(seq);
        if (held.get(seq) === undefined) tooEarly.push(seq);
      }
    });
    await plant.subscribeAsync("proofline/v1/+/+/+/+/+/rec", { qos: 1 });

    const last = (await health(station.url)).seq;
    await Promise.all(
      Array.from({ length: 40 }, (_, at) => key(station, at + 1, (10 + at / 1000).toFixed(3))),
    );
    const { seq } = await health(station.url);
    expect(seq).toBeGreaterThanOrEqual(last + 40);
    await until("all of them are shown and sent", () => {
      return shown.at(-1)?.id === seq && sent.has(seq);
    });

    file.exec("BEGIN IMMEDIATE");
    const before = { shown: shown.length, sent: sent.size };
    const chart = await getText(station.url, chartPath);
    let answered = false;
    const answer = key(station, 41, "10.100").finally(() => {
      answered = true;
    });
    await until("the station says why it waits", async () => {
      return (await health(station.url)).storage.state === "refusing";
    });
    await pause(300);
    expect({ answered, shown: shown.length, sent: sent.size }).toEqual({
      answered: false,
      ...before,
    });
    expect(await getText(station.url, chartPath)).toBe(chart);
    file.exec("ROLLBACK");
    expect((await answer).status).toBe(201);
    await until("it is shown and sent", () => {
      return shown.length > before.shown && sent.size > before.sent;
    });
    expect(tooEarly).toEqual([]);
  }, 180_000);
});

describe("one number", () => {
  it("is printed with the same digits by screen, run page, report, CSV and export", async () => {
    const files = makeFiles({}, "xbar-r");
    const station = await start(files);
    await startRun(station.url, RUN);
    const wave = (at: number) => (10 + 0.07 * Math.sin(at * 12.9) + at / 9000).toFixed(3);
    await keyMany(
      station,
      1,
      Array.from({ length: 60 }, (_, at) => wave(at)),
    );
    const screen = JSON.parse(await getText(station.url, chartPath)) as ChartView;
    const page = JSON.parse(await getText(station.url, `/api/runs/${RUN}`)) as RunView;
    const zip = await fetch(`${station.url}/api/runs/${RUN}/bundle.zip`);
    const entries = unzipSync(new Uint8Array(await zip.arrayBuffer()));
    const text = (name: string) => new TextDecoder().decode(entries[name]);
    expect(await station.stop()).toMatchObject({ code: 0 });
    const run = foldRun((await exported(files)).filter(({ body }) => "run" in body));
    if (run === null) throw new Error("the export tells of no run");

    const { cpk } = screen.capability;
    const digits = String(cpk?.value);
    expect(digits).toMatch(/^\d\.\d{6,}$/);
    expect(page.characteristics[0]?.capability).toEqual(screen.capability);
    expect(JSON.parse(JSON.stringify(chartView(run, "rod")))).toEqual(screen);
    const inReport = [...text("report.json").matchAll(/"cpk":\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}/g)];
    expect(inReport.length).toBeGreaterThanOrEqual(2);
    expect(inReport.map(([one]) => one).filter((one) => !one.includes(`:${digits}}`))).toEqual([]);
    expect(cpkOfTable(text("dimensional.csv"))).toBe(digits);
  }, 180_000);
});

describe("the order of records", () => {
  it("is that of seq when the clock jumps back an hour, which is itself a record", async () => {
    const files = makeFiles();
    const station = await start(files, withLever("clock"));
    const shown = await follow(station, () => undefined);
    await startRun(station.url, RUN);
    await keyMany(station, 1, ["10.001", "10.002", "10.003"]);
    station.signal("SIGUSR2");
    await until("the jump is shown", () =>
      shown.some(({ record }) => record.kind === "clock.jumped"),
    );
    await keyMany(station, 4, ["10.004", "10.005", "10.006"]);
    const chart = await getText(station.url, chartPath);
    const { points } = JSON.parse(chart) as ChartView;
    expect(points.map(({ texts }) => texts[0])).toEqual(
      [1, 2, 3, 4, 5, 6].map((at) => `10.00${at}`),
    );
    expect((points[3]?.at ?? "") < (points[2]?.at ?? "")).toBe(true);
    const jump = shown.find(({ record }) => record.kind === "clock.jumped")?.record;
    const jumpMs = jump?.kind === "clock.jumped" ? jump.body.jumpMs : 0;
    expect(Math.abs(jumpMs + 3_600_000)).toBeLessThan(1500);
    await station.kill();

    expect((await runProgram(["journal", "verify", "--dir", files.dir])).code).toBe(0);
    const seqs = (await exported(files)).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, at) => at + 1));
    expect((await runProgram(["journal", "rebuild", "--dir", files.dir])).code).toBe(0);
    const again = await start(files);
    expect(await getText(again.url, chartPath)).toBe(chart);
  }, 180_000);
});

/** seqs of a message on the record channel: one record, or several. */
function seqsIn(payload: string): number[] {
  return [...payload.matchAll(/"seq":(\d+),/g)].map(([, seq]) => Number(seq));
}

/** Cpk as a reader of the spreadsheet computes it: by subgroups of five, in production order. */
function cpkOfTable(csv: string): string {
  const [head = "", ...rows] = csv
    .trim()
    .replace(/^\uFEFF/, "")
    .split("\r\n");
  const column = head.split(",").indexOf("value");
  const values = rows.map((row) => Number(row.split(",")[column]));
  const subgroups = Array.from({ length: Math.floor(values.length / 5) }, (_, at) =>
    values.slice(at * 5, at * 5 + 5),
  );
  const computed = capability({ values, spec: { lsl: 9.5, usl: 10.5, nominal: 10 }, subgroups });
  return isRefusal(computed) ? computed.why : String(computed.cpk?.value);
}
