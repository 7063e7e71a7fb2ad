// What a test asks a running station over HTTP, and how it waits for the world.
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { StationView } from "../../edge/http/views.ts";

export type Answer = { readonly status: number; readonly type: string; readonly body: string };

/** Posts a command as a screen does. */
export async function post(
  url: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
  });
  const type = response.headers.get("content-type") ?? "";
  return { status: response.status, type, body: await response.text() };
}

/** The answer's text, byte for byte. */
export async function getText(url: string, path: string): Promise<string> {
  const response = await fetch(`${url}${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return await response.text();
}

export type Health = {
  readonly status: string;
  readonly station: string;
  readonly epoch: string;
  readonly seq: number;
  readonly gauges: readonly { readonly id: string; readonly state: string }[];
  readonly sync: {
    readonly state: string;
    readonly confirmed: number;
    readonly waiting: number;
    readonly reason: string | null;
  };
  readonly storage: { readonly state: string; readonly reason: string | null };
};

export async function health(url: string): Promise<Health> {
  return JSON.parse(await getText(url, "/api/health")) as Health;
}

export async function stationView(url: string): Promise<StationView> {
  return JSON.parse(await getText(url, "/api/station")) as StationView;
}

/** Waits until every gauge (or the named ones) can be reached. */
export async function untilOnline(url: string, gauges?: readonly string[]): Promise<void> {
  await until("the gauges are online", async () => {
    const { gauges: all } = await health(url);
    return all.every(({ id, state }) => state === "online" || gauges?.includes(id) === false);
  });
}

/** Starts the planned run; the station must take it. */
export async function startRun(url: string, run: string): Promise<void> {
  const { status, body } = await post(url, `/api/runs/${run}/phase`, {
    step: "start",
    reason: null,
  });
  if (status !== 201) throw new Error(`the run does not start: ${status} ${body}`);
}

export type Keyed = {
  readonly text: string;
  readonly characteristic: string;
  readonly unitIndex: number;
  readonly id?: string;
};

/** Types a value into a cell. */
export function keyIn(url: string, { id = randomUUID(), ...value }: Keyed): Promise<Answer> {
  return post(url, "/api/readings", { id, entry: "keyed", ...value });
}

/** Waits until the question is answered with yes; fails with `what` after the time. */
export async function until(
  what: string,
  question: () => boolean | Promise<boolean>,
  withinMs = 40_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await question())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(20);
  }
}
