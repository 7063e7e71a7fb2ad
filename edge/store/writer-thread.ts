// The thread in which all writing happens: opens the journal, then serves the messages of the station's thread.
import { parentPort, workerData } from "node:worker_threads";
import { asRefusal } from "./disk-faults.ts";
import type { FromWriter, ToWriter, WriterSettings } from "./messages.ts";
import { type OpenStore, openStore } from "./opening.ts";
import { JournalRefusal } from "./refusal.ts";
import { Writer } from "./writer.ts";

const port = parentPort;
if (port === null) throw new Error("writer-thread is the entry of a worker thread");
const settings = workerData as WriterSettings;
const post = (message: FromWriter): void => port.postMessage(message);

function serve(store: OpenStore): void {
  const writer = new Writer(store, settings.limits, post, () => port?.close());
  port?.on("message", (message: ToWriter) => {
    if (message.type === "work") writer.take(message.line, message.jobs);
    else if (message.type === "backup") writer.backup(message.ticket, message.file);
    else writer.close(message.patient);
  });
  post({ type: "ready", head: store.head, opened: store.opened, epochs: store.epochs });
}

try {
  serve(openStore(settings));
} catch (error) {
  const refusal = asRefusal(error, `The journal in ${settings.dir}`);
  if (!(refusal instanceof JournalRefusal)) throw refusal;
  post({ type: "not-opened", code: refusal.code, message: refusal.message });
}
