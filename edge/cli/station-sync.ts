// Decides how a station sends its journal upstream, and what is said on stderr when that does not work.
import {
  createPublisher,
  explainReason,
  type Publisher,
  type PublisherSettings,
  type PublisherStatus,
} from "../../sync/publisher/index.ts";
import type { Journal } from "../store/index.ts";
import type { World } from "./world.ts";

/** A reason that goes away sooner is not told: brokers are tried with two versions, and restarted. */
const PATIENCE_MS = 5_000;

/** @param onChange hears of every new state, which the screens show */
export function createStationSync(
  settings: PublisherSettings | null,
  world: World,
  journal: Journal,
  onChange: () => void,
): Publisher | null {
  if (settings === null) return null;
  const tell = createTeller(world);
  return createPublisher({
    journal,
    settings,
    clock: { wall: world.now, monotonicMs: world.monotonicMs },
    random: world.random,
    onStatus: (status) => {
      tell(status);
      onChange();
    },
  });
}

const UNTOLD = new Set(["not-started", "connecting", "stopped"]);

/** Tells each reason once, in words, and once that it is over. */
function createTeller(world: World): (status: PublisherStatus) => void {
  let told: string | null = null;
  let latest: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  return ({ reason }) => {
    if (reason !== null && UNTOLD.has(reason)) return;
    if (reason === latest) return;
    latest = reason;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (latest === told) return;
      told = latest;
      if (told === null) world.warn("sync: records reach the broker again.");
      else world.warn(`sync: ${explainReason(told)} (${told})`);
    }, PATIENCE_MS);
    timer.unref();
  };
}

/** What screens and /api/health say about sync; `off` without a broker. */
export function syncView(publisher: Publisher | null, journal: Journal) {
  if (publisher === null) {
    const waiting = journal.head().seq;
    return { state: "off" as const, sent: 0, confirmed: 0, waiting, reason: null };
  }
  return { ...publisher.status() };
}
