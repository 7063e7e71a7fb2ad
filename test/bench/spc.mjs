// `npm run bench spc`: the statistics alone: a million values in one go, one value appended, a plain loop.
import * as spc from "../../dist/spc/index.js";

const VALUES = 1_000_000;
const SIZE = 5;
const ROUNDS = 5;

/** Values near 10 with a spread of 0.1, the same every time. */
function values() {
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  return Array.from({ length: VALUES }, () => 10 + 0.1 * (uniform() + uniform() + uniform() - 1.5));
}

/** Median of the milliseconds that rounds of work took, with the fastest and the slowest. */
function timed(work) {
  work();
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return { median: times[Math.floor(ROUNDS / 2)], least: times[0], most: times[ROUNDS - 1] };
}

function line(name, { median, least, most }, count) {
  const each = ((median * 1e6) / count).toFixed(0);
  const spread = `${least.toFixed(1)} to ${most.toFixed(1)}`;
  return `${name.padEnd(58)} ${median.toFixed(1).padStart(8)} ms (${spread}), ${each} ns each`;
}

/** Charts that grow sample by sample: their name, samples, and what a sample is. */
function growing(x, subgroups) {
  const singles = x.slice(0, 100_000).map((value) => [value]);
  const counts = singles.map(([value]) => [Math.abs(Math.round(100 * (value - 10))), 200]);
  return [
    ["xbar-r", subgroups.slice(0, 100_000), "subgroup of 5"],
    ["i-mr", singles, "value"],
    ["p", counts, "sample"],
  ];
}

/** Prints the figures; gives the exit code. */
export function benchSpc(say = console.log) {
  const x = values();
  const subgroups = [];
  for (let i = 0; i < x.length; i += SIZE) subgroups.push(x.slice(i, i + SIZE));
  const limits = spc.xbarRLimits(subgroups);
  const error = limits.sigma / Math.sqrt(SIZE);
  const { center } = limits.location;
  let kept = 0;
  say(`Node ${process.version}, ${VALUES} values, ${ROUNDS} rounds, median (least to most)`);
  const floor = timed(() => {
    for (const value of x) kept += value;
  });
  say(line("floor: the sum of all values", floor, VALUES));
  const limitsOnly = timed(() => {
    kept += spc.xbarRLimits(subgroups).sigma;
  });
  say(line("X-bar and R limits", limitsOnly, VALUES));
  for (const set of ["western-electric", "nelson"]) {
    const whole = timed(() => {
      const found = spc.xbarRLimits(subgroups);
      const means = subgroups.map(spc.meanOf);
      kept += spc.ruleSignals(set, means, found.location.center, error).length;
    });
    say(line(`X-bar and R limits, means and ${set} rules`, whole, VALUES));
  }
  for (const [name, samples, of] of growing(x, subgroups)) {
    for (const limits of [{ recompute: true }, { phase1: 25 }]) {
      const kept = "phase1" in limits ? "limits kept" : "limits recomputed";
      const grow = timed(() => {
        const live = spc.createLiveChart(name, {}, limits, { set: "nelson" });
        for (const sample of samples) live.append(sample);
      });
      say(line(`${name} and all Nelson rules, ${kept}, per ${of}`, grow, samples.length));
    }
  }
  const sums = timed(() => {
    let state = spc.cusumStart({ k: 0.5, h: 5 });
    for (const value of x) {
      state = spc.cusumStep(state, (value - center) / limits.sigma, { k: 0.5, h: 5 });
    }
    kept += state.cPlus;
  });
  say(line("CUSUM, per appended value", sums, VALUES));
  return Number.isFinite(kept) ? 0 : 1;
}
