// Where a report becomes a PDF: in a thread of its own, one for each report.
import { Worker } from "node:worker_threads";
import type { PilotRunReport, ReportLang } from "../report-document.ts";

/** A report that takes longer is stuck: the thread is ended and the fault thrown. */
const PATIENCE_MS = 120_000;

/**
 * Renders the report in the language given. The thread runs compiled code: beside this file when
 * installed, from dist/ when this file is run as TypeScript by the tests. Throws what the drawing
 * threw, or when it takes longer than two minutes.
 */
export function renderPdf(
  report: PilotRunReport,
  { lang }: { readonly lang: ReportLang },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), { workerData: { report, lang } });
    const timer = setTimeout(() => {
      void worker.terminate();
      reject(new Error(`Drawing report ${report.header.number} took over ${PATIENCE_MS} ms.`));
    }, PATIENCE_MS);
    worker.once("message", (bytes: Uint8Array) => resolve(bytes));
    worker.once("error", reject);
    worker.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`Drawing report ${report.header.number} ended with code ${code}.`));
    });
  });
}

function workerFile(): URL {
  return import.meta.url.endsWith(".ts")
    ? new URL("../../../dist/edge/reports/pdf/pdf-worker.js", import.meta.url)
    : new URL("./pdf-worker.js", import.meta.url);
}
