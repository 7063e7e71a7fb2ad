// The load on a virtual rig over time: ramp, hold, break or slow release, and the latched peak.

/** One pull as it is asked for; forces in the rig's unit, times in seconds. */
export type Pull = {
  /** Force at which the specimen breaks or the rig turns back. */
  readonly peak: number;
  /** Time of the ramp from zero to the peak. */
  readonly seconds: number;
  /** Share of the peak lost in the break; 0 = no break, the load goes back as slowly as it came. */
  readonly breakDrop?: number | undefined;
  readonly holdSeconds?: number | undefined;
};

/** What the rig's registers say at one moment, in the rig's unit. */
export type RigLoad = { readonly force: number; readonly peak: number; readonly stable: boolean };

export type LoadTrack = {
  /** Begins a pull: the latched peak starts again from zero. */
  begin(pull: Pull, atMs: number): void;
  at(ms: number): RigLoad;
  /** Milliseconds the pull takes from begin to unloaded. */
  duration(pull: Pull): number;
};

/** What stays on the specimen after a break is taken off within this time. */
const UNLOAD_SECONDS = 0.5;

/**
 * @param noise largest deviation of the ramp, as a share of the peak; never beyond the peak itself.
 * @param random [0, 1), for the noise.
 * @param speed how many times faster than asked everything goes.
 */
export function createLoadTrack(noise: number, random: () => number, speed: number): LoadTrack {
  let pull: Pull | null = null;
  let beganMs = 0;
  let latched = 0;

  const elapsedSeconds = (ms: number) => ((ms - beganMs) / 1000) * speed;

  return {
    begin(next, atMs) {
      pull = next;
      beganMs = atMs;
      latched = 0;
    },
    at(ms) {
      if (pull === null) return { force: 0, peak: latched, stable: true };
      const seconds = elapsedSeconds(ms);
      const ideal = idealForce(pull, seconds);
      const shaken = ideal + (random() * 2 - 1) * noise * Math.min(pull.peak, ideal * 10);
      const force = Math.max(0, Math.min(shaken, pull.peak));
      const reached = seconds >= pull.seconds ? pull.peak : force;
      latched = Math.max(latched, reached);
      return { force, peak: latched, stable: seconds >= total(pull) };
    },
    duration: (asked) => (total(asked) / speed) * 1000,
  };
}

function total(pull: Pull): number {
  const { seconds, holdSeconds = 0, breakDrop = 1 } = pull;
  return seconds + holdSeconds + (breakDrop > 0 ? UNLOAD_SECONDS : seconds);
}

function idealForce(pull: Pull, seconds: number): number {
  const { peak, breakDrop = 1 } = pull;
  if (seconds < pull.seconds) return (peak * seconds) / pull.seconds;
  const after = seconds - pull.seconds - (pull.holdSeconds ?? 0);
  if (after < 0) return peak;
  const left = breakDrop > 0 ? peak * (1 - breakDrop) : peak;
  const time = breakDrop > 0 ? UNLOAD_SECONDS : pull.seconds;
  return Math.max(0, left * (1 - after / time));
}
