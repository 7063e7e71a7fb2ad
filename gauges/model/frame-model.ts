// The schema of a gauge that talks in frames over a serial line or a raw TCP connection.
import { type Static, Type } from "typebox";
import {
  closed,
  GivesSchema,
  identity,
  KindSchema,
  MapSchema,
  oneOf,
  PatternSchema,
  StatusSchema,
} from "./vocabulary.ts";

const SerialLineSchema = Type.Object(
  {
    kind: Type.Literal("serial"),
    baud: Type.Array(Type.Integer({ minimum: 110, maximum: 4_000_000 }), {
      minItems: 1,
      description: "Rates the device can be set to; the first is the default",
    }),
    bits: Type.Union([Type.Literal(7), Type.Literal(8)], { default: 8 }),
    parity: oneOf("none", "even", "odd"),
    stop: Type.Union([Type.Literal(1), Type.Literal(2)], { default: 1 }),
    flow: oneOf("none", "rts-cts", "xon-xoff"),
    dtr: Type.Boolean({ default: true }),
    rts: Type.Boolean({ default: true }),
    usb: Type.Optional(
      Type.Array(Type.Object({ vid: Type.String(), pid: Type.String() }, closed), {
        description: "Helps to find the port; proves nothing",
      }),
    ),
  },
  closed,
);

const TcpLineSchema = Type.Object(
  { kind: Type.Literal("tcp"), port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535 })) },
  closed,
);

export const FrameSchema = Type.Object(
  {
    start: Type.Optional(Type.String({ minLength: 1, description: "What comes before is junk" })),
    end: Type.Optional(Type.String({ minLength: 1 })),
    length: Type.Optional(Type.Integer({ minimum: 1, maximum: 4096 })),
    maxBytes: Type.Integer({ minimum: 1, maximum: 4096, description: "With its end" }),
    strip: Type.Array(Type.String({ minLength: 1, maxLength: 1 }), {
      default: [],
      description: "Characters dropped from a frame wherever they stand",
    }),
    ignoreEcho: Type.Boolean({ default: false, description: "Drop one line equal to the request" }),
    idleResetMs: Type.Optional(
      Type.Integer({ minimum: 20, description: "Silence after which half a frame is given up" }),
    ),
    eightBit: Type.Boolean({
      default: false,
      description: "Bytes above 0x7F belong to its text; else many of them mean wrong parity",
    }),
  },
  closed,
);

const PollSchema = Type.Object(
  {
    send: Type.String({ minLength: 1, maxLength: 64 }),
    timeoutMs: Type.Integer({ minimum: 20, maximum: 30_000, default: 500 }),
    retries: Type.Integer({ minimum: 0, maximum: 5, default: 1 }),
    minIntervalMs: Type.Integer({ minimum: 0, default: 100 }),
  },
  closed,
);

export const NumberSchema = Type.Object(
  {
    form: oneOf("decimal", "implied", "digits-from-status"),
    decimals: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 9,
        description: "For `implied`: digits after the point",
      }),
    ),
    sign: Type.Optional(
      Type.Record(Type.String(), oneOf("+", "-"), {
        description: "Captured `sign` group → sign, where it isn't + or -",
      }),
    ),
  },
  closed,
);

const AskUnitSchema = Type.Object(
  {
    send: Type.String({ minLength: 1 }),
    match: PatternSchema,
    map: MapSchema,
    timeoutMs: Type.Integer({ minimum: 20, maximum: 30_000, default: 500 }),
  },
  closed,
);

export const RuleSchema = Type.Object(
  {
    match: PatternSchema,
    status: StatusSchema,
    number: Type.Optional(NumberSchema),
    unit: Type.Optional(
      Type.Union([
        Type.Object({ fixed: Type.String() }, closed),
        Type.Object({ map: MapSchema }, closed),
        Type.Object({ ask: AskUnitSchema }, closed),
      ]),
    ),
    kind: Type.Optional(Type.Union([KindSchema, Type.Record(Type.String(), KindSchema)])),
    marks: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: "Captured `mark` or `mode` → mark of the reading: a judgement, maximum …",
      }),
    ),
    piece: Type.Optional(Type.Boolean({ description: "Applies to a piece only, see separator" })),
    separator: Type.Optional(
      Type.String({
        minLength: 1,
        description: "The `pieces` group is cut here; every piece goes through the rules again",
      }),
    ),
  },
  closed,
);

const QuerySchema = Type.Object(
  { send: Type.String({ minLength: 1 }), match: PatternSchema, map: Type.Optional(MapSchema) },
  closed,
);

const FrameExampleSchema = Type.Object(
  {
    bytes: Type.String({ minLength: 1, description: "As received, with its end" }),
    gives: Type.Union([GivesSchema, Type.Array(GivesSchema, { minItems: 1 })]),
    note: Type.Optional(Type.String()),
  },
  closed,
);

export const FrameModelSchema = Type.Object(
  {
    ...identity,
    line: Type.Union([SerialLineSchema, TcpLineSchema]),
    frame: FrameSchema,
    decoder: Type.Optional(
      Type.Literal("panasonic-bcc", { description: "Code that checks a frame before the rules" }),
    ),
    poll: Type.Optional(PollSchema),
    rule: Type.Array(RuleSchema, { minItems: 1 }),
    sign: Type.Optional(
      Type.Object(
        {
          negative: oneOf("tension", "compression"),
          settable: Type.Boolean({ default: false, description: "Asked at commissioning" }),
        },
        closed,
      ),
    ),
    query: Type.Optional(Type.Record(Type.String(), QuerySchema)),
    writes: Type.Optional(
      Type.Object(
        { forbid: Type.Array(Type.String(), { description: "Never sent by a reader" }) },
        closed,
      ),
    ),
    simulate: Type.Optional(
      Type.Object(
        {
          frame: Type.String({
            minLength: 1,
            description:
              "Frame of the virtual gauge; {value}, {value:+0000.000}, {value:>10}, {value:000V000}, {size:…}, {sign:08}",
          }),
          echo: Type.Boolean({ default: false, description: "The virtual gauge echoes requests" }),
        },
        closed,
      ),
    ),
    example: Type.Array(FrameExampleSchema, { minItems: 3 }),
  },
  closed,
);

export type FrameDefinition = Static<typeof FrameSchema>;
export type Rule = Static<typeof RuleSchema>;
export type NumberDefinition = Static<typeof NumberSchema>;
export type FrameExample = Static<typeof FrameExampleSchema>;
export type FrameModelFile = Static<typeof FrameModelSchema>;
