// Outputs 3 and 4: dimensions with capability, load tests with curves, go/no-go checks.
import { figureTexts, formatFixed, layoutForceCurve } from "../../figures/index.ts";
import type {
  AttributeCheck,
  DimensionalRow,
  PilotRunReport,
  Specimen,
  StrengthTest,
} from "../report-document.ts";
import type { Words } from "../words/words.ts";
import { drawFigure } from "./draw-figure.ts";
import { printed, printedIndex, printedSpec } from "./figures-of-number.ts";
import { COLORS, INNER, type Mark, PAGE, type PdfSheet } from "./sheet.ts";
import { drawTable } from "./table.ts";

export const CONFORMITY_MARKS: Readonly<Record<DimensionalRow["conformity"], Mark>> = {
  conforms: "pass",
  "does-not-conform": "fail",
  incomplete: "warn",
};

export function drawDimensional(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  sheet.heading(words.say("dimensional"), 1);
  if (report.dimensional.length === 0) {
    sheet.paragraph(words.say("noDimensional"));
    return;
  }
  drawTable(
    sheet,
    [
      { title: words.say("balloon"), share: 6 },
      { title: words.say("characteristic"), share: 16 },
      { title: words.say("spec"), share: 17 },
      { title: words.say("n"), share: 8.5, align: "right" },
      { title: words.say("min"), share: 8.5, align: "right" },
      { title: words.say("max"), share: 8.5, align: "right" },
      { title: words.say("mean"), share: 9, align: "right" },
      { title: words.say("sigma"), share: 11, align: "right" },
      { title: "Cp", share: 10.5, align: "right" },
      { title: "Cpk", share: 10.5, align: "right" },
      { title: "Pp", share: 10.5, align: "right" },
      { title: "Ppk", share: 10.5, align: "right" },
      { title: words.say("judgement"), share: 18 },
    ],
    report.dimensional.map((row) => dimensionalCells(row, words)),
    { size: 6.6, pad: 2.5, gap: 0 },
  );
  sheet.paragraph(words.say("intervalNote"), { size: 8, color: COLORS.muted });
  drawCautions(sheet, report.dimensional, words);
}

function dimensionalCells(row: DimensionalRow, words: Words) {
  const { characteristic, capability } = row;
  const { decimals } = characteristic;
  const index = words.code("index", row.index, {
    asked: row.asked === null ? "" : formatFixed(row.asked, 2),
    n: capability.n,
  });
  const conformity = words.code("conformity", row.conformity);
  const judged = [conformity, index];
  // An index that is not asked for is judged by nobody, but is printed: whether it may be believed stands beside it.
  if (row.index === "not-asked" && capability.stable === false) judged.push(words.say("notStable"));
  return [
    characteristic.balloon,
    `${words.local(characteristic.name)}\n${words.code("class", characteristic.class)}, ${characteristic.gauge}`,
    printedSpec(characteristic),
    `${capability.n}/${row.owed}`,
    printed(row.min, decimals, words),
    printed(row.max, decimals, words),
    printed(capability.mean, decimals + 1, words),
    printed(capability.sigmaOverall, decimals + 2, words),
    printedIndex(capability.cp, words),
    printedIndex(capability.cpk, words),
    printedIndex(capability.pp, words),
    printedIndex(capability.ppk, words),
    {
      text: judged.filter((text) => text !== "").join("\n"),
      mark: markOf(row),
    },
  ];
}

/** A conforming row passes only when its index, where one is asked, is proven. */
function markOf({ conformity, index }: DimensionalRow): Mark {
  if (conformity !== "conforms") return CONFORMITY_MARKS[conformity];
  if (index === "not-met") return "fail";
  return index === "proven" || index === "not-asked" ? "pass" : "warn";
}

function drawCautions(
  sheet: PdfSheet,
  rows: readonly Pick<DimensionalRow, "characteristic" | "capability">[],
  words: Words,
): void {
  const cautioned = rows.filter((row) => row.capability.cautions.length > 0);
  if (cautioned.length === 0) return;
  // They belong to the table above: not on the next page while there is room for them.
  sheet.heading(words.say("cautions"), 2, 34 + 15 * cautioned.length);
  for (const { characteristic, capability } of cautioned) {
    const texts = capability.cautions.map((one) =>
      // English cautions carry their figures; other languages have the code's words.
      words.lang === "en" ? one.why : words.code("caution", one.code),
    );
    const name = `${characteristic.balloon}  ${words.local(characteristic.name)}`;
    sheet.paragraph(`${name}: ${texts.join(" ")}`, { size: 8 });
  }
}

export function drawFunctional(sheet: PdfSheet, report: PilotRunReport, words: Words): void {
  sheet.heading(words.say("functional"), 1);
  if (report.strength.length + report.attributes.length === 0)
    sheet.paragraph(words.say("noFunctional"));
  for (const test of report.strength) drawStrength(sheet, test, words);
  if (report.attributes.length > 0) drawAttributes(sheet, report.attributes, words);
}

function drawStrength(sheet: PdfSheet, test: StrengthTest, words: Words): void {
  const { characteristic, capability } = test;
  sheet.heading(`${characteristic.balloon}  ${words.local(characteristic.name)}`, 2);
  const requirement = test.requirement === null ? "" : `${test.requirement}, `;
  sheet.paragraph(
    `${words.say("requirement")}: ${requirement}${printedSpec(characteristic)}, ${test.done}/${test.owed}`,
  );
  const conditions = conditionsText(test, words);
  if (conditions !== "") sheet.paragraph(`${words.say("loaded")}: ${conditions}`);
  if (test.specimens.length === 0) {
    sheet.paragraph(words.say("noSpecimens"));
    return;
  }
  drawTable(
    sheet,
    [
      { title: words.say("specimen"), share: 14 },
      { title: words.say("procedure"), share: 18 },
      { title: words.say("gauge"), share: 10 },
      { title: words.say("required"), share: 12, align: "right" },
      { title: words.say("peak"), share: 13, align: "right" },
      { title: words.say("rate"), share: 13, align: "right" },
      { title: words.say("duration"), share: 10, align: "right" },
      { title: words.say("outcome"), share: 19 },
      { title: words.say("judgement"), share: 14 },
    ],
    test.specimens.map((specimen) => specimenCells(specimen, test, words)),
    { size: 7.5, pad: 2 },
  );
  if (test.specimens.some((one) => one.procedure === "ramp-to-break"))
    sheet.paragraph(provenText(test, words), { weight: "bold", size: 9 });
  drawCautions(sheet, [{ characteristic, capability }], words);
  drawCurves(sheet, test, words);
}

/** Gate, hold and rate as the plan asks for them; empty where it asks for none. */
function conditionsText({ conditions, characteristic }: StrengthTest, words: Words): string {
  const { gate, rate, hold } = conditions;
  const shown = (force: number) =>
    `${formatFixed(force, characteristic.decimals)} ${characteristic.unit}`;
  const parts: string[] = [];
  if (gate !== null) parts.push(words.code("gate", gate));
  if (hold !== null) {
    const seconds = String(hold.seconds);
    parts.push(words.say("heldFor", { force: shown(hold.force), seconds }));
    parts.push(words.say("heldAbove", { force: shown(hold.minimum) }));
  }
  if (rate !== null) {
    const limits = [
      ...(rate.min === null ? [] : [`≥ ${rate.min}`]),
      ...(rate.max === null ? [] : [`≤ ${rate.max}`]),
    ];
    parts.push(`${words.say("rate")} ${limits.join(", ")} ${characteristic.unit}/s`);
  }
  return parts.join("; ");
}

function specimenCells(specimen: Specimen, test: StrengthTest, words: Words) {
  const { lsl, decimals } = test.characteristic;
  return [
    specimen.unit,
    words.code("procedure", specimen.procedure),
    specimen.gauge,
    lsl === null ? "" : `${formatFixed(lsl, decimals)} ${specimen.uom}`,
    { text: specimen.peak === null ? "–" : `${specimen.peak} ${specimen.uom}`, bold: true },
    specimen.ratePerSecond === null
      ? ""
      : `${formatFixed(specimen.ratePerSecond, 2)} ${specimen.uom}/s`,
    `${formatFixed(specimen.durationMs / 1000, 1)} s`,
    outcomeText(specimen, words),
    specimen.verdict === null
      ? words.say("none")
      : {
          text: verdictText(specimen, specimen.verdict, words),
          mark: specimen.verdict === "ok" ? ("pass" as const) : ("fail" as const),
        },
  ];
}

/** A specimen that failed a hold or its check was not too weak by its force: that is said. */
function verdictText(
  { check, reason }: Specimen,
  verdict: NonNullable<Specimen["verdict"]>,
  words: Words,
): string {
  if (check === "not-ok") return words.code("check", check);
  return reason === "broke-in-hold" ? words.code("reason", reason) : words.code("verdict", verdict);
}

/** Why it ended, the hold with its least force, the check, a wrong rate. */
function outcomeText(specimen: Specimen, words: Words): string {
  const { outcome, reason, hold, check, rateJudged } = specimen;
  const lines = [reason === null ? words.code("outcome", outcome) : words.code("reason", reason)];
  if (hold !== null) {
    const seconds = formatFixed(hold.heldMs / 1000, 1);
    lines.push(words.say("heldFor", { force: `${hold.minimum} ${specimen.uom}`, seconds }));
  }
  if (check !== null) lines.push(words.code("check", check));
  if (rateJudged === "too-slow" || rateJudged === "too-fast")
    lines.push(words.code("rate", rateJudged));
  if (specimen.spent === true && specimen.outcome === "interrupted")
    lines.push(words.say("specimenSpent"));
  return lines.join("\n");
}

function provenText({ capability, characteristic }: StrengthTest, words: Words): string {
  const proven = capability.provenStrength;
  if (proven === null) return words.say("noProvenStrength");
  return words.say("provenStrength", {
    value: formatFixed(proven.value, characteristic.decimals),
    unit: characteristic.unit,
    k: formatFixed(proven.k, 3),
    n: capability.n,
    coverage: formatFixed(proven.coverage * 100, 0),
    confidence: formatFixed(proven.confidence * 100, 0),
  });
}

const CURVE_HEIGHT = 128;

function drawCurves(sheet: PdfSheet, test: StrengthTest, words: Words): void {
  const width = (INNER - 12) / 2;
  const { lsl, decimals } = test.characteristic;
  test.specimens.forEach((specimen, k) => {
    if (k % 2 === 0) sheet.ensure(CURVE_HEIGHT + 14);
    const x = PAGE.left + (k % 2) * (width + 12);
    sheet.label(specimen.unit, x + 30, sheet.y + 8, { size: 7.5, weight: "bold" });
    const figure = layoutForceCurve(
      {
        elapsedMs: specimen.curve.elapsedMs,
        force: specimen.curve.force.map(Number),
        unit: specimen.uom,
        decimals,
        peak: specimen.peak === null ? null : Number(specimen.peak),
        required: lsl,
        outcome: specimen.outcome,
        knee: specimen.knee,
        hold:
          specimen.hold === null
            ? null
            : { ...specimen.hold, minimum: Number(specimen.hold.minimum) },
      },
      { width, height: CURVE_HEIGHT, texts: figureTexts[words.lang], textSize: 7 },
    );
    drawFigure(sheet, figure, x, sheet.y + 4);
    if (k % 2 === 1 || k === test.specimens.length - 1) sheet.y += CURVE_HEIGHT + 12;
  });
}

function drawAttributes(
  sheet: PdfSheet,
  attributes: readonly AttributeCheck[],
  words: Words,
): void {
  sheet.heading(words.say("attributes"), 2);
  drawTable(
    sheet,
    [
      { title: words.say("balloon"), share: 6 },
      { title: words.say("characteristic"), share: 25 },
      { title: words.say("inspected"), share: 12, align: "right" },
      { title: words.say("nonconforming"), share: 17, align: "right" },
      { title: words.say("defects"), share: 26 },
      { title: words.say("judgement"), share: 20 },
    ],
    attributes.map((one) => [
      one.characteristic.balloon,
      words.local(one.characteristic.name),
      `${one.inspected}/${one.owed}`,
      String(one.nonconforming),
      one.failuresAtMost === null
        ? one.defects.map(({ code, count }) => `${words.code("defect", code)} ${count}`).join(", ")
        : words.say("failuresAtMost", {
            n: one.inspected,
            share: formatFixed(one.failuresAtMost * 100, 1),
          }),
      { text: words.code("conformity", one.conformity), mark: CONFORMITY_MARKS[one.conformity] },
    ]),
  );
}
