// The pilot-run report, its PDF, its exports and the bundle a brand can verify.
export { type BundleParts, buildBundle } from "./bundle/build-bundle.ts";
export { BUNDLE_BYTES_MAX } from "./bundle/bundle-format.ts";
export type { BundleProblem, BundleVerdict } from "./bundle/problems.ts";
export { publicKeyText, signBytes, verifyBytes } from "./bundle/signing.ts";
export { type VerifyOptions, verifyBundle } from "./bundle/verify-bundle.ts";
export { dimensionalCsv } from "./dimensional-csv.ts";
export { runDfq, runQif } from "./exports/run-results.ts";
export { runWorkbook } from "./exports/run-workbook.ts";
export { renderPdf } from "./pdf/render-pdf.ts";
export { assembleReport } from "./pilot-run-report.ts";
export type {
  PilotRunReport,
  ReportHead,
  ReportLang,
  ReportOptions,
  StatedConfirmation,
  StatedGauge,
} from "./report-document.ts";
