// `gauges check` plays a model's examples; a model that doesn't do what its file says is told where.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { checkExamples } from "../../../gauges/check-examples.ts";
import { loadModels, parseModel } from "../../../gauges/model/load-models.ts";
import { portRemedy } from "../../../gauges/port-remedy.ts";

const folder = fileURLToPath(new URL("../../../gauges/models", import.meta.url));
const guide = fileURLToPath(new URL("../../../gauges/ADDING.md", import.meta.url));
const { models } = loadModels(folder);

describe("checking a model against its examples", () => {
  it.each([...models.keys()])("finds %s to do what its examples say", (id) => {
    const model = models.get(id);
    expect(model === undefined ? null : checkExamples(model)).toEqual([]);
  });

  it("tells the example, how it was played, what was wanted and what came", () => {
    const file = readFileSync(`${folder}/wagner-fdx.toml`, "utf8");
    const { model } = parseModel("x.toml", Buffer.from(file.replace('"-23.02"', '"23.02"')));
    if (model === null) throw new Error("it should load");
    const [first] = checkExamples(model);
    expect(first).toEqual({
      ...{ example: 1, how: "whole" },
      ...{ wanted: "23.02 lbf ok", given: "-23.02 lbf ok" },
    });
  });

  it("is walked through in ADDING.md with the very file of the catalogue", () => {
    const shown = /```toml\n(?<file>id = "wagner-fdx"[\s\S]*?)```/u.exec(
      readFileSync(guide, "utf8"),
    )?.groups?.file;
    expect(shown).toBe(readFileSync(`${folder}/wagner-fdx.toml`, "utf8"));
  });
});

describe("what to do about a port", () => {
  it.each([
    ["Error: No such file or directory, cannot open /dev/ttyUSB7", "plug the adapter in"],
    ["Error Resource temporarily unavailable Cannot lock port", "Another program"],
    ["Error: Permission denied, cannot open /dev/ttyUSB0", "dialout"],
    ["connect ECONNREFUSED 127.0.0.1:4001", "nothing listens"],
  ])("knows a remedy for: %s", (reason, words) => {
    expect(portRemedy(reason)).toContain(words);
  });

  it("says nothing of what it does not know", () => {
    expect(portRemedy("opening the port")).toBeNull();
  });
});
