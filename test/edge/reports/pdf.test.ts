// The PDF is whole, the same each time, drawn beside the main thread, and loses no character silently.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assembleReport, type PilotRunReport, renderPdf } from "../../../edge/reports/index.ts";
import { loadReportFonts, replaceUncovered } from "../../../edge/reports/pdf/fonts.ts";
import { codeWords } from "../../../edge/reports/words/codes.ts";
import { en } from "../../../edge/reports/words/en.ts";
import { zhCn } from "../../../edge/reports/words/zh-cn.ts";
import { pathOf } from "../../fakes/needs.ts";
import { EPOCH, pilotRun, STATION } from "./pilot-run-fixture.ts";

const { run, records } = pilotRun({ target: 60 });
const report = assembleReport(run, {
  issuedAt: "2026-11-22T09:30:00.000Z",
  station: STATION,
  lang: "en",
  head: { epoch: EPOCH, seq: records.length, hash: records.at(-1)?.hash ?? "" },
});

/** Text of the pages, as the poppler tools read it. */
function pagesOf(pdf: Uint8Array): string[] {
  const folder = mkdtempSync(join(tmpdir(), "proofline-pdf-"));
  try {
    writeFileSync(join(folder, "report.pdf"), pdf);
    const text = execFileSync("pdftotext", ["-layout", join(folder, "report.pdf"), "-"]);
    return text.toString("utf8").split("\f").slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the PDF of a report", () => {
  it("is the same bytes when rendered again", async () => {
    const [first, second] = [
      await renderPdf(report, { lang: "en" }),
      await renderPdf(report, { lang: "en" }),
    ];
    expect(Buffer.from(first.subarray(0, 8)).toString("latin1")).toBe("%PDF-1.4");
    expect(Buffer.compare(first, second)).toBe(0);
    expect(first.length).toBeLessThan(400_000);
  });

  it("leaves the thread that serves gauges free while it is drawn", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    await renderPdf(report, { lang: "zh-CN" });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });

  it("throws what the drawing threw", async () => {
    const broken = { ...report, incoming: null } as unknown as PilotRunReport;
    await expect(renderPdf(broken, { lang: "en" })).rejects.toThrow();
  });
});

if (pathOf("pdftotext") === "" && !process.env.CI) {
  process.stderr.write("skipped: the pages of the PDF: pdftotext is not installed\n");
}
describe.skipIf(pathOf("pdftotext") === "" && !process.env.CI)("the pages of the PDF", () => {
  it("each carry the report, run, plan, journal head and page number", async () => {
    const pages = pagesOf(await renderPdf(report, { lang: "en" }));
    expect(pages.length).toBeGreaterThan(3);
    pages.forEach((page, k) => {
      expect(page).toContain(`Report ${report.header.number}`);
      expect(page).toContain(`Run ${report.header.run}`);
      expect(page).toContain(`Plan ${report.header.planHash.slice(0, 16)}`);
      expect(page).toContain(report.stated.head.hash.slice(0, 16));
      expect(page).toContain(`Page ${k + 1} / ${pages.length}`);
    });
  });

  it("hold the five outputs, the decision and the numbers of the report", async () => {
    const text = pagesOf(await renderPdf(report, { lang: "en" })).join("\n");
    for (const key of ["iqc", "ipqc", "dimensional", "functional", "assessment"] as const) {
      expect(text.replace(/\s+/g, " ")).toContain(en[key].replace(/\s+/g, " "));
    }
    expect(text).toContain("CONDITIONAL GO");
    const cpk = report.dimensional[0]?.capability.cpk;
    expect(text).toContain(cpk?.value.toFixed(2));
    expect(text).toContain(`${cpk?.interval?.lower.toFixed(2)}–${cpk?.interval?.upper.toFixed(2)}`);
  });

  it("name who compared a gauge with its display, and when", async () => {
    const confirmed = { by: "Q7", at: "2026-11-01T08:00:00.000Z" };
    const gauges = report.header.gauges.map((one, k) => (k === 0 ? { ...one, confirmed } : one));
    const odd = { ...report, header: { ...report.header, gauges } };
    const said = `${gauges[0]?.gauge}: Q7 compared its values with its display on 2026-11-01`;
    const [cover = ""] = pagesOf(await renderPdf(odd, { lang: "en" }));
    expect(cover.replace(/\s+/g, " ")).toContain(said);
  });

  it("say what was done to a chart, by whom and why", async () => {
    const [first, ...others] = report.inProcess;
    if (first === undefined) expect.fail("no chart");
    const said = { epoch: EPOCH, seq: 1, at: "2026-11-22T08:00:00.000Z", by: "operator:Q-3" };
    const excluded = { ...said, subgroup: 4, cause: "tool-wear", note: "chip in the jaw" };
    const view = { ...first.view, exclusions: [{ ...excluded, included: null }] };
    const odd = { ...report, inProcess: [{ ...first, view }, ...others] };
    const text = pagesOf(await renderPdf(odd, { lang: "en" }))
      .join(" ")
      .replace(/\s+/g, " ");
    expect(text).toContain("excluded from limits and rules");
    expect(text).toContain("tool wear · chip in the jaw");
    expect(text).toMatch(/chip in the jaw Q-3 /);
  });

  it("name a person, the lots of the units, and an index of an unstable process for what it is", async () => {
    const pages = pagesOf(await renderPdf(report, { lang: "en" }));
    const text = pages.join(" ").replace(/\s+/g, " ");
    expect(text).not.toContain("operator:");
    expect(text).toContain("HT-2211 7075-T6 bar Ø10 CB-0001 – CB-0060 60");
    expect(text).toMatch(/Nose gap n 30 Cpk 1\.48 \(1\.08–1\.88\) not stable/);
    const cover = text.slice(0, text.indexOf("Completeness"));
    expect(cover).toMatch(/CONDITIONAL GO .* Conditions Certificate of spring lot SP-08/);
    expect(cover).not.toContain("Prepared by");
  });

  it("are Chinese when asked for Chinese", async () => {
    const text = pagesOf(await renderPdf(report, { lang: "zh-CN" })).join("\n");
    expect(text).toContain("试产报告");
    expect(text).toContain("有条件通过");
    expect(text).toContain("铆钉孔直径");
  });

  it("show a character the font does not have by its code point", async () => {
    const odd = { ...report, header: { ...report.header, supplier: "Forge \u{1F528} Ltd" } };
    const text = pagesOf(await renderPdf(odd, { lang: "en" })).join("\n");
    expect(text).toContain("Forge [U+1F528] Ltd");
  });
});

describe("the fonts of reports", () => {
  const { covered } = loadReportFonts();

  it("cover every word of every language", () => {
    const texts = [en, zhCn, codeWords.en, codeWords["zh-CN"]].flatMap((one) => Object.values(one));
    for (const text of texts) expect(covered(text)).toBe(text);
  });

  it("cover Vietnamese, Greek letters and the marks of drawings", () => {
    expect(covered("Đường kính lỗ ⌀ Ø ± ° µ σ ≤ ≥ − – …").replace("[U+2300]", "⌀")).toBe(
      "Đường kính lỗ ⌀ Ø ± ° µ σ ≤ ≥ − – …",
    );
  });

  it("keep line breaks and turn other control characters into blanks", () => {
    expect(replaceUncovered("a\nb\tc\u0000d", () => true)).toBe("a\nb c d");
  });
});
