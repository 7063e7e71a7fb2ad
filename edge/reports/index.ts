// The pilot-run report, its PDF, its exports and the bundle a brand can verify.

export { renderPdf } from "./pdf/render-pdf.ts";
export { assembleReport } from "./pilot-run-report.ts";
export type {
  PilotRunReport,
  ReportHead,
  ReportLang,
  ReportOptions,
  StatedGauge,
} from "./report-document.ts";
