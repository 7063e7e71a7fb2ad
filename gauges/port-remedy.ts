// What a person can do about a port that does not open; the one place that knows the system's words.

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /no such file|ENOENT|cannot find|File not found/iu,
    "The port is not there: plug the adapter in, or take another path (proofline gauges list --ports).",
  ],
  [
    /cannot lock|temporarily unavailable|EBUSY|resource busy/iu,
    "Another program has the port open: stop the station, terminal or modem manager that uses it.",
  ],
  [
    /permission denied|EACCES|access denied/iu,
    "This user may not open it: add the user to the group dialout (sudo usermod -aG dialout USER) and log in anew.",
  ],
  [
    /inappropriate ioctl.*open|not a typewriter|ENOTTY/iu,
    "This path is no serial port: take the path of the adapter (proofline gauges list --ports).",
  ],
  [
    /ECONNREFUSED/u,
    "The address answers but nothing listens on this TCP port: check the port of the terminal server.",
  ],
  [
    /EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|timed out/u,
    "The address cannot be reached: check name, cable and network of the terminal server.",
  ],
];

/** One remedy for the reason a line gives when it is away; null when none is known. */
export function portRemedy(reason: string): string | null {
  return remedies.find(([words]) => words.test(reason))?.[1] ?? null;
}
