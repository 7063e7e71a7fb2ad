// A station for the tests of the screens: fixed views over real HTTP and a real event stream.
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { StationView, TaskView } from "../../edge/http/views.ts";
import { runView, unitResults } from "./fixture-run.ts";
import { chartView, inboxView, stationView, taskView } from "./fixture-views.ts";

export type Posted = { readonly path: string; readonly body: Record<string, unknown> };
export type FixtureStation = {
  readonly url: string;
  readonly posted: Posted[];
  readonly views: { station: StationView; task: TaskView; refuse: Refusal | null };
  /** Sends one event to every open screen; a record carries its seq as id. */
  readonly emit: (event: "record" | "live" | "station", content: object, id?: number) => void;
  readonly close: () => Promise<void>;
};
export type Refusal = { type: string; title: string; detail: string; remedy: string };

/** What it answers for whatever is named "gone". */
const noSuch: Refusal = {
  type: "urn:proofline:problem:no-such-characteristic",
  title: "There is no such thing",
  detail: "The plan has no characteristic gone.",
  remedy: "Choose one of the list.",
};

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** Serves the built screens of `folder` on a free port of this machine. */
export async function startFixtureStation(folder: string): Promise<FixtureStation> {
  const streams = new Set<ServerResponse>();
  const posted: Posted[] = [];
  const views: FixtureStation["views"] = { station: stationView(), task: taskView(), refuse: null };
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://fixture").pathname;
    if (path === "/api/stream") return stream(response);
    if (request.method === "POST") return post(path, request, response);
    if (path.endsWith("/gone")) return json(response, 404, noSuch);
    if (path.startsWith("/api/")) return json(response, 200, viewOf(path));
    const known = extname(path) !== "";
    const file = join(folder, known ? path : "index.html");
    response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream");
    response.end(await readFile(file));
  }
  function stream(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(":ok\n\n");
    streams.add(response);
    response.on("close", () => streams.delete(response));
  }
  async function post(path: string, request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
    posted.push({ path, body });
    if (views.refuse !== null) return json(response, 422, views.refuse);
    json(response, 201, {});
  }
  function viewOf(path: string): unknown {
    const chart = /\/charts\/(.+)$/.exec(path)?.[1];
    if (chart !== undefined) return chartView(decodeURIComponent(chart));
    if (path === "/api/station") return views.station;
    if (path === "/api/task") return views.task;
    if (path === "/api/inbox") return inboxView();
    if (path.includes("/units/")) return unitResults();
    if (path === "/api/runs") {
      const { run, phase, partNumber, target } = runView();
      return [{ run, phase, partNumber, target }];
    }
    return runView();
  }
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}`, posted, views },
    emit: (event, content, id) => {
      const head = id === undefined ? "" : `id: ${id}\n`;
      for (const one of streams) {
        one.write(`${head}event: ${event}\ndata: ${JSON.stringify(content)}\n\n`);
      }
    },
    close: async () => {
      for (const one of streams) one.end();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
