// A gauge model file loads whole, or is refused with the line to mend.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadModels, parseModel } from "../../../gauges/model/load-models.ts";

const sound = `id = "test-gauge"
vendor = "Test"
models = ["One"]
evidence = "manual"

[line]
kind = "serial"
baud = [9600]
bits = 8
parity = "none"
stop = 1
flow = "none"

[frame]
end = "\\r"
maxBytes = 32

[[rule]]
match = '^E(?<code>\\d)$'
status = "sensor-error"

[[rule]]
match = '^(?<value>\\d+)$'
status = "ok"
number = { form = "decimal" }

[[example]]
bytes = "12\\r"
gives = { value = "12", status = "ok" }

[[example]]
bytes = "E1\\r"
gives = { status = "sensor-error", code = "1" }

[[example]]
bytes = "1"
gives = { fault = "frame-incomplete" }
`;

function parse(text: string) {
  return parseModel("test.toml", Buffer.from(text));
}

function lineOf(text: string, piece: string): number {
  return text.slice(0, text.indexOf(piece)).split("\n").length;
}

describe("a model file", () => {
  it("loads with the hash of its bytes and the defaults of the schema", () => {
    const { model } = parse(sound);
    expect(model?.hash).toMatch(/^[0-9a-f]{64}$/u);
    expect(model?.line).toMatchObject({ kind: "serial", dtr: true, rts: true });
  });

  it("has another hash after any change", () => {
    expect(parse(`${sound}# a remark\n`).model?.hash).not.toBe(parse(sound).model?.hash);
  });

  it.each([
    ["an unknown word", "flow = ", "flaw = ", "flaw"],
    ["a wrong parity", 'parity = "none"', 'parity = "nine"', "nine"],
    ["a pattern that does not compile", "^(?<value>\\d+)$", "^(?<value>\\d+$", "^(?<value>"],
    ["a pattern without anchors", "^(?<value>\\d+)$", "(?<value>\\d+)", "(?<value>"],
    ["a number without a value group", "^(?<value>\\d+)$", "^\\d+$", "^\\d+$"],
    ["broken TOML", "baud = [9600]", "baud = [9600", "baud"],
  ])("is refused for %s, at its line", (_, from, to, at) => {
    const broken = sound.replace(from, () => to);
    const { model, errors } = parse(broken);
    expect(model).toBeNull();
    expect(errors.map(({ line }) => line)).toContain(lineOf(broken, at) + (at === "baud" ? 1 : 0));
    for (const error of errors) expect(error.remedy).not.toBe("");
  });

  it("is refused with a status rule after a value rule", () => {
    const late = `[[rule]]\nmatch = '^OL$'\nstatus = "over-range"\n\n[[example]]`;
    const broken = sound.replace("[[example]]", () => late);
    const { errors } = parse(broken);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.what).toContain("status rule stands after a value rule");
    expect(errors[0]?.line).toBe(lineOf(broken, "match = '^OL$'") - 1);
  });

  it("is refused with two examples, and with no bad one", () => {
    expect(parse(sound.replace(/\[\[example\]\]\nbytes = "1"[\s\S]*$/u, "")).model).toBeNull();
    const allGood = sound
      .replace(/bytes = "1"\ngives.*/u, 'bytes = "2\\r"\ngives = { value = "2", status = "ok" }')
      .replace(/bytes = "E1.*\ngives.*/u, 'bytes = "3\\r"\ngives = { value = "3" }');
    expect(parse(allGood).errors.map(({ what }) => what)).toEqual(["no example shows a bad frame"]);
  });

  it("is refused when it asks with a forbidden command", () => {
    const asks = sound.replace(
      "[[rule]]",
      () => `[poll]\nsend = "Z\\r"\n\n[writes]\nforbid = ["Z"]\n\n[[rule]]`,
    );
    expect(parse(asks).errors[0]?.what).toContain("forbidden command");
  });
});

describe("the catalogue", () => {
  it("loads without an error", () => {
    const folder = fileURLToPath(new URL("../../../gauges/models", import.meta.url));
    const { models, errors } = loadModels(folder);
    expect(errors).toEqual([]);
    expect(models.size).toBeGreaterThan(0);
  });
});
