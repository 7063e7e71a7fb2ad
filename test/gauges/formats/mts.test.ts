// The export of MTS MultiPurpose TestWare in the languages of its program: what is a block and what is the head.
import { describe, expect, it } from "vitest";
import { readMts } from "../../../gauges/formats/mts/read-mts.ts";
import { isRefused, type ResultFile } from "../../../gauges/formats/result-file.ts";

function read(text: string): ResultFile {
  const found = readMts(text);
  if (isRefused(found)) throw new Error(`${found.line}: ${found.refused}`);
  return found;
}

const german = [
  "MTS793|MPT|DEU|1|2|,|.|:|49|1|1|A",
  "",
  "Bediener Information\t\t\t\t\t\tZeit:\t18,911133\ts\t26.03.2024 09:41:33",
  "Datum\t26.03.2024",
  "Prüfer:\tKh",
  "Durchmesser :\t100,1",
  "Bediener Information Ende",
  "",
  "Datenerfassung\t\t\t\t\t\tZeit:\t122,02637\ts\t26.03.2024 09:43:16",
  "Ch 1 Weg\tCh 1 Prüfkraft",
  "mm\tkN",
  "0,0019916922\t3,9090602",
  "-5,2018037\t-349,08319",
  "",
  "Datenerfassung\t\t\t\t\t\tZeit:\t122,03125\ts\t26.03.2024 09:43:16",
  "Laufzeit\tCh 1 Kraft\tDatum",
  "s\tkN\td",
  "34,310547\t-9,1006164e-05\t45377",
  "",
];

describe("a German export", () => {
  it("gives every block of samples and keeps what the operator typed as the head", () => {
    const file = read(german.join("\n"));
    expect(file.counts).toEqual({ blocks: 2, samples: 3 });
    expect(file.head).toMatchObject({
      Datum: "26.03.2024",
      Prüfer: "Kh",
      Durchmesser: "100,1",
      "block 1": "122,02637 s 26.03.2024 09:43:16",
    });
    expect(file.parts).toMatchObject([
      {
        name: "Datenerfassung",
        curve: {
          columns: [
            { name: "Ch 1 Weg", unit: "mm" },
            { name: "Ch 1 Prüfkraft", unit: "kN" },
          ],
          rows: [
            ["0.0019916922", "3.9090602"],
            ["-5.2018037", "-349.08319"],
          ],
        },
      },
      { curve: { rows: [["34.310547", "-0.000091006164", "45377"]] } },
    ]);
  });

  it.each([
    [
      "a point where a comma is declared",
      11,
      "0.0019916922\t3,9",
      '"0.0019916922" is not a number',
    ],
    ["a lost cell", 12, "-5,2018037", "a row of 1 cells where 2 are due"],
    ["a word among the samples", 12, "-5,2018037\tx", '"x" is not a number'],
  ])("is refused for %s, with its line", (_, at, line, words) => {
    const found = readMts(german.with(at, line).join("\n"));
    expect(found).toMatchObject({ line: at + 1, refused: expect.stringContaining(words) });
  });

  it("is refused for samples with a date that is no number, never read without them", () => {
    const found = readMts(
      german.map((line) => line.replace(/^34,3\d+/u, "26.03.2024 09:43:16")).join("\n"),
    );
    expect(found).toMatchObject({ line: 18, refused: expect.stringContaining("is not a number") });
  });

  it("is refused when it was cut in its last line", () => {
    const found = readMts(german.slice(0, -1).join("\n"));
    expect(found).toMatchObject({ refused: expect.stringContaining("no end") });
  });
});

it("takes an empty cell in the middle or at the end of a row for a missing sample", () => {
  const head =
    "MTS793|MPT|ENU|1\n\nData Acquisition\tTime:\t1.0\ts\nTime\tLoad\tStrain\ns\tN\tmm\n";
  const rows = read(`${head}0.1\t\t2\n0.2\t3\t\n`).parts[0]?.curve?.rows;
  expect(rows).toEqual([
    ["0.1", null, "2"],
    ["0.2", "3", null],
  ]);
});

it("says that a block has no samples", () => {
  const text = `${german.join("\n")}\nDatenerfassung\t\tZeit:\t1,0\ts\nWeg\tKraft\nmm\tkN\n`;
  expect(read(text).remarks).toEqual(["line 20: the block Datenerfassung has no samples"]);
});
