// Medians of rounds, and the tables that are printed.

const middle = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
};

/** Medians of the times and costs of several rounds; of losses and disorder the worst. */
export function median(rounds) {
  const of = (pick) => middle(rounds.map(pick));
  const worst = (pick) => Math.max(...rounds.map(pick));
  const heard = rounds.map(({ message }) => message).filter((message) => message !== null);
  return {
    p50: of((one) => one.p50),
    p99: of((one) => one.p99),
    max: of((one) => one.max),
    perSecond: of((one) => one.perSecond),
    cpu: of((one) => one.cpu),
    memory: of((one) => one.memory),
    lost: worst((one) => Math.max(one.lost, one.rowsLost)),
    outOfOrder: worst((one) => one.outOfOrder),
    otherLoad: of((one) => one.otherLoad),
    message:
      heard.length === 0
        ? null
        : { p50: middle(heard.map((one) => one.p50)), p99: middle(heard.map((one) => one.p99)) },
  };
}

function table(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  const cells = (row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])));
  return rows.map((row) => cells(row).join("  ")).join("\n");
}

const ratio = (one, other) => (one / other).toFixed(2);

/** The steady measurement: figures of each system, and ours as a share of the others'. */
export function steadyText(medians, { rate, count }, rounds) {
  const head = ["", "kept/s", "p50 ms", "p99 ms", "max ms", "CPU s/10k", "RSS MB"];
  const rows = [[...head, "lost", "disorder", "message p50/p99 ms", "others' cores"]];
  for (const one of medians) {
    const { message, system } = one;
    rows.push([
      `${system.name} (${system.event})`,
      one.perSecond.toFixed(0),
      one.p50.toFixed(2),
      one.p99.toFixed(2),
      one.max.toFixed(1),
      one.cpu.toFixed(2),
      one.memory.toFixed(0),
      String(one.lost),
      String(one.outOfOrder),
      message === null ? "=" : `${message.p50.toFixed(1)} / ${message.p99.toFixed(1)}`,
      one.otherLoad.toFixed(2),
    ]);
  }
  const [ours, ...others] = medians;
  const ratios = others.map(
    (other) =>
      `Proofline / ${other.system.name}: p50 ${ratio(ours.p50, other.p50)}, ` +
      `p99 ${ratio(ours.p99, other.p99)}, CPU ${ratio(ours.cpu, other.cpu)}, ` +
      `memory ${ratio(ours.memory, other.memory)}`,
  );
  const title =
    `Steady, ${rate} readings/s on one port, ${count} readings, medians of ${rounds} ` +
    "interleaved rounds (lost and disorder: the worst)";
  return [title, table(rows), ...ratios].join("\n");
}

/** The ramp: the highest rate each system kept. */
export function highestText(highest, mostMs) {
  const rows = [["", "readings/s", "p99 ms", "CPU s/10k", "RSS MB", "disorder"]];
  for (const { system, best } of highest) {
    rows.push(
      best === null
        ? [`${system.name} (${system.event})`, "below 1000", "", "", "", ""]
        : [
            `${system.name} (${system.event})`,
            String(best.rate),
            best.p99.toFixed(2),
            best.cpu.toFixed(2),
            best.memory.toFixed(0),
            String(best.outOfOrder),
          ],
    );
  }
  const title = `Highest rate of the ramp without loss, pace kept, p99 at most ${mostMs} ms`;
  return [title, table(rows)].join("\n");
}
