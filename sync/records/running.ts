// Records of a pilot run: its states, its incoming lots, its findings and what was decided.
import { Type } from "typebox";
import { recordKind } from "./envelope.ts";
import { NamedEpoch } from "./place.ts";

const closed = { additionalProperties: false };
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const text = Type.String({ minLength: 1 });
/** A later decision on the same thing names the one it replaces; the first one has none. */
const replaces = Type.Optional(
  Type.Integer({ description: "seq of the decision that this one replaces" }),
);

export const runPlanned = recordKind(
  "run.planned",
  1,
  Type.Object(
    {
      run: text,
      brand: text,
      supplier: text,
      order: nullable(Type.String()),
      target: Type.Integer({ minimum: 1 }),
      planHash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
      plan: Type.Record(Type.String(), Type.Unknown(), {
        description: "The inspection plan in full, as its hash names it",
      }),
    },
    closed,
  ),
);

const runStep = Type.Object({ run: text, reason: nullable(Type.String()) }, closed);
export const runStarted = recordKind("run.started", 1, runStep);
export const runHeld = recordKind("run.held", 1, runStep);
export const runResumed = recordKind("run.resumed", 1, runStep);
export const runClosed = recordKind("run.closed", 1, runStep);

export const runAssessed = recordKind(
  "run.assessed",
  1,
  Type.Object(
    {
      run: text,
      decision: Type.Union([
        Type.Literal("go"),
        Type.Literal("conditional-go"),
        Type.Literal("re-run"),
        Type.Literal("stop"),
      ]),
      conditions: Type.Array(text),
      units: Type.String({
        description: "What happens to the pilot units: ship, hold, scrap, lab…",
      }),
      summary: text,
    },
    closed,
  ),
);

export const lotReceived = recordKind(
  "lot.received",
  1,
  Type.Object(
    {
      run: nullable(Type.String()),
      lot: text,
      material: text,
      supplier: text,
      role: Type.Union([Type.Literal("primary"), Type.Literal("backup")]),
      heat: nullable(Type.String()),
      quantity: Type.String({ description: "With its unit, as on the receipt" }),
      certificate: nullable(
        Type.Object(
          {
            type: Type.Union([
              Type.Literal("2.1"),
              Type.Literal("2.2"),
              Type.Literal("3.1"),
              Type.Literal("3.2"),
            ]),
            number: text,
            values: Type.Array(
              Type.Object(
                {
                  property: text,
                  value: text,
                  unit: Type.String(),
                  min: nullable(Type.String()),
                  max: nullable(Type.String()),
                },
                closed,
              ),
            ),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
);

export const lotDecided = recordKind(
  "lot.decided",
  1,
  Type.Object(
    {
      run: nullable(Type.String()),
      lot: text,
      decision: Type.Union([
        Type.Literal("accept"),
        Type.Literal("reject"),
        Type.Literal("conditional"),
        Type.Literal("use-as-is"),
      ]),
      reason: text,
      replaces,
      epoch: NamedEpoch,
    },
    closed,
  ),
);

export const findingOpened = recordKind(
  "finding.opened",
  1,
  Type.Object(
    {
      run: text,
      finding: text,
      type: Type.Union([Type.Literal("issue"), Type.Literal("dfm")]),
      severity: Type.Union([
        Type.Literal("critical"),
        Type.Literal("major"),
        Type.Literal("minor"),
      ]),
      title: text,
      description: Type.String(),
      characteristic: nullable(Type.String()),
      units: Type.Array(Type.String()),
      owner: nullable(Type.String()),
      due: nullable(Type.String()),
    },
    closed,
  ),
);

export const findingDisposed = recordKind(
  "finding.disposed",
  1,
  Type.Object(
    {
      run: text,
      finding: text,
      disposition: Type.Union([
        Type.Literal("accept"),
        Type.Literal("use-as-is"),
        Type.Literal("rework"),
        Type.Literal("sort"),
        Type.Literal("scrap"),
        Type.Literal("hold"),
      ]),
      reason: text,
      replaces,
      epoch: NamedEpoch,
    },
    closed,
  ),
);
