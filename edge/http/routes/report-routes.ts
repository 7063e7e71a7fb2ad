// Downloads of a run: the pilot-run report as PDF, and the evidence bundle.
import { Type } from "typebox";
import { sendProblem } from "../problem.ts";
import type { HttpDeps, TypedServer } from "../server.ts";
import { noSuchRun } from "./named-run.ts";

const RunParams = Type.Object({ run: Type.String() });
const LangQuery = Type.Object({
  lang: Type.Optional(Type.Union([Type.Literal("en"), Type.Literal("zh-CN")])),
});

export async function reportRoutes(api: TypedServer, deps: HttpDeps): Promise<void> {
  api.get(
    "/api/runs/:run/report.pdf",
    { schema: { params: RunParams, querystring: LangQuery } },
    async (request, reply) => {
      const { run } = request.params;
      const pdf = await deps.pdf(run, request.query.lang ?? "en");
      if (pdf === null) return sendProblem(reply, noSuchRun(run));
      return reply
        .type("application/pdf")
        .header("content-disposition", `inline; filename="${fileName(run)}.pdf"`)
        .send(Buffer.from(pdf));
    },
  );

  api.get(
    "/api/runs/:run/bundle.zip",
    { schema: { params: RunParams } },
    async (request, reply) => {
      const { run } = request.params;
      const bundle = await deps.bundle(run);
      if (bundle === null) return sendProblem(reply, noSuchRun(run));
      return reply
        .type("application/zip")
        .header("content-disposition", `attachment; filename="${fileName(run)}.zip"`)
        .send(Buffer.from(bundle));
    },
  );
}

function fileName(run: string): string {
  return run.replace(/[^A-Za-z0-9._-]/g, "_");
}
