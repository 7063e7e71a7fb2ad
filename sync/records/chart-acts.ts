// Records of what a person does to a chart: leave a subgroup out, begin a stage, put a note beside a point.
import { Type } from "typebox";
import { recordKind } from "./envelope.ts";
import { NamedEpoch } from "./place.ts";

const closed = { additionalProperties: false };
const text = Type.String({ minLength: 1 });
const chart = { run: Type.String(), characteristic: Type.String() };
const subgroup = (description: string) => Type.Integer({ minimum: 0, description });

export const subgroupExcluded = recordKind(
  "subgroup.excluded",
  1,
  Type.Object(
    {
      ...chart,
      subgroup: subgroup("0-based; left out of limits and rules, its values still count"),
      cause: text,
      note: Type.String(),
    },
    closed,
  ),
);

export const subgroupIncluded = recordKind(
  "subgroup.included",
  1,
  Type.Object(
    {
      ...chart,
      subgroup: subgroup("0-based"),
      exclusion: Type.Integer({ description: "seq of the exclusion that no longer holds" }),
      epoch: NamedEpoch,
      reason: text,
    },
    closed,
  ),
);

export const stageBegun = recordKind(
  "stage.begun",
  1,
  Type.Object(
    {
      ...chart,
      subgroup: subgroup("0-based; the first of the stage, which gets limits of its own"),
      name: text,
      reason: text,
    },
    closed,
  ),
);

export const chartNoted = recordKind(
  "chart.noted",
  1,
  Type.Object(
    {
      ...chart,
      subgroup: subgroup("0-based"),
      event: Type.String({ minLength: 1, description: "Code: note, tool-change, coil, shift …" }),
      text: Type.String(),
    },
    closed,
  ),
);
