// The schema of a device read over Modbus: one block per request, so that value and status agree.
import { type Static, Type } from "typebox";
import {
  closed,
  GivesSchema,
  identity,
  KindSchema,
  MapSchema,
  oneOf,
  StatusSchema,
} from "./vocabulary.ts";

/** A bit field of one register of the block: `bits` bits from bit `from` (0 = least significant). */
const FieldSchema = Type.Object(
  {
    word: Type.Integer({ minimum: 0, description: "Register, counted as in the manual (base)" }),
    from: Type.Integer({ minimum: 0, maximum: 15, default: 0 }),
    bits: Type.Integer({ minimum: 1, maximum: 16, default: 16 }),
  },
  closed,
);

const LineSchema = Type.Object(
  {
    kind: oneOf("modbus-rtu", "modbus-tcp"),
    unitId: Type.Integer({ minimum: 0, maximum: 255, default: 1 }),
    base: Type.Union([Type.Literal(0), Type.Literal(1)], {
      description: "1 = the manual counts registers from 1 or 40001, 0 = PDU addresses",
    }),
    port: Type.Integer({ minimum: 1, maximum: 65535, default: 502 }),
    baud: Type.Array(Type.Integer({ minimum: 110 }), { minItems: 1, default: [9600] }),
    bits: Type.Union([Type.Literal(7), Type.Literal(8)], { default: 8 }),
    parity: Type.Optional(oneOf("none", "even", "odd")),
    stop: Type.Union([Type.Literal(1), Type.Literal(2)], { default: 1 }),
  },
  closed,
);

const BlockSchema = Type.Object(
  {
    function: Type.Union([Type.Literal(3), Type.Literal(4)]),
    address: Type.Integer({ minimum: 0 }),
    count: Type.Integer({ minimum: 1, maximum: 125 }),
  },
  closed,
);

const StatusWordSchema = Type.Object(
  {
    word: Type.Integer({ minimum: 0 }),
    bits: Type.Record(Type.String({ pattern: "^([0-9]|1[0-5])$" }), StatusSchema, {
      description:
        "Bit number → status while the bit is set; errors before unstable, then the lowest bit",
    }),
    field: Type.Optional(
      Type.Object(
        {
          from: Type.Integer({ minimum: 0, maximum: 15 }),
          bits: Type.Integer({ minimum: 1, maximum: 8 }),
          map: Type.Record(Type.String({ pattern: "^\\d{1,3}$" }), StatusSchema),
        },
        { ...closed, description: "Bits that are one number; an error bit counts before it" },
      ),
    ),
    stableBit: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 15, description: "Clear = unstable" }),
    ),
  },
  closed,
);

export const WordOrderSchema = oneOf("ABCD", "CDAB", "BADC", "DCBA", "verify");

const RegisterNumberSchema = Type.Object(
  {
    form: oneOf("float32", "int32", "uint32", "int16", "uint16", "magnitude32"),
    order: Type.Optional(WordOrderSchema),
    sign: Type.Optional(
      Type.Object(
        {
          word: Type.Integer({ minimum: 0 }),
          bit: Type.Integer({ minimum: 0, maximum: 15 }),
        },
        closed,
      ),
    ),
    decimals: Type.Optional(
      Type.Union([Type.Integer({ minimum: 0, maximum: 9 }), FieldSchema], {
        description: "Integers: digits after the point; float32: digits the text keeps",
      }),
    ),
  },
  closed,
);

const PointSchema = Type.Object(
  {
    channel: Type.String({ minLength: 1 }),
    kind: Type.Optional(KindSchema),
    at: Type.Integer({ minimum: 0 }),
    number: RegisterNumberSchema,
    scale: Type.Optional(
      Type.Object(
        {
          divisions: Type.Object(
            { word: Type.Integer({ minimum: 0 }), table: Type.Literal("laumas") },
            closed,
          ),
        },
        closed,
      ),
    ),
    unit: Type.Optional(
      Type.Union([
        Type.Object({ fixed: Type.String() }, closed),
        Type.Object({ word: Type.Integer({ minimum: 0 }), table: Type.Literal("laumas") }, closed),
        Type.Object({ field: FieldSchema, map: MapSchema }, closed),
      ]),
    ),
  },
  closed,
);

const ModbusExampleSchema = Type.Object(
  {
    registers: Type.Optional(
      Type.Array(Type.Integer({ minimum: 0, maximum: 65535 }), { description: "The block read" }),
    ),
    exception: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 255, description: "Exception code answered instead" }),
    ),
    order: Type.Optional(oneOf("ABCD", "CDAB", "BADC", "DCBA")),
    gives: Type.Union([GivesSchema, Type.Array(GivesSchema, { minItems: 1 })]),
    note: Type.Optional(Type.String()),
  },
  closed,
);

export const ModbusModelSchema = Type.Object(
  {
    ...identity,
    line: LineSchema,
    block: BlockSchema,
    poll: Type.Optional(
      Type.Object(
        {
          timeoutMs: Type.Integer({ minimum: 20, maximum: 30_000, default: 500 }),
          minIntervalMs: Type.Integer({ minimum: 0, default: 100 }),
        },
        closed,
      ),
    ),
    status: Type.Optional(StatusWordSchema),
    point: Type.Array(PointSchema, { minItems: 1 }),
    writes: Type.Optional(Type.Object({ forbid: Type.Array(Type.String()) }, closed)),
    example: Type.Array(ModbusExampleSchema, { minItems: 3 }),
  },
  closed,
);

export type WordOrder = Static<typeof WordOrderSchema>;
export type RegisterField = Static<typeof FieldSchema>;
export type ModbusPoint = Static<typeof PointSchema>;
export type ModbusExample = Static<typeof ModbusExampleSchema>;
export type ModbusModelFile = Static<typeof ModbusModelSchema>;
