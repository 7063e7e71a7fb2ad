// How a command is answered: 201 with the seq once durable, 200 when it was sent twice, or a problem.
import type { FastifyReply } from "fastify";
import { type CommandRefusal, isCommandRefusal } from "../../runs/index.ts";
import type { Committed, Station } from "../../station/index.ts";
import type { CommandAnswer } from "../commands.ts";
import { refusalProblem, sendProblem } from "../problem.ts";

export function answerCommand(
  reply: FastifyReply,
  answer: Committed | CommandRefusal,
): FastifyReply {
  if (isCommandRefusal(answer)) return sendProblem(reply, refusalProblem(answer));
  const [first] = answer;
  if (first === undefined) return reply.code(204).send();
  const told: CommandAnswer = { epoch: first.epoch, seq: first.seq, kind: first.kind };
  if (first.kind === "measurement.taken") told.verdict = first.body.verdict;
  if (first.kind === "reading.unassigned") told.reason = first.body.reason;
  return reply.code(201).send(told);
}

/** The same command again: waits until its first sending is durable, then tells its seq. */
export async function alreadyDone(
  reply: FastifyReply,
  station: Station,
  id: string,
): Promise<FastifyReply> {
  await station.settled();
  const place = station.placeOf(id);
  const told: CommandAnswer = {
    epoch: place?.epoch ?? station.shown.epoch,
    seq: place?.seq ?? 0,
    kind: "repeated",
  };
  return reply.code(200).send(told);
}
