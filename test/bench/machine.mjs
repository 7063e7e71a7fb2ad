// What Linux says about processes and the machine: CPU time, memory, load.
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";

/** Ticks of the kernel's accounts; 100 a second on every Linux that Node runs on. */
const TICKS = 100;

/** CPU seconds of a process, all threads, user and system; 0 once it is gone. */
export function cpuSeconds(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return 0;
  }
}

/** CPU seconds that all cores together have been busy since the machine started. */
export function busySeconds() {
  const [line] = readFileSync("/proc/stat", "latin1").split("\n");
  const [user, nice, system, , , irq, softirq] = line.trim().split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq) / TICKS;
}

/** Resident memory of a process in MB, now. */
export function megabytes(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** The machine in one line. */
export function machine() {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  return `${availableParallelism()} cores (${model}), Node ${process.version}, load ${load()}`;
}

/** Processes that want a core, on average over one minute. */
export function load() {
  return loadavg()[0].toFixed(2);
}
