// The same frames over raw TCP: a terminal server that goes away and comes back.
import { spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createVirtualGauge, type VirtualGauge } from "../../../gauges/bench/virtual-gauge.ts";
import type { GaugeLine } from "../../../gauges/line.ts";
import { createLine } from "../../../gauges/lines/create-line.ts";
import { freePort } from "../../fakes/mosquitto.ts";
import { frameModel } from "./catalogue.ts";
import { createRecorder, pause, realClock, until } from "./recording-sink.ts";

let line: GaugeLine | null = null;
let gauge: VirtualGauge | null = null;

afterEach(async () => {
  await line?.stop();
  await gauge?.close();
});

it("reads a gauge on a TCP port, and again after the port was away", async () => {
  const model = frameModel("mitutoyo-ascii");
  const host = "127.0.0.1";
  const port = await freePort();
  gauge = await createVirtualGauge(model, { listen: { kind: "tcp", host, port } });
  const recorder = createRecorder();
  const settings = { id: "g", model: model.id, line: { kind: "tcp" as const, host, port } };
  line = createLine({ ...settings, unit: "mm" }, model, recorder, realClock, () => 0);
  line.start();
  await until(() => recorder.states.at(-1)?.state === "online", "online");
  gauge.press("12.345");
  await until(() => recorder.readings.length === 1, "a reading");
  expect(recorder.readings[0]).toMatchObject({
    text: "12.345",
    unit: "mm",
    port: `tcp:${host}:${port}`,
  });
  gauge.send(Buffer.from("01A+00"));
  await gauge.close();
  await until(() => recorder.states.at(-1)?.state === "away", "away");
  expect(recorder.rejections.map(({ fault }) => fault)).toEqual(["frame-incomplete"]);
  gauge = await createVirtualGauge(model, { listen: { kind: "tcp", host, port } });
  await until(() => recorder.states.at(-1)?.state === "online", "online again");
  gauge.press("-0.018");
  await until(() => recorder.readings.length === 2, "a second reading");
  expect(recorder.texts()).toEqual(["12.345", "-0.018"]);
});

it("gives up a connection that is never answered, and says so", async () => {
  // A stopped process whose queue is full: the kernel drops what else wants to connect.
  const script =
    'const s = require("node:net").createServer();' +
    's.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => console.log(s.address().port));';
  const server = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const fillers: Socket[] = [];
  try {
    const port = Number(await new Promise((resolve) => server.stdout.once("data", resolve)));
    server.kill("SIGSTOP");
    for (let filler = 0; filler < 8; filler += 1) {
      const socket = connect({ host: "127.0.0.1", port });
      socket.on("error", () => undefined);
      fillers.push(socket);
    }
    await pause(300);
    const recorder = createRecorder();
    const model = frameModel("mitutoyo-ascii");
    const place = { kind: "tcp" as const, host: "127.0.0.1", port };
    const settings = { id: "g", model: model.id, line: place };
    line = createLine(settings, model, recorder, realClock, () => 0);
    line.start();
    await until(() => recorder.states.at(-1)?.state === "away", "away");
    expect(recorder.states.at(-1)?.reason).toBe("no connection within 5000 ms");
  } finally {
    for (const socket of fillers) socket.destroy();
    server.kill("SIGKILL");
  }
});
