// Records of the station itself: starts and stops, epochs, gauges that went and came, clock jumps.
import { Type } from "typebox";
import { recordKind } from "./envelope.ts";

const closed = { additionalProperties: false };
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const epochOpened = recordKind(
  "epoch.opened",
  1,
  Type.Object(
    {
      reason: Type.Union([Type.Literal("created"), Type.Literal("restored")]),
      previous: nullable(
        Type.Object({ epoch: Type.String(), seq: Type.Integer(), hash: Type.String() }, closed),
      ),
      publicKey: nullable(Type.String({ description: "Ed25519, SPKI DER in base64" })),
    },
    closed,
  ),
);

export const stationStarted = recordKind(
  "station.started",
  1,
  Type.Object(
    {
      version: Type.String(),
      node: Type.String(),
      platform: Type.String(),
      zone: Type.String({ description: "IANA time zone of the station" }),
      boot: Type.String({ description: "UUID of this start" }),
    },
    closed,
  ),
);

export const stationStopped = recordKind(
  "station.stopped",
  1,
  Type.Object({ boot: Type.String(), reason: Type.String() }, closed),
);

export const gaugeAway = recordKind(
  "gauge.away",
  1,
  Type.Object({ gauge: Type.String(), port: Type.String(), reason: Type.String() }, closed),
);

export const gaugeBack = recordKind(
  "gauge.back",
  1,
  Type.Object({ gauge: Type.String(), port: Type.String() }, closed),
);

export const gaugeAdapter = recordKind(
  "gauge.adapter",
  1,
  Type.Object(
    {
      gauge: Type.String(),
      port: Type.String(),
      adapter: Type.String({
        description: "USB adapter the gauge is on from now: ids with serial number or socket",
      }),
      confirmed: Type.Boolean({
        description: "A person confirmed that it replaces another; else it was found there",
      }),
    },
    closed,
  ),
);

export const clockJumped = recordKind(
  "clock.jumped",
  1,
  Type.Object(
    {
      jumpMs: Type.Number({ description: "Wall clock gained (+) or lost (−) against monotonic" }),
      from: Type.String(),
      to: Type.String(),
      boot: Type.String(),
    },
    closed,
  ),
);

export const operatorIdentified = recordKind(
  "operator.identified",
  1,
  Type.Object({ operator: nullable(Type.String({ minLength: 1, maxLength: 64 })) }, closed),
);
