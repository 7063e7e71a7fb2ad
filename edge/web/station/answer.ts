// Asking the station: every call ends as an answer, a refusal in words, or "not reachable".

/** Why the station refused (problem+json), or why it could not be reached. */
export type Problem = {
  /** Stable code: the last part of the problem's type, or "not-reachable". */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
};
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export type Ask = {
  <T>(path: string): Promise<Answer<T>>;
  <T>(path: string, body: unknown): Promise<Answer<T>>;
};

/** A station that does not answer within this is treated as not reachable. */
const PATIENCE_MS = 10_000;

/** `ask(path)` reads a view, `ask(path, body)` sends a command; it never throws for the network. */
export function createAsk(send: typeof fetch): Ask {
  return async <T>(path: string, body?: unknown): Promise<Answer<T>> => {
    const request: RequestInit =
      body === undefined
        ? { headers: { accept: "application/json" } }
        : {
            method: "POST",
            headers: { "content-type": "application/json", accept: "application/json" },
            body: JSON.stringify(body),
          };
    try {
      const response = await send(path, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
      const text = await response.text();
      if (!response.ok) return { ok: false, problem: problemOf(text, response.status) };
      return { ok: true, value: (text === "" ? null : JSON.parse(text)) as T };
    } catch (error) {
      return { ok: false, problem: notReachable(error) };
    }
  };
}

function notReachable(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return { code: "not-reachable", title: "", detail, remedy: "" };
}

function problemOf(text: string, status: number): Problem {
  const given = parsed(text);
  const word = (key: string) => (typeof given[key] === "string" ? given[key] : "");
  return {
    code: word("type").split(/[/:#]/).at(-1) || `http-${status}`,
    title: word("title") || `HTTP ${status}`,
    detail: word("detail"),
    remedy: word("remedy"),
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
