// The keys of station.toml: what a station is called, what hangs on it, where it sends, what it plans.
import { type Static, type TSchema, Type } from "typebox";

const closed = { additionalProperties: false };

/** A name that becomes one level of an MQTT topic. */
const topicName = (description: string) =>
  Type.String({ minLength: 1, maxLength: 64, pattern: "^[^\\s+#/$][^\\s+#/]*$", description });

const text = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });
const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(schema);

const port = Type.Integer({ minimum: 1, maximum: 65535, description: "TCP port, 1 to 65535" });
const baud = Type.Integer({ minimum: 50, maximum: 4_000_000, description: "bits per second" });
const unitId = Type.Integer({ minimum: 0, maximum: 255, description: "Modbus unit, 0 to 255" });
const path = optional(
  text('where the system shows the port, such as "/dev/serial/by-id/…", "/dev/ttyUSB0" or "COM3"'),
);
const hex4 = (what: string) =>
  Type.String({
    pattern: "^[0-9a-fA-F]{4}$",
    description: `${what} of the adapter, four hex digits such as "0403"`,
  });
const usb = optional(
  Type.Object(
    {
      vendor: hex4("USB vendor"),
      product: hex4("USB product"),
      serial: optional(text("serial number of the adapter, as the system shows it")),
    },
    {
      ...closed,
      description:
        'USB adapter of the port, such as { vendor = "0403", product = "6001", serial = "A1" }',
    },
  ),
);
const host = text("name or address of the host");

const LineSchema = Type.Union(
  [
    Type.Object({ kind: Type.Literal("serial"), path, usb, baud: optional(baud) }, closed),
    Type.Object({ kind: Type.Literal("tcp"), host, port }, closed),
    Type.Object({ kind: Type.Literal("modbus-tcp"), host, port, unitId: optional(unitId) }, closed),
    Type.Object(
      {
        kind: Type.Literal("modbus-rtu"),
        path,
        usb,
        baud: optional(baud),
        unitId: optional(unitId),
      },
      closed,
    ),
    Type.Object(
      { kind: Type.Literal("file"), folder: text("folder in which result files appear") },
      closed,
    ),
    Type.Object(
      {
        kind: Type.Literal("replay"),
        file: text("recording of a session, as `gauges try --record` writes it"),
        speed: optional(
          Type.Number({ minimum: 0.01, maximum: 1000, description: "10 = in a tenth of its time" }),
        ),
      },
      closed,
    ),
  ],
  { description: 'how the gauge is connected, such as { kind = "serial", path = "/dev/ttyUSB0" }' },
);

const GaugeSchema = Type.Object(
  {
    id: Type.String({
      pattern: "^[a-z0-9][a-z0-9-]{0,31}$",
      description: "short name of the gauge: small letters, digits and hyphens",
    }),
    name: text("what people call the gauge, such as its label"),
    model: text("id of a gauge model, as the files in gauges/models name it"),
    serves: Type.Array(text("kind of gauge"), {
      minItems: 1,
      maxItems: 16,
      description: 'kinds of gauge it stands for, as plans ask for them, such as ["caliper"]',
    }),
    unit: optional(text("unit the gauge shows, for models whose frames carry none")),
    pollMs: optional(
      Type.Integer({ minimum: 20, maximum: 3_600_000, description: "ask every so many ms" }),
    ),
    wordOrder: optional(
      Type.Union(
        [Type.Literal("ABCD"), Type.Literal("CDAB"), Type.Literal("BADC"), Type.Literal("DCBA")],
        { description: "order of the bytes a person picked against the display, for Modbus maps" },
      ),
    ),
    calibrationDue: optional(
      Type.String({
        pattern: "^\\d{4}-\\d{2}-\\d{2}$",
        description: 'last day on which the calibration holds, such as "2027-03-31"',
      }),
    ),
    msa: optional(
      Type.Object(
        {
          on: Type.String({
            pattern: "^\\d{4}-\\d{2}-\\d{2}$",
            description: 'day of the last study, such as "2026-09-14"',
          }),
          grrPercent: Type.Number({ minimum: 0, maximum: 999, description: "%GRR it found" }),
        },
        {
          ...closed,
          description: 'the last study, such as { on = "2026-09-14", grrPercent = 12.4 }',
        },
      ),
    ),
    resolution: optional(
      Type.Object(
        {
          step: Type.String({
            pattern: "^\\d{1,6}(\\.\\d{1,9})?$",
            description: 'smallest step of the display, such as "0.01"',
          }),
          unit: text("unit of the step"),
        },
        { ...closed, description: 'what it resolves, such as { step = "0.01", unit = "mm" }' },
      ),
    ),
    line: LineSchema,
  },
  closed,
);

/** Which values count: of unverified models, of verified ones, after the calibration. */
const PolicySchema = Type.Object(
  {
    unverified: Type.Union(
      [Type.Literal("confirm"), Type.Literal("refuse"), Type.Literal("accept")],
      {
        default: "confirm",
        description:
          'models nobody has seen on a device: "confirm" (a person first), "refuse", "accept"',
      },
    ),
    verified: Type.Union([Type.Literal("confirm"), Type.Literal("accept")], {
      default: "accept",
      description: 'models from a manual or a capture: "accept", or "confirm" (a person first)',
    }),
    calibration: Type.Union([Type.Literal("flag"), Type.Literal("refuse")], {
      default: "flag",
      description: 'values after the calibration is due: "flag" (suspect), or "refuse" (kept out)',
    }),
  },
  { ...closed, default: {} },
);

const RunSchema = Type.Object(
  {
    id: Type.String({
      pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$",
      description: "name of the run: letters, digits, dots, hyphens",
    }),
    plan: text("one of the files named in plans"),
    brand: text("who will receive the report"),
    supplier: text("who makes the parts"),
    order: optional(text("purchase order")),
    target: Type.Integer({ minimum: 1, maximum: 100_000, description: "units to make" }),
  },
  closed,
);

export const MqttSchema = Type.Object(
  {
    url: Type.String({
      pattern: "^mqtts?://[^\\s]+$",
      description: 'the broker, such as "mqtts://broker.example:8883"',
    }),
    protocol: optional(
      Type.Union([Type.Literal(5), Type.Literal(4)], {
        description: "5, or 4 for MQTT 3.1.1; without it 5 is tried first",
      }),
    ),
    clientId: optional(text("client id at the broker")),
    username: optional(text("user at the broker")),
    passwordFile: optional(text("file that holds the password")),
    caFile: optional(text("PEM file of the authority that signed the broker's certificate")),
    certFile: optional(text("PEM file of the station's own certificate")),
    keyFile: optional(text("PEM file of the key to it")),
    keepaliveSeconds: optional(Type.Integer({ minimum: 5, maximum: 3600 })),
  },
  closed,
);

export const StationFileSchema = Type.Object(
  {
    station: Type.Object(
      {
        name: topicName("name of the station, without blanks, +, # or /"),
        zone: text('IANA time zone of the floor, such as "Asia/Shanghai"'),
      },
      { ...closed, description: "a table [station] with name and zone" },
    ),
    place: Type.Object(
      {
        enterprise: topicName("name without blanks, +, # or /"),
        site: topicName("name without blanks, +, # or /"),
        area: topicName("name without blanks, +, # or /"),
        line: topicName("name without blanks, +, # or /"),
      },
      { ...closed, description: "a table [place] with enterprise, site, area and line" },
    ),
    http: Type.Object(
      {
        host: Type.String({ default: "127.0.0.1", description: "address the screens listen on" }),
        port: Type.Integer({ minimum: 0, maximum: 65535, default: 8080 }),
      },
      { ...closed, default: {} },
    ),
    mqtt: optional(MqttSchema),
    journal: Type.Object(
      { quotaMb: optional(Type.Integer({ minimum: 50, maximum: 1_000_000 })) },
      { ...closed, default: {} },
    ),
    policy: PolicySchema,
    models: Type.Array(text("folder of gauge models of your own, relative to this file"), {
      maxItems: 8,
      default: [],
    }),
    plans: Type.Array(text("path of a plan, relative to this file"), {
      maxItems: 100,
      default: [],
    }),
    gauge: Type.Array(GaugeSchema, { maxItems: 64, default: [] }),
    run: Type.Array(RunSchema, { maxItems: 100, default: [] }),
  },
  closed,
);
export type StationFile = Static<typeof StationFileSchema>;
