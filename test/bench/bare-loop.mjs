// The least a program can do with the same gauges: reads every terminal, polls every rig, tells each
// value on an event stream. No port settings, no reconnecting, no plan, no journal, no check of anything.
//   bare-loop.mjs PORT TTY,… RIG_PORT,… POLL_MS
import { openSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { ReadStream } from "node:tty";

const [port, ttys, rigs, pollMs] = process.argv.slice(2);
const clients = new Set();

createServer((_, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(":ok\n\n");
  clients.add(response);
}).listen(Number(port), "127.0.0.1", () => process.stdout.write("READY\n"));

for (const tty of ttys.split(",")) {
  let rest = "";
  new ReadStream(openSync(tty, "r+")).on("data", (chunk) => {
    const lines = (rest + chunk.toString("latin1")).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const value = line.slice(4);
      for (const client of clients) client.write(`data: {"value":"${value}"}\n\n`);
    }
  });
}

for (const rig of rigs.split(",")) {
  const socket = connect({ host: "127.0.0.1", port: Number(rig), noDelay: true });
  let number = 0;
  socket.on("data", (answer) => {
    if (answer.readUInt16BE(0) === number) answer.readUInt32BE(11);
  });
  setInterval(() => {
    number = (number + 1) & 0xfff;
    socket.write(Buffer.from([number >> 8, number & 255, 0, 0, 0, 6, 1, 3, 0, 6, 0, 8]));
  }, Number(pollMs));
}
