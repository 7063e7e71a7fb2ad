// DMIS output against the counts of the samples; deviation or actual value; what is refused.
import { expect, it } from "vitest";
import { readDmis } from "../../../gauges/formats/dmis/read-dmis.ts";
import { isRefused, type ResultFile } from "../../../gauges/formats/result-file.ts";
import { needs } from "../../fakes/needs.ts";
import { countedSamples, sampleBytes } from "./sample-files.ts";

function read(text: string): ResultFile {
  const file = readDmis(text);
  if (isRefused(file)) throw new Error(`${file.line}: ${file.refused}`);
  return file;
}

const report = (results: string, end = "ENDFIL\r\n") =>
  "DMISMN/'a.dmo',04.0\r\nUNITS/INCH,ANGDEC\r\nFILNAM/'a.dmo'\r\nDATE=2026/11/22\r\nTIME=10:00:00\r\n" +
  "F(C)=FEAT/CIRCLE,INNER,CART,10,20,0,0,0,1,5\r\nT(C_X)=TOL/CORTOL,XAXIS,-0.1,0.1\r\n" +
  "FA(C)=FEAT/CIRCLE,INNER,CART,10.05,20.02,0,0,0,1,5.01\r\n" +
  results +
  end;

needs("shared")("the DMIS samples", () => {
  it.each(countedSamples("dmis/"))("%s holds what was counted in it", (name, counts) => {
    const { TA, intol, outtol, F, FA, duplicateLabels } = counts;
    const found = read(sampleBytes(name).toString("utf8")).counts;
    expect(found).toMatchObject({ TA, intol, outtol, F, FA, duplicateLabels });
    expect(Number(found.axesChecked)).toBeGreaterThanOrEqual(Number(counts.axisDeviationChecked));
  });

  it("give the actual coordinate with absolute limits, through continued names", () => {
    const [part] = read(sampleBytes("dmis/Example1.dmo").toString("utf8")).parts;
    expect(part?.characteristics.find(({ name }) => name === "Rectángulo_12_Z")).toMatchObject({
      nominal: "0",
      lower: "-0.5",
      upper: "0.5",
      unit: "mm",
      values: [{ text: "0.1410", verdict: "INTOL", measuredAt: "2018-03-07T19:49:29" }],
    });
  });

  it("cut at any line are refused", () => {
    const lines = sampleBytes("dmis/Example1.dmo").toString("utf8").trimEnd().split("\n");
    for (let end = 1; end < lines.length; end += 1) {
      const file = readDmis(lines.slice(0, end).join("\n"));
      expect(isRefused(file) ? file.refused : "read").toContain("ENDFIL");
    }
  });
});

it("takes the number of a result as deviation or as actual value, as its feature tells", () => {
  const deviation = read(report("TA(C_X)=TOL/CORTOL,XAXIS,0.0500,INTOL\r\n"));
  const actual = read(report("TA(C_X)=TOL/CORTOL,XAXIS,10.0500,INTOL\r\n"));
  for (const file of [deviation, actual]) {
    expect(file.parts[0]?.characteristics[0]).toMatchObject({
      nominal: "10",
      lower: "9.9",
      upper: "10.1",
      unit: "in",
      values: [{ text: "10.05", verdict: "INTOL" }],
    });
  }
  expect(actual.remarks).toHaveLength(1);
});

it.each([
  [
    "neither deviation nor actual value",
    report("TA(C_X)=TOL/CORTOL,XAXIS,0.5,INTOL\r\n"),
    "TA(C_X) is neither",
  ],
  ["no DMIS head", "F(C)=FEAT/POINT,CART,1,2,3\r\nENDFIL\r\n", "DMISMN"],
  ["no end", report("TA(C_X)=TOL/CORTOL,XAXIS,0.05,INTOL\r\n", ""), "ENDFIL"],
  ["a statement that never ends", report(`${"A".repeat(70)}$\r\n`.repeat(1000)), "without end"],
])("refuses a file with %s", (_, text, words) => {
  const file = readDmis(text);
  expect(isRefused(file) ? file.refused : "read").toContain(words);
});

it.each(["T(C_X)", "TA(C_X", "(C_X)", "FA(C_X)"])(
  "refuses a result whose label was damaged to %s instead of losing it",
  (label) => {
    const file = readDmis(report(`${label}=TOL/CORTOL,XAXIS,0.05,INTOL\r\n`));
    expect(file).toMatchObject({ refused: expect.stringContaining("damaged"), line: 9 });
  },
);

it("reads a diameter tolerance as the size with absolute limits, written as size or deviation", () => {
  for (const written of ["5.01", "0.01"]) {
    const results = `T(C_D)=TOL/DIAM,-0.1,0.1\r\nTA(C_D)=TOL/DIAM,${written},OUTOL\r\n`;
    const [one] = read(report(results)).parts[0]?.characteristics ?? [];
    expect(one).toMatchObject({ nominal: "5", lower: "4.9", upper: "5.1", type: "DIAM" });
    expect(one?.values).toMatchObject([{ text: "5.01", verdict: "OUTOL" }]);
  }
  expect(readDmis(report("TA(C_D)=TOL/DIAM,5.5,OUTOL\r\n"))).toMatchObject({ line: 9 });
});

it("gives a diameter of an unknown feature no limits, and says so", () => {
  const file = read(report("T(D1)=TOL/DIAM,-0.1,0.1\r\nTA(D1)=TOL/DIAM,6.2,OUTOL\r\n"));
  const [one] = file.parts[0]?.characteristics ?? [];
  expect(one).toMatchObject({ lower: null, upper: null, values: [{ text: "6.2" }] });
  expect(file.remarks.join()).toContain("1 diameters without a feature");
});

it("a feature measured again gives each result its own coordinates, and both values stay", () => {
  const again =
    "FA(C)=FEAT/CIRCLE,INNER,CART,10.07,20.02,0,0,0,1,5.01\r\nTA(C_X)=TOL/CORTOL,XAXIS,0.0700,INTOL\r\n";
  const file = read(report(`TA(C_X)=TOL/CORTOL,XAXIS,0.0500,INTOL\r\n${again}`));
  expect(file.counts).toMatchObject({ TA: 2, FA: 1, duplicateLabels: 1 });
  expect(file.parts[0]?.characteristics).toMatchObject([
    { name: "C_X", upper: "10.1", values: [{ text: "10.05" }, { text: "10.07" }] },
  ]);
  expect(file.remarks).toEqual([
    "1 labels are defined again (C): a result takes the one before it",
    "1 results repeat a label: all of them are kept",
  ]);
});

it("a label with another tolerance further down is another characteristic", () => {
  const again = "T(C_X)=TOL/CORTOL,XAXIS,-0.2,0.2\r\nTA(C_X)=TOL/CORTOL,XAXIS,0.0500,INTOL\r\n";
  const file = read(report(`TA(C_X)=TOL/CORTOL,XAXIS,0.0500,INTOL\r\n${again}`));
  expect(file.parts[0]?.characteristics).toMatchObject([
    { name: "C_X", lower: "9.9", values: [{ text: "10.05" }] },
    { name: "C_X", lower: "9.8", values: [{ text: "10.05" }] },
  ]);
});

it("reads definitions that stand behind their results, and lines that end with CR alone", () => {
  const text = report("");
  const moved = text.replace(/FA\(C\)[^\n]*\n/u, (found) => {
    return `TA(C_X)=TOL/CORTOL,XAXIS,0.0500,INTOL\r\n${found}`;
  });
  const expected = { nominal: "10", values: [{ text: "10.05" }] };
  expect(read(moved).parts[0]?.characteristics).toMatchObject([expected]);
  expect(read(moved.replaceAll("\r\n", "\r")).parts[0]?.characteristics).toMatchObject([expected]);
});
