// Whether an address answers: one connection, closed at once, within two seconds.
import { connect, isIP } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";

const PATIENCE_MS = 2000;

/** Null when it answers, else the code of the fault such as ECONNREFUSED. With `tls` the certificate is checked too. */
export function reach(
  host: string,
  port: number,
  tls: ConnectionOptions | null = null,
): Promise<string | null> {
  return new Promise((resolve) => {
    // A certificate's name is asked for by name only; an address is compared with the certificate itself.
    const named = isIP(host) === 0 ? { servername: host } : {};
    const socket =
      tls === null ? connect({ host, port }) : connectTls({ host, port, ...named, ...tls });
    const end = (code: string | null) => {
      socket.destroy();
      resolve(code);
    };
    socket.setTimeout(PATIENCE_MS, () => end("ETIMEDOUT"));
    socket.once(tls === null ? "connect" : "secureConnect", () => end(null));
    socket.once("error", (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}
