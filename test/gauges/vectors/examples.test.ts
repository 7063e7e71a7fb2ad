// Every gauge model gives for its own example frames what its file says: whole, split, glued, amid junk.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decodeFile } from "../../../gauges/decode/decode-file.ts";
import {
  type FrameModel,
  type Gives,
  isFileModel,
  isFrameModel,
} from "../../../gauges/model/gauge-model.ts";
import { loadModels } from "../../../gauges/model/load-models.ts";
import { codeOf, endOf, type Played, play, splittings } from "./play.ts";

const folder = fileURLToPath(new URL("../../../gauges/models", import.meta.url));
const { models } = loadModels(folder);
const frameModels = [...models.values()].filter(isFrameModel);

function listOf(gives: Gives | Gives[]): Gives[] {
  return Array.isArray(gives) ? gives : [gives];
}

/** What was played, in the words of an example. */
function inWords({ readings, rejected }: Played): Gives[] {
  const said: Gives[] = readings.map((reading) => ({
    status: reading.status,
    ...(reading.text === null ? {} : { value: reading.text }),
    ...(reading.unit === null ? {} : { unit: reading.unit }),
    ...(reading.channel === null ? {} : { channel: reading.channel }),
    ...(reading.kind === null ? {} : { kind: reading.kind }),
    ...(codeOf(reading) === undefined ? {} : { code: codeOf(reading) }),
  }));
  for (const { fault, detail } of rejected) {
    const answer = /^an answer about ([^ ]+)/u.exec(detail)?.[1]?.replace(/,$/u, "");
    said.push(answer === undefined ? { fault } : { answer });
  }
  return said;
}

/** Two plays of the same frame say it twice, in order; a bounce mark changes nothing of it. */
function twice(gives: Gives[]): Gives[] {
  const readings = gives.filter(({ fault, answer }) => fault === undefined && answer === undefined);
  const rest = gives.filter((each) => !readings.includes(each));
  return [...readings, ...readings, ...rest, ...rest];
}

function wanted(gives: Gives | Gives[]): Gives[] {
  return listOf(gives).map((each) => ({ ...each }));
}

function complete(model: FrameModel, bytes: Buffer): boolean {
  return bytes.includes(endOf(model));
}

describe.each(frameModels.map((model) => [model.id, model] as const))("model %s", (_, model) => {
  const examples = model.example.map(
    (example) => [JSON.stringify(example.bytes), example] as const,
  );

  it.each(examples)("reads %s however it is split", (__, example) => {
    for (const chunks of splittings(Buffer.from(example.bytes, "latin1"))) {
      expect(inWords(play(model, chunks))).toEqual(wanted(example.gives));
    }
  });

  it.each(examples)("reads %s glued to its like, in one chunk", (__, example) => {
    const bytes = Buffer.from(example.bytes, "latin1");
    if (!complete(model, bytes)) return;
    const glued = inWords(play(model, [Buffer.concat([bytes, bytes])]));
    expect(glued).toEqual(twice(wanted(example.gives)));
  });

  it.each(examples)("reads %s after a line of junk, which is kept", (__, example) => {
    const bytes = Buffer.from(example.bytes, "latin1");
    const junk = Buffer.concat([Buffer.from("~~junk~~"), endOf(model)]);
    const { readings, rejected } = play(model, [Buffer.concat([junk, bytes])]);
    const alone = play(model, [bytes]);
    expect(readings.map(({ text }) => text)).toEqual(alone.readings.map(({ text }) => text));
    expect(rejected).toHaveLength(alone.rejected.length + 1);
    expect(Buffer.from(rejected[0]?.raw ?? []).toString()).toContain("~~junk~~");
  });
});

describe.each([...models.values()].filter(isFileModel).map((model) => [model.id, model] as const))(
  "model %s",
  (_, model) => {
    it.each(model.example)("reads example %#", ({ text, gives }) => {
      const outcome = decodeFile(model, Buffer.from(text));
      const said =
        outcome.kind === "refused"
          ? [{ fault: outcome.fault }]
          : outcome.values.map((value) =>
              "detail" in value
                ? { fault: "file-unsupported" }
                : {
                    status: value.status,
                    channel: value.channel,
                    ...(value.text === null ? {} : { value: value.text }),
                    ...(value.unit === null ? {} : { unit: value.unit }),
                    ...(value.marks[0] === undefined ? {} : { code: value.marks[0].slice(5) }),
                  },
            );
      expect(said).toEqual(wanted(gives));
    });
  },
);
