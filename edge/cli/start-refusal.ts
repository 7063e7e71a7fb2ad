// Why a station cannot start though its configuration is right: one sentence and one remedy, no trace.

export class StartRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StartRefusal";
  }
}

/** What the system said about an address to listen on, as a refusal; anything else is a bug and stays one. */
export function listenRefusal(
  error: unknown,
  { host, port }: { host: string; port: number },
): unknown {
  const code = error instanceof Error && "code" in error ? error.code : null;
  switch (code) {
    case "EADDRINUSE":
      return new StartRefusal(
        `Port ${port} of ${host} is taken by another program. End that one, or give [http] another port.`,
      );
    case "EACCES":
      return new StartRefusal(
        `The system does not let this user listen on port ${port}. Give [http] a port above 1023.`,
      );
    case "EADDRNOTAVAIL":
      return new StartRefusal(`This machine has no address ${host}. Use host = "127.0.0.1".`);
    default:
      return error;
  }
}
