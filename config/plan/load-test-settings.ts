// How a load test is driven and judged: procedure, rate, hold, gate state, and the requirement it serves.
import { Type } from "typebox";

const closed = { additionalProperties: false };
const positive = (description: string) => Type.Number({ exclusiveMinimum: 0, description });

/** Forces are in the unit of the characteristic, rates in that unit per second. */
export const LoadTestSettingsSchema = Type.Object(
  {
    procedure: Type.Union([Type.Literal("ramp-to-break"), Type.Literal("ramp-hold-function")]),
    startAt: Type.Number({ description: "Force at which the ramp counts as begun, in the unit" }),
    breakDrop: Type.Number({
      description: "Fraction of the peak the force must lose within one second to be a break",
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      default: 0.5,
    }),
    maxSeconds: Type.Number({ exclusiveMinimum: 0, default: 600 }),
    gate: Type.Optional(
      Type.Union(
        [
          Type.Literal("closed"),
          Type.Literal("closed-locked"),
          Type.Literal("closed-unlocked"),
          Type.Literal("open"),
          Type.Literal("none"),
        ],
        { description: "State of the gate in which the specimen is hung" },
      ),
    ),
    direction: Type.Optional(
      Type.Union([Type.Literal("positive"), Type.Literal("negative")], {
        description: "Sign the rig gives to the load; a load of the other sign ends the test",
      }),
    ),
    preload: Type.Optional(positive("Force that takes out the slack; the rate counts from there")),
    rate: Type.Optional(
      Type.Object(
        {
          min: Type.Optional(positive("Slower than this is flagged, unit per second")),
          max: Type.Optional(positive("Faster than this is flagged, unit per second")),
        },
        closed,
      ),
    ),
    hold: Type.Optional(
      Type.Object(
        {
          force: positive("Force to reach and to hold"),
          seconds: positive("Time it is held"),
          minimum: Type.Optional(
            positive("The hold is lost below this force; the force itself unless given"),
          ),
        },
        closed,
      ),
    ),
    overload: Type.Optional(positive("A force above this ends the test: the specimen is spent")),
    function: Type.Optional(
      Type.Object(
        { en: Type.String({ minLength: 1 }), "zh-CN": Type.Optional(Type.String()) },
        { ...closed, description: "What a person checks after the hold, and answers OK or NOT OK" },
      ),
    ),
    requirement: Type.Optional(
      Type.String({
        pattern: "^[a-z0-9][a-z0-9.-]*/[a-z0-9.-]+$",
        description:
          "Standard and entry of the folder requirements, such as en-12275/b-major-closed",
      }),
    ),
  },
  closed,
);
