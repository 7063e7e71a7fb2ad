// The station's HTTP server: loopback only, same origin only, every route with a schema.
import fastifyHelmet from "@fastify/helmet";
import fastifyStatic from "@fastify/static";
import fastifySwagger from "@fastify/swagger";
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { isStorable } from "../../sync/records/index.ts";
import type { Floor, Station } from "../station/index.ts";
import type { Journal } from "../store/index.ts";
import { problem, sendProblem } from "./problem.ts";
import { chartActRoutes, chartLimitsRoutes } from "./routes/chart-routes.ts";
import { answerRoutes, cellRoutes, commandRoutes } from "./routes/command-routes.ts";
import { gaugeCommandRoutes, gaugeRoutes } from "./routes/gauge-routes.ts";
import { loadTestRoutes } from "./routes/load-test-routes.ts";
import { reportRoutes } from "./routes/report-routes.ts";
import { findingAndLotRoutes, runRoutes, runStepRoutes } from "./routes/run-routes.ts";
import { viewRoutes } from "./routes/view-routes.ts";
import type { StreamHub } from "./stream.ts";
import type { StationView } from "./views.ts";

/** What the routes work with; built by main. */
export type HttpDeps = {
  readonly station: Station;
  readonly journal: Journal;
  readonly floor: Floor;
  readonly stream: StreamHub;
  readonly about: {
    readonly name: string;
    readonly version: string;
    readonly zone: string;
    readonly demo: boolean;
  };
  now(): string;
  monotonicMs(): number;
  newId(): string;
  sync(): StationView["sync"];
  /** PDF of a run in one language; null when the journal does not know the run. */
  pdf(run: string, lang: "en" | "zh-CN"): Promise<Uint8Array | null>;
  bundle(run: string): Promise<Uint8Array | null>;
};

export type StationServer = FastifyInstance;
export type TypedServer = ReturnType<typeof typed>;

const BODY_LIMIT_BYTES = 256 * 1024;

function typed(server: FastifyInstance) {
  return server.withTypeProvider<TypeBoxTypeProvider>();
}

/** Builds the server; the caller listens. `webRoot` holds the built screens. */
export async function buildServer(deps: HttpDeps, webRoot: string): Promise<StationServer> {
  const server = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    logger: false,
    routerOptions: { maxParamLength: 128 },
  });
  server.setValidatorCompiler(TypeBoxValidatorCompiler);
  await server.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: false,
  });
  await server.register(fastifySwagger, {
    openapi: { info: { title: "Proofline station", version: deps.about.version } },
  });
  server.addHook("onRequest", async (request, reply) => {
    if (isForeign(request)) {
      return sendProblem(
        reply,
        problem(
          403,
          "foreign-origin",
          "Host or origin is not this station.",
          "Open the station's own address.",
        ),
      );
    }
  });
  server.addHook("preValidation", async (request, reply) => {
    if (isStorable([request.body, request.params])) return;
    return sendProblem(
      reply,
      problem(
        400,
        "not-text",
        "A text holds NUL or half of a surrogate pair; the journal could not give it back as it came.",
        "Send text in well-formed Unicode without control characters of that kind.",
      ),
    );
  });
  handleErrors(server);
  const api = typed(server);
  await viewRoutes(api, deps);
  await commandRoutes(api, deps);
  await cellRoutes(api, deps);
  await answerRoutes(api, deps);
  await runRoutes(api, deps);
  await runStepRoutes(api, deps);
  await chartActRoutes(api, deps);
  await chartLimitsRoutes(api, deps);
  await findingAndLotRoutes(api, deps);
  await reportRoutes(api, deps);
  await gaugeRoutes(api, deps);
  await loadTestRoutes(api, deps);
  await gaugeCommandRoutes(api, deps);
  server.get("/api/openapi.json", { schema: { hide: true } }, () => server.swagger());
  await server.register(fastifyStatic, { root: webRoot, index: ["index.html"] });
  return server;
}

/** Only names of this machine are served: a page of another site cannot reach us by DNS tricks. */
function isForeign(request: FastifyRequest): boolean {
  const host = request.headers.host?.replace(/:\d+$/, "") ?? "";
  if (!["localhost", "127.0.0.1", "[::1]"].includes(host)) return true;
  const { origin } = request.headers;
  if (origin === undefined || request.method === "GET") return false;
  return !/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);
}

function handleErrors(server: FastifyInstance): void {
  server.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const remedy = status < 500 ? "Correct the request; see /api/openapi.json." : "Report this.";
    return sendProblem(reply, problem(status, `http-${status}`, error.message, remedy));
  });
  server.setNotFoundHandler((request, reply) => {
    // The screens choose their page by the address: every page is the one document.
    if (
      request.method === "GET" &&
      !request.url.startsWith("/api/") &&
      !/\.\w+$/.test(request.url)
    ) {
      return reply.sendFile("index.html");
    }
    const answer = problem(404, "no-such-page", `${request.method} ${request.url}`, "Start at /.");
    return sendProblem(reply, answer);
  });
}
