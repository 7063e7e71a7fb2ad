// The three tables of Calypso: columns by name, what an excess says, and the header that dates a run.
import { describe, expect, it } from "vitest";
import { isRefused, type ResultFile } from "../../../gauges/formats/result-file.ts";
import { isFileModel, loadModels, readResultFile, recogniseFile } from "../../../gauges/index.ts";

const { models } = loadModels(new URL("../../../gauges/models/", import.meta.url).pathname);
const files = [...models.values()].filter(isFileModel);

function outcome(text: string | Buffer) {
  const bytes = Buffer.from(text);
  const model = recogniseFile(files, bytes);
  if ("unknown" in model) return { refused: model.unknown, line: 0 };
  const found = readResultFile(model.file, bytes);
  return isRefused(found) ? found : found.file;
}

function read(text: string | Buffer): ResultFile {
  const found = outcome(text);
  if (isRefused(found)) throw new Error(`${found.line}: ${found.refused}`);
  return found;
}

/** The columns of the program before those of its groups; older ones know no unit. */
const columns =
  "planid partnb id type idsymbol actual nominal uppertol lowertol deviation exceed warningLimitCF featureid featuresigma comment link linkmode mmc useruppertol userlowertol fftphi fftphiunit zoneroundnessangle groupname groupname2 datumAid datumBid datumCid natuppertolid natlowertolid decimalplaces featurePosX featurePosY featurePosZ".split(
    " ",
  );
const groups = Array.from({ length: 10 }, (_, at) => `group${at + 1}`);

type Cells = Readonly<Record<string, string>>;

/** Rows end after their first group, as the program writes them. */
function table(rows: readonly Cells[], names: readonly string[] = columns, end = "\n"): string {
  const head = `${[...names, ...groups].join("\t")}\t`;
  const lines = rows.map((cells) =>
    [...names, "group1"].map((name) => cells[name] ?? "").join("\t"),
  );
  return [head, ...lines, "END"].map((line) => `${line}${end}`).join("");
}

const bore = {
  planid: "RING",
  partnb: "10",
  id: "Bore",
  type: "Durchmesser",
  idsymbol: "diameter",
};
const numbers = { actual: "23.4009393", nominal: "23.4000000", uppertol: "0.0050000" };
const inside = { ...bore, ...numbers, lowertol: "0.0000000" };

describe("a table of characteristics", () => {
  it("is read without a column of units, with the program's word for the type", () => {
    const file = read(table([inside]));
    expect(file.counts).toMatchObject({ rows: 1, values: 1, skipped: 0 });
    expect(file.parts).toMatchObject([
      {
        name: "RING",
        characteristics: [
          {
            ...{ name: "Bore", type: "diameter", unit: null },
            ...{ nominal: "23.4000000", lower: "23.4000000", upper: "23.4050000" },
            values: [{ text: "23.4009393", serial: "10", verdict: "PASS", measuredAt: null }],
          },
        ],
      },
    ]);
  });

  it("finds its columns by name wherever custom ones stand", () => {
    const moved = ["operator", "unit", "id", "actual", "custom", "nominal", "uppertol", "lowertol"];
    const file = read(table([{ ...inside, unit: "mm", custom: "7" }], moved));
    expect(file.parts[0]?.characteristics[0]).toMatchObject({ unit: "mm", name: "Bore" });
    expect(file.parts[0]?.characteristics[0]?.values[0]).toMatchObject({ verdict: null });
  });

  it.each([
    ["", "PASS"],
    ["0.0000000", "PASS"],
    ["0.0200439", "FAIL"],
    ["-0.0071713", "FAIL"],
    ["-", "FAIL"],
  ])("takes an excess of '%s' for %s", (exceed, verdict) => {
    const [one] = read(table([{ ...inside, exceed }])).parts[0]?.characteristics ?? [];
    expect(one?.values[0]?.verdict).toBe(verdict);
  });

  it("reads CRLF and LF lines in one file, and the letters of an ANSI code page", () => {
    const text = table([{ ...inside, id: "Länge" }], columns, "\r\n").replace("END\r\n", "END\n");
    for (const bytes of [Buffer.from(text, "latin1"), Buffer.from(text, "utf8")]) {
      expect(read(bytes).parts[0]?.characteristics[0]?.name).toBe("Länge");
    }
  });

  it("is refused where a column it needs is missing", () => {
    const found = outcome(
      table(
        [inside],
        columns.filter((name) => name !== "lowertol"),
      ),
    );
    expect(found).toMatchObject({ refused: expect.stringContaining("lowertol") });
  });
});

const header = (...runs: readonly string[]) =>
  `planid\tpartnb\tfilename\toperid\tdate\tdateshort\ttime\torder\t\r\n${runs.map((run) => `${run}\r\n`).join("")}END\r\n`;
const run = (part: string, time: string) => `RING\t${part}\tx\tMaster\t30.01.2016\t\t${time}\t4711`;

describe("a header", () => {
  it("alone is read for what it says and holds no values", () => {
    const file = read(header(run("10", "05:18:52")));
    expect(file.head).toMatchObject({ operid: "Master", order: "4711", time: "05:18:52" });
    expect(file.parts).toMatchObject([{ name: "RING", characteristics: [] }]);
    expect(file.remarks).toEqual(["a header only: its values lie in the table _chr beside it"]);
  });

  it("before a table dates the values of its part", () => {
    const runs = header(run("10", "05:18:52"), run("11", "05:20:00"));
    const file = read(`${runs}\r\n${table([inside, { ...inside, partnb: "11" }])}`);
    const values = file.parts[0]?.characteristics.flatMap((one) => one.values) ?? [];
    expect(values.map(({ serial, measuredAt }) => [serial, measuredAt])).toEqual([
      ["10", "30.01.2016 05:18:52"],
      ["11", "30.01.2016 05:20:00"],
    ]);
    expect(file.head).toMatchObject({ planid: "RING", order: "4711" });
    expect(file.remarks).toEqual([]);
  });

  it("dates no value of a part it does not name, or names twice, and says so", () => {
    const twice = header(run("10", "05:18:52"), run("10", "06:00:00"));
    for (const runs of [header(run("9", "05:18:52")), twice]) {
      const file = read(`${runs}${table([inside])}`);
      expect(file.parts[0]?.characteristics[0]?.values[0]?.measuredAt).toBeNull();
      expect(file.remarks).toEqual(["1 values of no run that the header dates"]);
    }
  });
});

it("a table of features says how many coordinates are empty", () => {
  const head = "planid\tpartnb\tid\tidsymbol\tx\ty\tz\tx_nom\ty_nom\tz_nom\tnx\tny\tnz\r\n";
  const file = read(`${head}RING\t10\tC1\tcircle\t1.01\t\t-3.5\t1\t2\t-3.5\t0\t0\t1\r\n`);
  expect(file.counts).toEqual({ features: 1, values: 2 });
  expect(file.remarks).toEqual(["1 coordinates are empty"]);
});
