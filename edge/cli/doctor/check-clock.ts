// The wall clock: records are ordered without it, but a brand reads its times.
import { existsSync } from "node:fs";
import { type Finding, look, ok, wrong } from "./finding.ts";

/** Nobody used this program before; a clock that says so has lost its battery. */
const EARLIEST = "2026-01-01";
const BEHIND_MS = 60_000;
const SYNCHRONISED = "/run/systemd/timesync/synchronized";

/** `newestAt`: time of the newest record, null where there is none. */
export function checkClock(now: string, newestAt: string | null, zone: string | null): Finding {
  const shown = zone === null ? now : `${now} (${inZone(now, zone)} in ${zone})`;
  const remedy = "Set the clock, and let it be kept by NTP (timedatectl set-ntp true).";
  if (now < EARLIEST) return wrong("clock", `${shown} cannot be`, remedy);
  const behind = newestAt === null ? 0 : Date.parse(newestAt) - Date.parse(now);
  if (behind > BEHIND_MS) {
    const seconds = Math.round(behind / 1000);
    return wrong("clock", `${shown} is ${seconds} s before the newest record`, remedy);
  }
  if (existsSync(SYNCHRONISED)) return ok("clock", `${shown}, kept by NTP`);
  const check = "Compare it with another clock; timedatectl tells whether it is kept by NTP.";
  return look("clock", `${shown}; nothing here tells that it is kept by NTP`, check);
}

function inZone(now: string, timeZone: string): string {
  const form = { timeZone, dateStyle: "short", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat("sv-SE", form).format(new Date(now));
}
