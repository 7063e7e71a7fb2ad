// Errors of the HTTP contract: problem+json (RFC 9457) with a stable code and one remedy.
import type { FastifyReply } from "fastify";
import { type Static, Type } from "typebox";
import type { CommandRefusal } from "../runs/index.ts";

export const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    remedy: Type.String(),
  },
  { additionalProperties: false },
);
export type Problem = Static<typeof ProblemSchema>;

const TITLES: Readonly<Record<number, string>> = {
  400: "The request cannot be understood",
  403: "The request came from another site",
  404: "There is no such thing",
  409: "Refused in the present state",
  413: "The request is too large",
  415: "JSON is expected",
  500: "The station made a mistake",
  503: "The station cannot do this now",
};

export function problem(status: number, code: string, detail: string, remedy: string): Problem {
  const title = TITLES[status] ?? "The request failed";
  return { type: `urn:proofline:problem:${code}`, title, status, code, detail, remedy };
}

export function sendProblem(reply: FastifyReply, answer: Problem): FastifyReply {
  return reply
    .code(answer.status)
    .type("application/problem+json; charset=utf-8")
    .send(JSON.stringify(answer));
}

/** A refusal of the run's rules: 404 for what is not there, 409 for the rest. */
export function refusalProblem(refusal: CommandRefusal): Problem {
  const status = refusal.refused.startsWith("no-such-") ? 404 : 409;
  return problem(status, refusal.refused, refusal.detail, refusal.remedy);
}
