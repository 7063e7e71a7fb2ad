// Eight virtual rigs on TCP for the bench: says their ports, then with every line on stdin how many
// blocks were read from all of them.
import { createServer } from "node:net";

const COUNT = 8;
let served = 0;

/** A Laumas transmitter: every request for its eight registers is answered at once. */
function answer(request) {
  const count = request.readUInt16BE(10);
  const frame = Buffer.alloc(9 + 2 * count);
  request.copy(frame, 0, 0, 4);
  frame.writeUInt16BE(3 + 2 * count, 4);
  frame.writeUInt8(request.readUInt8(6), 6);
  frame.writeUInt8(3, 7);
  frame.writeUInt8(2 * count, 8);
  frame.writeUInt16BE(0x0800, 9);
  served += 1;
  frame.writeUInt16BE(served & 0xffff, 13);
  frame.writeUInt16BE(0x0406, 9 + 2 * (count - 1));
  return frame;
}

const ports = [];
for (let rig = 0; rig < COUNT; rig += 1) {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("data", (request) => socket.write(answer(request)));
    socket.on("error", () => undefined);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  ports.push(server.address().port);
}
process.stdout.write(`ports ${ports.join(",")}\n`);
let asked = 0;
process.stdin.on("data", () => {
  asked += 1;
  process.stdout.write(`served${asked} ${served}\n`);
});
