// Delimited files by their declared layout: limits, carried cells, decimal marks, curves, encodings.
import { describe, expect, it } from "vitest";
import { layoutOf, readDelimited } from "../../../gauges/formats/delimited/read-delimited.ts";
import { readResultFile } from "../../../gauges/formats/read-result-file.ts";
import { isRefused, type ResultFile } from "../../../gauges/formats/result-file.ts";
import type { FileModel } from "../../../gauges/index.ts";
import { isFileModel, loadModels, recogniseFile } from "../../../gauges/index.ts";
import { needs } from "../../fakes/needs.ts";
import { sampleBytes } from "./sample-files.ts";

const { models } = loadModels(new URL("../../../gauges/models/", import.meta.url).pathname);

function model(id: string): FileModel {
  const found = models.get(id);
  if (found === undefined || !isFileModel(found)) throw new Error(`no file model ${id}`);
  return found;
}

const file: FileModel["file"] = {
  glob: "*.csv",
  format: "delimited",
  encoding: "utf-8",
  delimiter: ";",
  decimal: ",",
  stableMs: 1000,
  maxBytes: 1_000_000,
  columns: {
    Merkmal: "characteristic",
    Ist: "value",
    Soll: "nominal",
    Oben: "upperTolerance",
    Unten: "lowerTolerance",
  },
  head: { part: "^Teil;(?<value>.*)$", serial: "^Nummer;(?<value>\\d+)" },
  stopAt: "^Ende",
};

function read(text: string, change: Partial<FileModel["file"]> = {}): ResultFile {
  const outcome = readDelimited(text, layoutOf({ ...file, ...change }));
  if (isRefused(outcome)) throw new Error(`${outcome.line}: ${outcome.refused}`);
  return outcome;
}

function refusal(text: string, change: Partial<FileModel["file"]> = {}): string {
  const outcome = readDelimited(text, layoutOf({ ...file, ...change }));
  return isRefused(outcome) ? `${outcome.line}: ${outcome.refused}` : "read";
}

const head = "Teil;Haken\r\nNummer;17\r\nUnten;Soll;Merkmal;Ist;Oben\r\n";

describe("a table with a declared layout", () => {
  it("finds columns by name, head fields by pattern, and stops where it is told", () => {
    const found = read(
      `${head}-0,1;10;Länge;9,95;0,05\r\n-0,1;10;Länge;10,02;0,05\r\nEnde\r\nx;y;z;1;2\r\n`,
    );
    expect(found.parts).toMatchObject([
      {
        name: "Haken",
        characteristics: [
          {
            name: "Länge",
            nominal: "10",
            lower: "9.9",
            upper: "10.05",
            values: [
              { text: "9.95", serial: "17" },
              { text: "10.02", serial: "17" },
            ],
          },
        ],
      },
    ]);
  });

  it("turns the sign of a minus tolerance only as declared", () => {
    const row = `${head}0,1;10;L;9,95;0,05\r\n`;
    const limits = (change: Partial<FileModel["file"]>) =>
      read(row, change).parts[0]?.characteristics[0];
    expect(limits({ minusTolerance: "positive" })).toMatchObject({ lower: "9.9", upper: "10.05" });
    expect(limits({ minusTolerance: "unknown" })).toMatchObject({ lower: null, upper: "10.05" });
    expect(refusal(row, { minusTolerance: "negative" })).toContain("above the upper limit");
  });

  it("refuses another decimal mark, missing columns, an open quote and a cut row, with the line", () => {
    expect(refusal(`${head}-0,1;10;L;9.95;0,05\r\n`)).toMatch(
      /^4: "9\.95" is not a number; the layout/u,
    );
    expect(refusal("a;b\r\n1;2\r\n")).toContain("no row names the columns");
    expect(refusal(`${head}-0,1;10;"L;9,95;0,05\r\n`)).toContain("no sound table");
    expect(refusal(`${head}-0,1;10;L;9,95;0,05\r\n-0,1;10;L`)).toMatch(
      /^5: the file ends inside a row/u,
    );
  });

  it("counts rows without value and leaves out what the layout calls no data", () => {
    const found = read(`${head}-0,1;10;L;;0,05\r\n#note\r\n-0,1;10;L;n/a;0,05\r\n`, {
      minCells: 5,
      missing: ["n/a"],
    });
    expect(found.counts).toEqual({ rows: 3, values: 1, withoutValue: 1, skipped: 1 });
    expect(found.parts[0]?.characteristics[0]?.values).toMatchObject([
      { text: null, status: "no-data" },
    ]);
  });
});

describe("the Calypso table", () => {
  it("says PASS where nothing exceeds and FAIL where something does, also when columns move", () => {
    const columns = [
      "unit",
      "exceed",
      "planid",
      "partnb",
      "id",
      "type",
      "actual",
      "nominal",
      "uppertol",
      "lowertol",
    ];
    const filler = Array.from({ length: 30 }, (_, at) => `g${at}`);
    const row = (exceed: string, actual: string) =>
      ["mm", exceed, "Plan", "7", "D1", "diameter", actual, "10", "0.05", "-0.05", ...filler].join(
        "\t",
      );
    const text = `${[...columns, ...filler].join("\t")}\t\r\n${row("", "10.01")}\r\n${row("0.02", "10.07")}\r\nshort\trow\r\nEND\r\n`;
    const outcome = readResultFile(model("calypso-chr").file, Buffer.from(text));
    if (isRefused(outcome)) throw new Error(outcome.refused);
    expect(outcome.file.parts[0]).toMatchObject({
      name: "Plan",
      characteristics: [
        {
          name: "D1",
          lower: "9.95",
          upper: "10.05",
          values: [
            { text: "10.01", verdict: "PASS", serial: "7" },
            { text: "10.07", verdict: "FAIL" },
          ],
        },
      ],
    });
    expect(outcome.file.remarks).toEqual(["1 rows are no data by the layout"]);
  });
});

needs("shared")("the test machine's samples", () => {
  it("give results, serial and the whole curve with its units", () => {
    const outcome = readResultFile(
      model("zwick-testxpert").file,
      sampleBytes("testmachine/zwick_example.csv"),
    );
    if (isRefused(outcome)) throw new Error(outcome.refused);
    const [part] = outcome.file.parts;
    expect(
      part?.characteristics.map(({ name, unit, values }) => [name, values[0]?.text, unit]),
    ).toEqual([
      ["E-Modul", "1127.12", "N/mm²"],
      ["Dehnung bei Fmax", "306.402", "%"],
      ["Dehnung bei Bruch", "309.236", "%"],
      ["obere Streckgrenze", null, null],
      ["Kraftmaximum", "37.9483", "N/mm²"],
      ["Bruchkraft", null, null],
    ]);
    expect(part?.curve?.columns).toContainEqual({ name: "Standardkraft", unit: "N" });
    expect(part?.curve?.rows).toHaveLength(18_876);
    expect(part?.curve?.rows[0]?.[1]).toBe("0.000068902");
  });

  it("are refused in the wrong encoding and where characters were lost before", () => {
    const wrong = { ...model("zwick-testxpert").file, encoding: "utf-8" } as const;
    const outcome = readResultFile(wrong, sampleBytes("testmachine/zwick_example.csv"));
    expect(isRefused(outcome) && outcome.refused).toBe("the file is not utf-8 text");
    const lost = readResultFile({ ...wrong }, sampleBytes("testmachine/instron_example3.csv"));
    expect(isRefused(lost) && lost.refused).toContain("encoding is damaged");
  });
});

it("refuses a column that stands twice", () => {
  const text = "Unten;Soll;Merkmal;Ist;Oben;Ist\r\n-0,1;10;L;9,95;0,05;99\r\n";
  expect(refusal(text)).toBe("1: the column Ist stands twice: which one holds it can't be told");
});

it("refuses a row whose cells were moved by a delimiter inside a number", () => {
  const change = { delimiter: ",", decimal: "." as const };
  const names = "Unten,Soll,Merkmal,Ist,Oben\r\n";
  expect(refusal(`${names}-0.1,10,L,9,95,0.05\r\n`, change)).toMatch(/^2: a row of 6 cells/u);
  expect(refusal(`${names}-0.1,10,L,9,95,\r\n`, change)).toMatch(/^2: a row of 6 cells/u);
  expect(refusal(`${head}-0,1;10;L;9,95;0,05;x\r\n`)).toMatch(/^4: a row of 6 cells/u);
  expect(refusal(`${head}-0,1;10;L;9,95;0,05;\r\n`)).toBe("read");
});

it("says how many rows have a nominal and no value", () => {
  const found = read(`${head}-0,1;10;L;;0,05\r\n-0,1;10;L;9,95;0,05\r\n`);
  expect(found.remarks).toEqual(["1 rows have a nominal and no value"]);
});

it("refuses a result of a test machine that a delimiter cuts in two", () => {
  const curve = { layout: "curve" as const, delimiter: ",", columns: { Fmax: "value" as const } };
  const rest = "Weg,Kraft\nmm,N\n1,2\n3,4\n";
  expect(refusal(`Fmax,37,9,N\n${rest}`, { ...curve, decimal: "." })).toContain("37,9,N");
  expect(refusal(`Fmax,37,9\n${rest}`, { ...curve, decimal: "." })).toContain("37,9");
  expect(refusal(`Fmax,37.9,N\n${rest}`, { ...curve, decimal: "." })).toBe("read");
});

describe("the export of PC-DMIS", () => {
  const names =
    "ID,Feature1,Feature2,Feature3,AxisLetter,Unit,Nominal,Plus,Minus,Measured,Bonus,Type\r\n";
  const found = (flag: string, ...rows: string[]) => {
    const text = `2023.1,p.prg,C:\\p.prg,S-1,,${flag}\r\n${names}${rows.map((row) => `${row}\r\n`).join("")}`;
    const outcome = readResultFile(model("pcdmis-iyatt-csv").file, Buffer.from(text));
    if (isRefused(outcome)) throw new Error(outcome.refused);
    return outcome.file;
  };
  const limits = (flag: string, row: string) => {
    const file = found(flag, row);
    const [one] = file.parts[0]?.characteristics ?? [];
    return [one?.lower, one?.upper, file.remarks.length];
  };

  it.each([
    ["True", "D", "0.1", "0.05", ["9.95", "10.1", 0]],
    ["False", "D", "0.1", "0.05", ["9.95", "10.1", 0]],
    ["True", "D", "0.05", "-0.05", ["9.95", "10.05", 0]],
    ["True", "FD", "0.1", "-0.05", ["9.95", "10.1", 0]],
    ["False", "FD", "0.1", "0.05", ["9.95", "10.1", 0]],
    ["False", "FD", "0.1", "-0.05", ["10.05", "10.1", 0]],
    // Wholly above its nominal, or shown with its sign: nothing tells which.
    ["True", "D", "0.1", "-0.05", [null, "10.1", 1]],
    ["", "FD", "0.1", "-0.05", [null, "10.1", 1]],
  ])("signs %s, type %s: plus %s and minus %s", (flag, type, plus, minus, expected) => {
    expect(limits(flag, `L1,C1,,,X,MM,10,${plus},${minus},10.01,0,${type}`)).toEqual(expected);
  });

  it.each(["\r\n", "\n", "\r"])("takes no serial from a row of the table, lines end %j", (end) => {
    for (const first of ["2023.1,p.prg,C:\\p.prg,,,True\r\n\r\n", ""]) {
      const text = `${first}${names}L1,C1,,,X,MM,10,0.1,0.1,10.01,0,D\r\n`;
      const bytes = Buffer.from(text.replaceAll("\r\n", end));
      const outcome = readResultFile(model("pcdmis-iyatt-csv").file, bytes);
      if (isRefused(outcome)) throw new Error(outcome.refused);
      expect(outcome.file.parts[0]?.characteristics[0]?.values[0]?.serial).toBe(null);
      expect(outcome.file.head.minusShown).toBe(first === "" ? undefined : "True");
    }
  });

  it("takes no value from a shell of zeros, and the serial of the run before that of the program", () => {
    const rows = ["L1,C1,,,,MM,0,0,0,0,0,D", ",,,,X,MM,10,0.1,0.1,10.02,0,D"];
    const file = found("True", ...rows);
    expect(file.parts[0]?.characteristics).toMatchObject([
      { name: "L1 X", values: [{ text: "10.02", serial: "S-1" }] },
    ]);
  });
});

it("reads the units of a Bluehill export out of their brackets, with either decimal mark", () => {
  const rows = { ".": "0.0,0.5,-1.5\n", ",": '"0,0","0,5","-1,5"\n' };
  for (const [mark, row] of Object.entries(rows)) {
    const bytes = Buffer.from(`Time,Extension,Load\n(s),(mm),(N)\n${row}`);
    const known = recogniseFile([...models.values()].filter(isFileModel), bytes);
    if ("unknown" in known) throw new Error(known.unknown);
    expect(known.id).toBe(mark === "." ? "instron-bluehill" : "instron-bluehill-comma");
    const outcome = readResultFile(known.file, bytes);
    if (isRefused(outcome)) throw new Error(outcome.refused);
    expect(outcome.file.parts[0]?.curve).toEqual({
      columns: [
        { name: "Time", unit: "s" },
        { name: "Extension", unit: "mm" },
        { name: "Load", unit: "N" },
      ],
      rows: [["0.0", "0.5", "-1.5"]],
    });
  }
});
