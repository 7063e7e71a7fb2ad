// The two tones: OK is one short high tone, NOT OK two low ones; a warning is one middle tone.
import type { VerdictWord } from "./result.ts";

type Beep = { readonly hertz: number; readonly start: number; readonly seconds: number };

const beeps: Record<"ok" | "warn" | "bad", readonly Beep[]> = {
  ok: [{ hertz: 1_320, start: 0, seconds: 0.09 }],
  warn: [{ hertz: 660, start: 0, seconds: 0.25 }],
  bad: [
    { hertz: 220, start: 0, seconds: 0.18 },
    { hertz: 220, start: 0.26, seconds: 0.18 },
  ],
};
const VOLUME = 0.2;

/** Browsers keep sound back until the page was touched once; then the picture alone speaks. */
export function createTone(): (word: VerdictWord) => void {
  let audio: AudioContext | null = null;
  return (word) => {
    if (typeof AudioContext === "undefined") return;
    audio ??= new AudioContext();
    if (audio.state !== "running") {
      void audio.resume();
      return;
    }
    const kind = word === "ok" ? "ok" : word === "shifted" || word === "suspect" ? "warn" : "bad";
    for (const beep of beeps[kind]) sound(audio, beep);
  };
}

function sound(audio: AudioContext, beep: Beep): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  const start = audio.currentTime + beep.start;
  oscillator.frequency.value = beep.hertz;
  gain.gain.setValueAtTime(VOLUME, start);
  gain.gain.exponentialRampToValueAtTime(0.001, start + beep.seconds);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + beep.seconds);
}
