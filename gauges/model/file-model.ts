// The schema of a result file that a measuring machine drops into a folder.
import { type Static, Type } from "typebox";
import { closed, GivesSchema, identity, oneOf, PatternSchema } from "./vocabulary.ts";

const LayoutFieldSchema = oneOf(
  "part",
  "characteristic",
  "type",
  "unit",
  "nominal",
  "lower",
  "upper",
  "lowerTolerance",
  "upperTolerance",
  "value",
  "serial",
  "measuredAt",
  "verdict",
);

const FileSchema = Type.Object(
  {
    glob: Type.String({ minLength: 1, description: "File name pattern with * and ?, any case" }),
    format: oneOf("dfq", "qif", "dmis", "calypso", "delimited", "mts"),
    encoding: oneOf("utf-8", "latin1", "windows-1252", "gb18030", "utf-8-or-latin1"),
    decimal: Type.Optional(oneOf(".", ",")),
    delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
    dateFormat: Type.Optional(Type.String()),
    zone: Type.Optional(Type.String({ description: "IANA zone of the machine's clock" })),
    stableMs: Type.Integer({ minimum: 100, maximum: 60_000, default: 1000 }),
    maxBytes: Type.Integer({ minimum: 1024, maximum: 67_108_864, default: 8_388_608 }),
    recognise: Type.Optional(PatternSchema),
    layout: Type.Optional(oneOf("rows", "curve", "lines")),
    group: Type.Optional(PatternSchema),
    row: Type.Optional(PatternSchema),
    quoted: Type.Optional(Type.Boolean({ description: "False: quotes are ordinary characters" })),
    columns: Type.Optional(
      Type.Record(Type.String(), LayoutFieldSchema, {
        description: "Name of a column, or key of the head of a curve → what it holds",
      }),
    ),
    carry: Type.Optional(
      Type.Array(Type.String(), { description: "Columns whose empty cells repeat the one above" }),
    ),
    missing: Type.Optional(
      Type.Array(Type.String(), { description: "Texts that stand for no value" }),
    ),
    minusTolerance: Type.Optional(oneOf("negative", "positive", "unknown", "pcdmis")),
    shellWhen: Type.Optional(PatternSchema),
    minCells: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: "Shorter rows are no data" }),
    ),
    head: Type.Optional(Type.Record(Type.String(), PatternSchema)),
    rowWhen: Type.Optional(PatternSchema),
    stopAt: Type.Optional(PatternSchema),
  },
  closed,
);

const FileExampleSchema = Type.Object(
  {
    text: Type.String({ minLength: 1, description: "The file's content" }),
    gives: Type.Union([
      GivesSchema,
      Type.Array(GivesSchema, { description: "Empty: a curve only" }),
    ]),
    note: Type.Optional(Type.String()),
  },
  closed,
);

export const FileModelSchema = Type.Object(
  {
    ...identity,
    line: Type.Object({ kind: Type.Literal("file") }, closed),
    file: FileSchema,
    simulate: Type.Optional(
      Type.Object(
        {
          file: Type.String({
            minLength: 1,
            description: "File of the virtual machine; {value}, {offset:75} = value less 75",
          }),
        },
        closed,
      ),
    ),
    example: Type.Array(FileExampleSchema, { minItems: 3 }),
  },
  closed,
);

export type FileExample = Static<typeof FileExampleSchema>;
export type FileModelFile = Static<typeof FileModelSchema>;
