// The three fates of a fault, on a whole station: a bug ends it, the world is waited for, a refusal is an answer.
import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { startProgram } from "../fakes/station-process.ts";
import { getText, health, post, startRun, until } from "./station-calls.ts";
import { RUN } from "./station-files.ts";
import {
  chartPath,
  closeAll,
  key,
  keyMany,
  makeFiles,
  open,
  start,
  withLever,
} from "./typed-station.ts";

afterEach(closeAll);

describe("a fault", () => {
  it("of the code ends the process, and the next start has all that was answered", async () => {
    const files = makeFiles();
    const station = await start(files, withLever("bug"));
    await startRun(station.url, RUN);
    await keyMany(station, 1, ["10.001", "10.002"]);
    const chart = await getText(station.url, chartPath);
    station.signal("SIGUSR2");
    const { code } = await station.ended;
    expect(code).not.toBe(0);
    expect(station.stderr()).toContain("a bug nobody expected");
    const again = await start(files);
    expect(await getText(again.url, chartPath)).toBe(chart);
    expect((await key(again, 3, "10.003")).status).toBe(201);
  }, 180_000);

  it("of the world stops nothing: no broker, no gauge, and a value is taken all the same", async () => {
    const line = '{ kind = "tcp", host = "127.0.0.1", port = 1 }';
    const gauge = { id: "far", model: "mitutoyo-ascii", serves: "caliper", unit: "mm", line };
    const files = makeFiles({ gauges: [gauge], mqtt: "mqtt://127.0.0.1:1" });
    const station = await start(files);
    await startRun(station.url, RUN);
    expect((await key(station, 1, "10.001")).status).toBe(201);
    await until("both faults are said", async () => {
      const { status, gauges, sync } = await health(station.url);
      return status === "degraded" && gauges[0]?.state === "away" && sync.state === "disconnected";
    });
    expect(await station.stop()).toEqual({ code: 0, signal: null });
  }, 180_000);

  it("of the asker is an answer with code and remedy, and changes nothing", async () => {
    const files = makeFiles();
    const station = await start(files);
    await startRun(station.url, RUN);
    await keyMany(station, 1, ["10.001"]);
    const [{ seq }, chart] = [await health(station.url), await getText(station.url, chartPath)];
    const answers = [
      await key(station, 1, "10.002"),
      await key(station, 101, "10.002"),
      await key(station, 2, "ten"),
      await post(station.url, "/api/readings", { text: "10.1" }),
      await post(station.url, `/api/runs/${RUN}/phase`, { step: "start", reason: null }),
      await post(station.url, "/api/runs/nobody/phase", { step: "hold", reason: "x" }),
      await post(station.url, "/api/gauges/nobody/ask"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409, 400, 409, 404, 409]);
    for (const { type, body } of answers) {
      expect(type).toContain("application/problem+json");
      expect(JSON.parse(body)).toMatchObject({
        code: expect.stringMatching(/^[a-z0-9-]+$/),
        remedy: expect.stringMatching(/\w/),
      });
    }
    expect((await health(station.url)).seq).toBe(seq);
    expect(await getText(station.url, chartPath)).toBe(chart);
  }, 180_000);

  it("of a second start on one journal or one port ends that start only", async () => {
    const files = makeFiles();
    const station = await start(files);
    const second = startProgram(["start", "--config", files.config, "--dir", files.dir]);
    expect((await second.ended).code).toBe(1);
    expect(second.stderr()).not.toContain("    at ");
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    open.push({ close: () => server.close() });
    const other = makeFiles({ port });
    const third = startProgram(["start", "--config", other.config, "--dir", other.dir]);
    expect((await third.ended).code).toBe(1);
    expect(third.stderr()).toMatch(new RegExp(`^Port ${port} of \\S+ is taken`, "m"));
    expect(third.stderr()).not.toContain("    at ");
    expect((await health(station.url)).status).toBe("ok");
  }, 180_000);
});
