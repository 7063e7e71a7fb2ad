// Loaded into a station before it starts: on SIGUSR2 its wall clock jumps back an hour, or a bug shows itself.
const lever = process.env.PROOFLINE_LEVER;
const RealDate = Date;
let shiftMs = 0;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shiftMs);
    else super(...given);
  }
  static now() {
    return RealDate.now() + shiftMs;
  }
};

process.on("SIGUSR2", () => {
  if (lever === "clock") shiftMs -= 3_600_000;
  if (lever === "bug") throw new TypeError("a bug nobody expected");
});
