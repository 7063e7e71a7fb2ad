// The station's HTTP room: server, event stream, and the views it serves.
export { buildServer, type HttpDeps, type StationServer } from "./server.ts";
export { createStreamHub, type StreamHub } from "./stream.ts";
export type * from "./views.ts";
