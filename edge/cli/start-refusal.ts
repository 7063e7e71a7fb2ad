// Why a station cannot start though its configuration is right: one sentence and one remedy, no trace.
import { createServer } from "node:net";

export class StartRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StartRefusal";
  }
}

/** Where the screens are to listen. */
export type ListenAddress = {
  readonly host: string;
  readonly port: number;
  /** How another port is chosen; that of a station's file when not given. */
  readonly remedy?: string;
};

/** What the system said about an address to listen on, as a refusal; anything else is a bug and stays one. */
export function listenRefusal(
  error: unknown,
  { host, port, remedy = "give [http] another port" }: ListenAddress,
): unknown {
  const code = error instanceof Error && "code" in error ? error.code : null;
  switch (code) {
    case "EADDRINUSE":
      return new StartRefusal(
        `Port ${port} of ${host} is taken by another program. End that one, or ${remedy}.`,
      );
    case "EACCES":
      return new StartRefusal(
        `The system does not let this user listen on port ${port}. Take one above 1023: ${remedy}.`,
      );
    case "EADDRNOTAVAIL":
      return new StartRefusal(`This machine has no address ${host}. Use host = "127.0.0.1".`);
    default:
      return error;
  }
}

/**
 * Asks the system for the address and lets go of it again, so that a station whose port is taken is refused
 * before it writes anything. Throws StartRefusal.
 */
export async function assertCanListen(address: ListenAddress): Promise<void> {
  const { host, port } = address;
  const trial = createServer();
  await new Promise<void>((resolve, reject) => {
    trial.once("error", (error) => reject(listenRefusal(error, address)));
    trial.listen(port, host, () => trial.close(() => resolve()));
  });
}
