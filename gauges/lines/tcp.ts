// A gauge behind a terminal server: the same frames over a raw TCP connection.
import { connect as connectSocket } from "node:net";
import type { Connect } from "./link.ts";

const connectTimeoutMs = 5000;
const keepAliveMs = 10_000;
/** More than this unsent means that nobody takes it: the peer is gone. */
const unsentBytesMax = 4096;

/** Connects to host and port; `closed` gives the system's words for what went wrong. */
export function createTcpConnect(host: string, port: number): Connect {
  return (handlers) => {
    const socket = connectSocket({ host, port, noDelay: true });
    let reason = "the other side closed the connection";
    let over = false;
    socket.setKeepAlive(true, keepAliveMs);
    socket.setTimeout(connectTimeoutMs);
    socket.once("connect", () => {
      socket.setTimeout(0);
      if (!over) handlers.open(null);
    });
    socket.on("timeout", () => {
      reason = `no connection within ${connectTimeoutMs} ms`;
      socket.destroy();
    });
    socket.on("data", (chunk: Buffer) => {
      if (!over) handlers.bytes(chunk);
    });
    socket.on("error", (error) => {
      reason = error.message;
    });
    socket.on("close", () => {
      if (over) return;
      over = true;
      handlers.closed(reason);
    });
    return {
      send(bytes) {
        if (over || socket.connecting || socket.writableLength > unsentBytesMax) return false;
        socket.write(bytes);
        return true;
      },
      close() {
        over = true;
        socket.destroy();
        return Promise.resolve();
      },
    };
  };
}
