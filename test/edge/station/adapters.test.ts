// The USB adapters of gauges: told once, remembered over a restart, confirmed by a person.
import { expect, it } from "vitest";
import {
  createFloor,
  type FloorGauge,
  lastAdapters,
  type Station,
} from "../../../edge/station/index.ts";
import type { LineSink } from "../../../gauges/index.ts";
import type { Draft } from "../../../sync/records/index.ts";
import { frameModel } from "../../gauges/lines/catalogue.ts";

const settings = { id: "g", model: "m", line: { kind: "serial", path: "/dev/ttyUSB0" } } as const;
const gauge: FloorGauge = {
  ...{ id: "g", name: "G", serves: ["caliper"], calibrationDue: null, settings },
  model: frameModel("mitutoyo-ascii"),
};

function floorOf(adapters: ReadonlyMap<string, string>) {
  const drafts: Draft[] = [];
  const told: { sink: LineSink | null; remembered: string | undefined } = {
    sink: null,
    remembered: undefined,
  };
  let at = 0;
  const source = { newId: () => `id-${++at}`, now: () => "2026-11-22T08:00:00.000Z" };
  const act = async (decide: (...all: never[]) => unknown) => {
    drafts.push(...((decide as () => Draft[])() ?? []));
    return [];
  };
  const station = { act, changed: () => undefined } as unknown as Station;
  const floor = createFloor({
    station,
    source,
    clock: { wall: source.now, monotonicMs: () => 0 },
    gauges: [gauge],
    adapters,
    createLine(asked, _, sink) {
      told.sink = sink;
      told.remembered = asked.adapter;
      const acceptAdapter = () => "0403:6001 serial B2";
      return { gauge: "g", start: () => undefined, stop: async () => undefined, acceptAdapter };
    },
    createDesk: () => new Proxy({}, { get: () => () => undefined }) as never,
    onLive: () => undefined,
  });
  return { floor, drafts, told };
}

it("hands each line the adapter it was on, and records changes with who confirmed them", () => {
  const { floor, drafts, told } = floorOf(new Map([["g", "0403:6001 serial A1"]]));
  expect(told.remembered).toBe("0403:6001 serial A1");
  told.sink?.state("g", "online", "");
  told.sink?.state("g", "swapped", "another one");
  told.sink?.state("g", "away", "unplugged");
  expect(floor.acceptAdapter("g", "operator:maria")).toBe(true);
  expect(floor.acceptAdapter("none", "operator:maria")).toBe(false);
  told.sink?.state("g", "online", "");
  expect(drafts.map(({ kind, actor }) => [kind, actor])).toEqual([
    ["gauge.away", "station"],
    ["gauge.adapter", "operator:maria"],
    ["gauge.back", "station"],
  ]);
  expect(drafts[1]?.body).toEqual({
    ...{ gauge: "g", port: "/dev/ttyUSB0", adapter: "0403:6001 serial B2", confirmed: true },
  });
});

it("finds the newest adapter of each serial gauge in the journal", async () => {
  const records = Array.from({ length: 12_000 }, (_, index) => ({
    seq: index + 1,
    kind: index === 40 || index === 9000 ? "gauge.adapter" : "clock.jumped",
    body: { gauge: "g", adapter: `A${index}` },
  }));
  const journal = {
    head: () => ({ seq: records.length }) as never,
    read: async (from: number, limit: number) => records.slice(from - 1, from - 1 + limit) as never,
  };
  const tcp = { ...settings, line: { kind: "tcp", host: "h", port: 1 } as const };
  const gauges = [gauge, { ...gauge, id: "t", settings: tcp }];
  expect([...(await lastAdapters(journal, gauges))]).toEqual([["g", "A9000"]]);
});
