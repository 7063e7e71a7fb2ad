// A whole station and its broker, with no plant behind it: where it goes on, and what it says.
import { connectAsync } from "mqtt";
import { afterEach, expect, it } from "vitest";
import { checkBatch, type QualityRecord } from "../../sync/records/index.ts";
import { startMosquitto } from "../fakes/mosquitto.ts";
import { needs } from "../fakes/needs.ts";
import { health, startRun, until } from "./station-calls.ts";
import { RUN } from "./station-files.ts";
import { closeAll, keyMany, makeFiles, open, start } from "./typed-station.ts";

afterEach(closeAll);

needs("mosquitto")("a station with a broker and no plant", () => {
  async function broker(lines: readonly string[] = []) {
    const mosquitto = await startMosquitto(lines);
    open.push({ close: () => mosquitto.remove() });
    return mosquitto;
  }

  it("goes on after a restart where the broker stood, and sends nothing from the start", async () => {
    const { url } = await broker();
    const heard: number[] = [];
    const client = await connectAsync(url, { protocolVersion: 5 });
    open.push({ close: () => client.endAsync(true) });
    client.on("message", (_topic, payload) => {
      const check = checkBatch(payload.toString());
      if (!check.ok) throw new Error(check.detail);
      heard.push(...check.batch.records.map((record) => (record as QualityRecord).seq));
    });
    await client.subscribeAsync("proofline/v1/+/+/+/+/+/rec", { qos: 1 });
    const files = makeFiles({ mqtt: url });
    const first = await start(files);
    await startRun(first.url, RUN);
    await keyMany(first, 1, ["10.001", "10.002", "10.003"]);
    await until("all sent", async () => (await health(first.url)).sync.waiting === 0);
    expect(await first.stop()).toEqual({ code: 0, signal: null });
    const second = await start(files);
    await keyMany(second, 4, ["10.004"]);
    await until("all sent", async () => {
      const { seq, sync } = await health(second.url);
      return sync.waiting === 0 && heard.includes(seq);
    });
    expect(heard.filter((seq) => seq === 1)).toHaveLength(1);
    expect(new Set(heard).size).toBe((await health(second.url)).seq);
  }, 240_000);

  it("says on stderr and in its health why records do not leave, once, and when they do", async () => {
    const mosquitto = await broker();
    await mosquitto.stop();
    const station = await start(makeFiles({ mqtt: mosquitto.url }));
    const words = "sync: Nothing listens at the broker's address";
    await until("the words", () => station.stderr().includes(words));
    const { status, sync } = await health(station.url);
    expect({ status, reason: sync.reason }).toEqual({
      ...{ status: "degraded", reason: "connect-ECONNREFUSED" },
    });
    await mosquitto.start();
    await until(
      "the end",
      () => station.stderr().includes("sync: records reach the broker again"),
      120_000,
    );
    expect(station.stderr().split(words)).toHaveLength(2);
    expect(await health(station.url)).toMatchObject({ status: "ok", sync: { reason: null } });
  }, 240_000);
});
