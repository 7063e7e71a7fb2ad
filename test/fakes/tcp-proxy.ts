// A TCP relay between client and server with levers: delay, drop, hold still, reset.
import { connect, createServer, type Socket } from "node:net";

export type TcpProxy = {
  readonly port: number;
  /** Milliseconds added each way to what passes from now on. */
  delay(ms: number): void;
  /** Cuts every connection with a reset, as a broken cable or switch does. */
  reset(): void;
  /** Ends every connection in an orderly way. */
  drop(): void;
  /** Connections are refused (cut at once) while true. */
  refuse(on: boolean): void;
  /** What vanishes though connections stand: everything (a half-open network) or the answers. */
  swallow(what: "nothing" | "all" | "answers"): void;
  /** Connections that stand now. */
  open(): number;
  /** Connections accepted so far. */
  accepted(): number;
  close(): Promise<void>;
};

/** Relays connections on a free loopback port to a port of this machine. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let delayMs = 0;
  let refusing = false;
  let swallowed: "nothing" | "all" | "answers" = "nothing";
  let accepted = 0;

  function relay(from: Socket, to: Socket, isAnswer: boolean): void {
    let last = Promise.resolve();
    from.on("data", (chunk: Buffer) => {
      if (swallowed === "all" || (swallowed === "answers" && isAnswer)) return;
      if (delayMs === 0) {
        last = last.then(() => void to.write(chunk));
        return;
      }
      const due = new Promise<void>((resolve) => setTimeout(resolve, delayMs));
      last = last.then(() => due).then(() => void (to.writable && to.write(chunk)));
    });
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
  }

  const server = createServer((near) => {
    accepted += 1;
    near.setNoDelay(true);
    if (refusing) {
      near.on("error", () => undefined);
      near.resetAndDestroy();
      return;
    }
    const far = connect(targetPort, "127.0.0.1");
    far.setNoDelay(true);
    const pair = [near, far] as const;
    pairs.add(pair);
    relay(near, far, false);
    relay(far, near, true);
    near.once("close", () => pairs.delete(pair));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  function cut(how: (socket: Socket) => void): void {
    for (const [near, far] of pairs) {
      how(near);
      how(far);
    }
    pairs.clear();
  }

  return {
    port: address.port,
    delay(ms) {
      delayMs = ms;
    },
    reset: () => cut((socket) => socket.resetAndDestroy()),
    drop: () => cut((socket) => socket.end()),
    refuse(on) {
      refusing = on;
    },
    swallow(what) {
      swallowed = what;
    },
    open: () => pairs.size,
    accepted: () => accepted,
    async close() {
      cut((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
