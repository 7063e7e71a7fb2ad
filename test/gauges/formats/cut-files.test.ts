// A file that was cut somewhere is refused, or gives no number that the whole file does not hold.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isRefused, type ResultFile } from "../../../gauges/formats/result-file.ts";
import {
  type FileModel,
  isFileModel,
  loadModels,
  readResultFile,
  recogniseFile,
} from "../../../gauges/index.ts";
import { countedSamples, sampleBytes } from "./sample-files.ts";

const folder = fileURLToPath(new URL("../../../gauges/models/", import.meta.url));
const models = [...loadModels(folder).models.values()].filter(isFileModel);
const CUTS = 60;
const CUTS_OF_LARGE = 8;

/** Every number of a file: its values, and its curves row by row. */
function numbersOf(file: ResultFile): string[] {
  return file.parts.flatMap(({ characteristics, curve }) => [
    ...characteristics.flatMap(({ values }) => values.map(({ text }) => text ?? "")),
    ...(curve?.rows ?? []).map((row) => row.join("|")),
  ]);
}

function strange(model: FileModel, bytes: Buffer): string[] {
  const cuts = bytes.length > 200_000 ? CUTS_OF_LARGE : CUTS;
  const whole = readResultFile(model.file, bytes);
  if (isRefused(whole)) return [];
  const held = new Set(numbersOf(whole.file));
  const found: string[] = [];
  for (let cut = 1; cut <= cuts; cut += 1) {
    const at = Math.floor((bytes.length * cut) / (cuts + 1));
    const part = readResultFile(model.file, bytes.subarray(0, at));
    if (isRefused(part)) continue;
    found.push(...numbersOf(part.file).filter((number) => !held.has(number)));
  }
  return found;
}

describe("a sample cut at any of many places", () => {
  const names = [
    ...countedSamples("dfq/"),
    ...countedSamples("qif/"),
    ...countedSamples("dmis/Example"),
  ].map(([name]) => name);
  it.each(names.length === 0 ? [] : [...names, "testmachine/zwick_example.csv"])(
    "gives no number of its own: %s",
    (name) => {
      const bytes = sampleBytes(name);
      const model = recogniseFile(models, bytes);
      if ("unknown" in model) throw new Error(model.unknown);
      expect(strange(model, bytes)).toEqual([]);
    },
    60_000,
  );
});

describe("further exports", () => {
  const read = (id: string, text: string) => {
    const model = models.find((one) => one.id === id);
    if (model === undefined) throw new Error(`no model ${id}`);
    const known = recogniseFile(models, Buffer.from(text));
    if (id !== "geopak-ascii") expect("unknown" in known ? known.unknown : known.id).toBe(id);
    const outcome = readResultFile(model.file, Buffer.from(text, "latin1"));
    return isRefused(outcome) ? outcome : outcome.file;
  };

  it("of MTS give each block as a curve with the declared decimal mark", () => {
    const block =
      "Daten\t\tTime:\t10,0\ts\t01.09.2014 13:25:39\nZeit\tKraft\ns\tkN\n0,1\t-0,5\n0,2\t1,25\n";
    const file = read(
      "mts-mpt",
      `MTS793|MPT|DEU|1|2|,|.|:|49|1|1|A\n\nPr\u00fcfer:\tKh\n${block}\n${block}`,
    );
    expect(file).toMatchObject({
      counts: { blocks: 2, samples: 4 },
      head: { "block 1": "10,0 s 01.09.2014 13:25:39" },
      parts: [
        { name: "Daten", curve: { columns: [{ name: "Zeit", unit: "s" }, { name: "Kraft" }] } },
        {
          curve: {
            rows: [
              ["0.1", "-0.5"],
              ["0.2", "1.25"],
            ],
          },
        },
      ],
    });
  });

  it("of QVPAK are matched by their identifiers, whatever the language", () => {
    const file = read(
      "qvpak-report",
      "Dist\u00e2ncia: a(ID:13) entre A e B\r\n  DX = 44,158745\r\nC\u00edrculo: b(ID:14)\r\n  D = 3,2\r\n",
    );
    expect(file).toMatchObject({
      parts: [
        {
          characteristics: [
            { name: "a(ID:13) DX", values: [{ text: "44.158745" }] },
            { name: "b(ID:14) D", values: [{ text: "3.2" }] },
          ],
        },
      ],
    });
  });

  it("of GEOPAK have absolute limits from nominal and tolerances", () => {
    const file = read("geopak-ascii", "1;Diameter;Bore;10.0;0.05;-0.02;10.0123;0.0123;;\r\n");
    expect(file).toMatchObject({
      parts: [{ characteristics: [{ nominal: "10.0", lower: "9.98", upper: "10.05" }] }],
    });
  });

  it("of Calypso features give each coordinate with its nominal", () => {
    const head = "id\tidsymbol\tx\ty\tz\tx_nom\ty_nom\tz_nom\tnx\tny\tnz\r\n";
    const file = read("calypso-chr", `${head}C1\tcircle\t1.01\t2\t-3.5\t1\t2\t-3.5\t0\t0\t1\r\n`);
    expect(file).toMatchObject({
      counts: { features: 1, values: 3 },
      parts: [
        { characteristics: [{ name: "C1 X", nominal: "1", values: [{ text: "1.01" }] }, {}, {}] },
      ],
    });
  });
});
