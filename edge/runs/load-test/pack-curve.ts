// How a force curve is kept small in a record without losing a digit: differences as text, then zlib.
// The text has three lines: "1 DECIMALS", the times' and the forces' differences, blanks between.
// A force is its decimal string without the point ("12.34" with 2 decimals → 1234); where the strings
// of a curve differ in decimals or are no plain decimals, DECIMALS is "-" and they stand as they are.
import { Unzlib, zlibSync } from "fflate";
import { type BodyOf, CURVE_POINTS_MAX } from "../../../sync/records/index.ts";

/** A curve as the rig sent it: milliseconds since the start, forces as decimal strings. */
export type PlainCurve = { readonly elapsedMs: number[]; readonly force: string[] };

type RecordedCurve = BodyOf<"load-test.finished">["curve"];
type PackedCurve = Extract<RecordedCurve, { packing: string }>;

/** Characters a curve may unpack to: 120,000 points of two differences of at most 12 characters. */
const TEXT_MAX = CURVE_POINTS_MAX * 26;

/** Packs a curve; the caller adds the hash of the unpacked one. Throws for more points than allowed. */
export function packCurve({ elapsedMs, force }: PlainCurve): Omit<PackedCurve, "sha256"> {
  if (force.length > CURVE_POINTS_MAX) throw new RangeError("a curve of too many points");
  const decimals = commonDecimals(force);
  const times = differences(elapsedMs);
  const forces =
    decimals === null ? force : differences(force.map((one) => Number(one.replace(".", ""))));
  const text = `1 ${decimals ?? "-"}\n${times.join(" ")}\n${forces.join(" ")}`;
  const packed = Buffer.from(zlibSync(Buffer.from(text, "latin1"), { level: 9 }));
  return { packing: "delta-zlib-1", points: force.length, packed: packed.toString("base64") };
}

/** The curve of a record, packed or plain; null when what is packed is no curve or outgrows its bound. */
export function unpackCurve(curve: RecordedCurve): PlainCurve | null {
  if (!("packed" in curve)) return { elapsedMs: [...curve.elapsedMs], force: [...curve.force] };
  const text = inflated(Buffer.from(curve.packed, "base64"));
  const [head, times, forces, rest] = text?.split("\n") ?? [];
  const decimals = /^1 (?<decimals>\d|-)$/u.exec(head ?? "")?.groups?.decimals;
  if (decimals === undefined || times === undefined || forces === undefined) return null;
  if (rest !== undefined) return null;
  const elapsedMs = sums(words(times).map(Number));
  const force =
    decimals === "-"
      ? words(forces)
      : sums(words(forces).map(Number)).map((one) => decimalOf(one, Number(decimals)));
  const whole = elapsedMs.length === curve.points && force.length === curve.points;
  return whole && elapsedMs.every(Number.isFinite) ? { elapsedMs, force } : null;
}

/** How many points it has, without unpacking it. */
export function curvePoints(curve: RecordedCurve): number {
  return "packed" in curve ? curve.points : curve.force.length;
}

/** The decimals all strings have in common, where each of them reads back from its digits alone. */
function commonDecimals(force: readonly string[]): number | null {
  const decimals = force[0]?.split(".")[1]?.length ?? 0;
  if (decimals > 9) return null;
  const same = force.every((one) => {
    const digits = Number(one.replace(".", ""));
    return Number.isSafeInteger(digits) && decimalOf(digits, decimals) === one;
  });
  return same ? decimals : null;
}

function decimalOf(digits: number, decimals: number): string {
  const text = String(Math.abs(digits)).padStart(decimals + 1, "0");
  const point = text.length - decimals;
  const fraction = decimals === 0 ? "" : `.${text.slice(point)}`;
  return `${digits < 0 ? "-" : ""}${text.slice(0, point)}${fraction}`;
}

function words(line: string): string[] {
  return line === "" ? [] : line.split(" ");
}

function differences(values: readonly number[]): number[] {
  return values.map((value, at) => value - (values[at - 1] ?? 0));
}

function sums(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}

/** Bounded: a bundle from elsewhere may hold a few bytes that inflate to gigabytes. */
function inflated(bytes: Uint8Array): string | null {
  const parts: Buffer[] = [];
  let size = 0;
  let done = false;
  const unzlib = new Unzlib((part, final) => {
    size += part.length;
    if (size > TEXT_MAX) throw new RangeError("more than a curve can be");
    parts.push(Buffer.from(part));
    done = final;
  });
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      unzlib.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
    }
  } catch {
    // Whatever the library names it: these bytes are no packed curve.
    return null;
  }
  return done ? Buffer.concat(parts).toString("latin1") : null;
}

/** Bytes inflated at once: at most a thousand times as many come out of them. */
const CHUNK = 1024;
