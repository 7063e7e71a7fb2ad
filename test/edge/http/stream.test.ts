import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { caliper, readingOf } from "../../fakes/run-fixture.ts";
import { startBench } from "./station-bench.ts";

let bench: Awaited<ReturnType<typeof startBench>>;
let port = 0;
beforeEach(async () => {
  bench = await startBench(5000);
  const url = await bench.server.listen({ host: "127.0.0.1", port: 0 });
  port = Number(new URL(url).port);
});
afterEach(() => bench.close());

/** Opens the stream; `ids` grows with every record event. */
function listen(headers: Record<string, string> = {}) {
  const ids: number[] = [];
  let rest = "";
  const sent = request({ host: "127.0.0.1", port, path: "/api/stream", headers }, (response) => {
    response.setEncoding("utf8");
    response.on("data", (text: string) => {
      rest += text;
      const events = rest.split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) {
        const id = /^id: (\d+)$/m.exec(event)?.[1];
        if (id !== undefined) ids.push(Number(id));
      }
    });
  });
  sent.on("error", () => undefined);
  sent.end();
  return { ids, close: () => sent.destroy() };
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds() && performance.now() < end) await new Promise((done) => setTimeout(done, 5));
}

const press = (at: number) =>
  bench.station.take(caliper, readingOf((10 + (at % 50) / 1000).toFixed(3)));

describe("GET /api/stream", () => {
  it("resumes after Last-Event-ID without a gap or a repeat while records go on being committed", async () => {
    for (let at = 0; at < 1200; at += 1) void press(at);
    await bench.station.settled();
    let pressing = true;
    const presses = (async () => {
      for (let at = 0; pressing && at < 2000; at += 1) await press(at);
    })();
    const resumed = listen({ "last-event-id": "7" });
    await until(() => resumed.ids.length > 2000);
    pressing = false;
    await presses;
    const { seq } = bench.journal.head();
    await until(() => resumed.ids.at(-1) === seq);
    expect(resumed.ids).toEqual(Array.from({ length: seq - 7 }, (_, at) => 8 + at));
    resumed.close();
  });

  it("begins live without an id, and tells nothing that is not durable", async () => {
    const live = listen();
    await until(() => bench.stream.clients() === 1);
    const [record] = await press(1);
    await until(() => live.ids.length === 1);
    expect(live.ids).toEqual([record?.seq]);
    live.close();
  });

  it("drops a client that does not read, and the others go on", async () => {
    const stuck = request({ host: "127.0.0.1", port, path: "/api/stream" }, (response) =>
      response.pause(),
    );
    stuck.on("error", () => undefined);
    stuck.end();
    const live = listen();
    await until(() => bench.stream.clients() === 2);
    const text = "x".repeat(64 * 1024);
    for (let at = 0; at < 400; at += 1) {
      bench.stream.tell("live", { text });
      await new Promise((done) => setImmediate(done));
    }
    await until(() => bench.stream.clients() === 1);
    expect(bench.stream.clients()).toBe(1);
    await press(1);
    await until(() => live.ids.length === 1);
    expect(live.ids).toHaveLength(1);
    live.close();
    stuck.destroy();
  });
});
