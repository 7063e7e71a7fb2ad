// Settings and model must fit before a line is made of them.
import { describe, expect, it } from "vitest";
import type { LineSettings } from "../../../gauges/line.ts";
import { createLine, lineFault } from "../../../gauges/lines/create-line.ts";
import { models } from "./catalogue.ts";
import { createRecorder, realClock } from "./recording-sink.ts";

function faultOf(id: string, line: LineSettings): string | null {
  const model = models.get(id);
  if (model === undefined) throw new Error(`no model ${id}`);
  return lineFault({ id: "g", model: id, line }, model);
}

describe("settings and model", () => {
  it("fit where the kinds agree", () => {
    expect(faultOf("mark10-series5", { kind: "serial", path: "/dev/x" })).toBeNull();
    expect(faultOf("mark10-series5", { kind: "tcp", host: "h", port: 1 })).toBeNull();
    expect(faultOf("dfq-file", { kind: "file", folder: "f" })).toBeNull();
    expect(faultOf("laumas-tlb", { kind: "modbus-tcp", host: "h", port: 1 })).toBeNull();
  });

  it("are told apart in words, and make no line, where they don't", () => {
    expect(faultOf("dfq-file", { kind: "serial", path: "/dev/x" })).toContain("does not work");
    expect(faultOf("laumas-tlb", { kind: "file", folder: "f" })).toContain("does not work");
    expect(faultOf("generic-float", { kind: "modbus-tcp", host: "h", port: 1 })).toContain(
      "wordOrder",
    );
    const model = models.get("dfq-file");
    if (model === undefined) throw new Error("no model dfq-file");
    const settings = { id: "g", model: "dfq-file", line: { kind: "serial" as const, path: "x" } };
    expect(() => createLine(settings, model, createRecorder(), realClock, () => 0)).toThrow();
  });
});
