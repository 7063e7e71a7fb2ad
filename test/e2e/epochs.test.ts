// A run that goes on in a new epoch: what was recorded before it can still be named, and nothing else is hit.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import type { ChartView, InboxView, TaskView } from "../../edge/http/views.ts";
import { verifyBundle } from "../../edge/reports/index.ts";
import { runProgram, type StationProcess } from "../fakes/station-process.ts";
import { getText, health, post, startRun } from "./station-calls.ts";
import { RUN, type StationFiles } from "./station-files.ts";
import { chartPath, closeAll, key, keyMany, makeFiles, start } from "./typed-station.ts";

afterEach(closeAll);

const calm = ["10.001", "9.999", "10.002", "9.998", "10.000", "10.001", "9.998", "10.002"];
/** The point of unit 12, far outside the limits, though not of the part. */
const STRAY = 12;

type Point = ChartView["points"][number];
const isUnit = ({ units }: Point, unit: string) => units[0] === unit;
const seqOf = ({ points }: ChartView, unit: string) =>
  points.find((one) => isUnit(one, unit))?.seqs[0] ?? 0;

async function view<Shown>(station: StationProcess, path: string): Promise<Shown> {
  return JSON.parse(await getText(station.url, path)) as Shown;
}

/** Measures 14 units with a stray one, skips the 15th, and leaves two values in the inbox. */
async function measureBefore(station: StationProcess): Promise<void> {
  await startRun(station.url, RUN);
  await keyMany(station, 1, [...calm, "10.001", "9.999", "10.000", "10.090", "10.001", "9.999"]);
  for (const text of ["99.5", "98.5"])
    expect((await key(station, 16, text)).body).toContain("implausible");
  const skip = { characteristic: "rod", unitIndex: 15, reason: "part-missing" };
  expect((await post(station.url, "/api/skips", skip)).status).toBe(201);
}

/** How the epoch ends: a backup put in place, or a database that is mended at the next start. */
const ends = {
  restored: async (files: StationFiles) => {
    const copy = join(files.folder, "copy.db");
    const { dir } = files;
    expect((await runProgram(["backup", copy, "--dir", dir])).code).toBe(0);
    const later = await start(files);
    expect((await key(later, 16, "10.003")).status).toBe(201);
    await later.stop();
    expect((await runProgram(["restore", copy, "--dir", dir])).code).toBe(0);
  },
  mended: async (files: StationFiles) => {
    const damaged = new Database(join(files.dir, "journal.db"));
    damaged.pragma("user_version = 0");
    damaged.close();
  },
} as const;

describe.each(["restored", "mended"] as const)("a run whose journal was %s", (how) => {
  it("has its old records voided, answered, assigned, dismissed and taken back, and no others", async () => {
    const files = makeFiles();
    const before = await start(files);
    await measureBefore(before);
    const { epoch: old } = await health(before.url);
    const known = await view<ChartView>(before, chartPath);
    const { task } = await view<TaskView>(before, "/api/task");
    const inbox = await view<InboxView>(before, "/api/inbox");
    expect(inbox.entries.map(({ epoch }) => epoch)).toEqual([old, old]);
    await before.stop();
    await ends[how](files);

    const station = await start(files);
    const { epoch } = await health(station.url);
    expect(epoch).not.toBe(old);
    expect(await view<ChartView>(station, chartPath)).toEqual(known);
    await keyMany(station, 16, [...calm, ...calm]);
    const charted = await view<ChartView>(station, chartPath);
    const shared = seqOf(charted, "U0002");
    const namesake = charted.points.find((one) => one.seqs[0] === shared && !isUnit(one, "U0002"));
    expect(namesake, "a value of the new epoch with the seq of an old one").toBeDefined();
    // The newest value is that of the new epoch though old ones have higher numbers.
    const now = await view<TaskView>(station, "/api/task");
    expect(now.task?.last).toMatchObject({ epoch, unit: "U0031" });

    const send = async (path: string, body: object) => {
      const answer = await post(station.url, path, body);
      expect(answer.status, answer.body).toBe(201);
    };
    const reason = "wrong-part";
    await send(`/api/measurements/${shared}/void`, { reason, epoch: old });
    expect((await view<ChartView>(station, chartPath)).points).toHaveLength(1);
    const twice = { reason, epoch: old };
    const again = await post(station.url, `/api/measurements/${shared}/void`, twice);
    expect([again.status, again.body]).toEqual([404, expect.stringContaining("no-such-measure")]);

    const [second, first] = inbox.entries;
    await send(`/api/inbox/${first?.seq}/dismiss`, { reason: "test-reading", epoch: old });
    const cell = { characteristic: "rod", unitIndex: 2, epoch: old };
    await send(`/api/inbox/${second?.seq}/assign`, cell);
    expect(await view(station, "/api/inbox")).toEqual({ total: 0, entries: [] });
    const strays = await view<ChartView>(station, chartPath);
    expect(strays.signals.filter(({ subgroup }) => subgroup === 1)).not.toHaveLength(0);
    // Without an epoch a seq is one of the current epoch.
    await send(`/api/measurements/${seqOf(strays, "U0002")}/void`, { reason });
    expect((await key(station, 2, calm[1] ?? "")).status).toBe(201);
    const whole = await view<ChartView>(station, chartPath);
    expect(whole.points.some((one) => isUnit(one, namesake?.units[0] ?? ""))).toBe(true);
    expect(whole.points.map(({ location }) => location)).toEqual(
      charted.points.map(({ location }) => location),
    );
    const standing = whole.signals.filter(({ withdrawn }) => withdrawn === null);
    expect(standing).toEqual(charted.signals);

    expect(standing[0]).toMatchObject({ epoch: old, subgroup: STRAY - 1, answer: null });
    const said = { cause: "tool-wear", action: "re-adjusted", note: "", epoch: old };
    await send(`/api/signals/${standing[0]?.seq}/answer`, said);
    expect(task?.lastCell).toMatchObject({ type: "skip", epoch: old, unit: "U0015" });
    await send(`/api/cells/${task?.lastCell?.seq}/reopen`, { reason: "possible-now", epoch: old });
    expect((await key(station, 15, "10.001")).status).toBe(201);

    await sameEverywhere(station, files);
  }, 240_000);
});

/** Screens after a restart and a rebuild, report and bundle tell the same. */
async function sameEverywhere(station: StationProcess, files: StationFiles): Promise<void> {
  const shown = await getText(station.url, chartPath);
  const run = await getText(station.url, `/api/runs/${RUN}`);
  const bundle = await fetch(`${station.url}/api/runs/${RUN}/bundle.zip`);
  const bytes = new Uint8Array(await bundle.arrayBuffer());
  const verdict = verifyBundle(bytes);
  expect(verdict.problems).toEqual([]);
  expect(verdict.records).toBeGreaterThan(40);
  const file = join(files.folder, "run.zip");
  writeFileSync(file, bytes);
  expect((await runProgram(["verify", file])).code).toBe(0);
  expect((await fetch(`${station.url}/api/runs/${RUN}/report.pdf`)).status).toBe(200);
  await station.stop();
  expect((await runProgram(["journal", "rebuild", "--dir", files.dir])).code).toBe(0);
  const again = await start(files);
  expect(await getText(again.url, chartPath)).toBe(shown);
  expect(await getText(again.url, `/api/runs/${RUN}`)).toBe(run);
}
