// The thread that draws reports, so that half a second of drawing never stalls gauges or screens.
import { parentPort, workerData } from "node:worker_threads";
import type { PilotRunReport, ReportLang } from "../report-document.ts";
import { drawReport } from "./draw-report.ts";
import { loadReportFonts } from "./fonts.ts";

const { report, lang } = workerData as { report: PilotRunReport; lang: ReportLang };
const bytes = await drawReport(report, lang, loadReportFonts());
parentPort?.postMessage(bytes);
