// One block of Modbus registers read at once and what a gauge model says of it: values as decimal
// strings, with their unit and status. Pure; an error status never leaves a value.
import type { ModbusModel } from "../model/gauge-model.ts";
import type { ModbusPoint, RegisterField, WordOrder } from "../model/modbus-model.ts";
import type { ReadingKind, ReadingStatus } from "../reading.ts";
import { DIVISION_TABLES, readDivisions } from "./registers-divisions.ts";
import { floatTextFixed, floatTextShortest, integerText } from "./registers-text.ts";

/** Order of the four bytes of a number in two registers; ABCD is most significant first. */
export type ChosenOrder = Exclude<WordOrder, "verify">;

/** What a person chose when the gauge was put into service. */
export type RegisterCommissioning = {
  /** Unit, for points whose map and registers give none. */
  readonly unit?: string | undefined;
  /** Word order, for points whose model says `verify`. */
  readonly wordOrder?: ChosenOrder | undefined;
};

/** The parts of a Modbus model that say what a block means. */
export type RegisterMap = Pick<ModbusModel, "block" | "status" | "point">;

/** What one point of the block said. */
export type DecodedPoint = {
  readonly channel: string;
  readonly kind: ReadingKind | null;
  readonly text: string | null;
  readonly value: number | null;
  readonly unit: string | null;
  readonly status: ReadingStatus;
};

/** A larger magnitude can't come from a gauge: the word order or the map is wrong. */
const LARGEST_MAGNITUDE = 1e12;

type Register = (address: number) => number;

/** Does the model leave the word order to a person who compares it with the display? */
export function needsWordOrder(map: Pick<RegisterMap, "point">): boolean {
  return map.point.some((point) => point.number.order === "verify");
}

/**
 * Decodes one block; the points come in the order of the model.
 *
 * @param words the registers of the model's block, in order, each 0…65535.
 * @throws RangeError when `words` is not the whole block, the map points outside it, or a word
 * order to be verified was not chosen: all three are checked before (the line by length, the model
 * by its rules, the settings by the station), so it is a bug.
 */
export function decodeRegisters(
  words: readonly number[],
  map: RegisterMap,
  commissioning: RegisterCommissioning = {},
): DecodedPoint[] {
  if (words.length !== map.block.count) {
    throw new RangeError(`block of ${map.block.count} registers, got ${words.length}`);
  }
  const register = (address: number): number => {
    const word = words[address - map.block.address];
    if (word === undefined) throw new RangeError(`register ${address} is outside the block`);
    return word;
  };
  const status = blockStatus(map.status, register);
  return map.point.map((point) => decodePoint(point, status, register, commissioning));
}

/** Status of the whole block: the lowest error bit set, else its field, else at rest or not. */
function blockStatus(status: RegisterMap["status"], register: Register): ReadingStatus {
  if (status === undefined) return "ok";
  const word = register(status.word);
  const coded = fieldStatus(status, word);
  let unstable = coded === "unstable";
  unstable ||= status.stableBit !== undefined && !isSet(word, status.stableBit);
  for (let bit = 0; bit < 16; bit++) {
    const meaning = status.bits[String(bit)];
    if (meaning === undefined || meaning === "ok" || !isSet(word, bit)) continue;
    if (meaning !== "unstable") return meaning;
    unstable = true;
  }
  return coded !== null && coded !== "unstable" ? coded : unstable ? "unstable" : "ok";
}

/** The status a field of several bits stands for; null for ok and for codes without a meaning. */
function fieldStatus(
  { field: coded }: NonNullable<RegisterMap["status"]>,
  word: number,
): ReadingStatus | null {
  if (coded === undefined) return null;
  const meaning = coded.map[String((word >> coded.from) & ((1 << coded.bits) - 1))];
  return meaning === undefined || meaning === "ok" ? null : meaning;
}

function decodePoint(
  point: ModbusPoint,
  block: ReadingStatus,
  register: Register,
  commissioning: RegisterCommissioning,
): DecodedPoint {
  const { channel } = point;
  const kind = point.kind ?? null;
  // A latched peak does not move: the load's unrest says nothing of it.
  const status = block === "unstable" && kind === "peak" ? "ok" : block;
  const unit = pointUnit(point, register) ?? commissioning.unit ?? null;
  const none = { channel, kind, text: null, value: null, unit };
  if (status !== "ok" && status !== "unstable") return { ...none, status };
  const decimals = pointDecimals(point, register);
  if (decimals === "unknown") return { ...none, status: "no-data" };
  const read = readNumber(point, decimals, register, commissioning.wordOrder);
  if (!("text" in read)) return { ...none, status: read.none };
  const { text } = read;
  return { channel, kind, text, value: Number(text), unit, status };
}

/** Digits after the point; null when the model leaves them to the number itself. */
function pointDecimals(point: ModbusPoint, register: Register): number | null | "unknown" {
  if (point.scale !== undefined) {
    const { word, table } = point.scale.divisions;
    return readDivisions(register(word), DIVISION_TABLES[table]).decimals ?? "unknown";
  }
  const { decimals } = point.number;
  return typeof decimals === "object" ? field(decimals, register) : (decimals ?? null);
}

function pointUnit({ unit }: ModbusPoint, register: Register): string | null {
  if (unit === undefined) return null;
  if ("fixed" in unit) return unit.fixed;
  if ("table" in unit) return readDivisions(register(unit.word), DIVISION_TABLES[unit.table]).unit;
  return unit.map[String(field(unit.field, register))] ?? null;
}

function field({ word, from, bits }: RegisterField, register: Register): number {
  return (register(word) >> from) & ((1 << bits) - 1);
}

type ReadNumber = { readonly text: string } | { readonly none: ReadingStatus };

function readNumber(
  { at, number }: ModbusPoint,
  decimals: number | null,
  register: Register,
  chosen: ChosenOrder | undefined,
): ReadNumber {
  const order = number.order === "verify" ? chosen : (number.order ?? "ABCD");
  if (order === undefined) throw new RangeError("the word order was not chosen at commissioning");
  const places = decimals ?? 0;
  if (number.form === "int16" || number.form === "uint16") {
    const [word = 0] = orderedWords([register(at)], order);
    const signed = number.form === "int16";
    return integerNumber(signed ? (word << 16) >> 16 : word, signed ? 0x7fff : 0xffff, places);
  }
  const [high = 0, low = 0] = orderedWords([register(at), register(at + 1)], order);
  const unsigned = high * 0x10000 + low;
  if (number.form === "uint32") return integerNumber(unsigned, 0xffffffff, places);
  if (number.form === "int32") return integerNumber(unsigned | 0, 0x7fffffff, places);
  if (number.form === "magnitude32") {
    const { sign } = number;
    const negative = sign !== undefined && isSet(register(sign.word), sign.bit);
    // The sign stands elsewhere: no load cell fills 31 bits, a mark for "no weight" does.
    return integerNumber(negative ? -unsigned : unsigned, 0x7fffffff, places);
  }
  return floatNumber(unsigned, decimals);
}

/**
 * An integer within its registers. The ends of their range (0x7FFFFFFF, 0x80000000, 0xFFFF …) are
 * what saturated converters and marks for "no weight" leave there: never a value.
 */
function integerNumber(value: number, most: number, places: number): ReadNumber {
  if (value >= most) return { none: "over-range" };
  if (value <= -most) return { none: "under-range" };
  return { text: integerText(value, places) };
}

function floatNumber(bits: number, decimals: number | null): ReadNumber {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits);
  const value = view.getFloat32(0);
  if (!Number.isFinite(value) || Math.abs(value) > LARGEST_MAGNITUDE) return { none: "no-data" };
  return { text: decimals === null ? floatTextShortest(value) : floatTextFixed(value, decimals) };
}

/** The registers with the most significant word first and each word's bytes in network order. */
export function orderedWords(words: readonly number[], order: ChosenOrder): number[] {
  const straight = order === "ABCD" || order === "BADC" ? [...words] : [...words].reverse();
  return order === "BADC" || order === "DCBA" ? straight.map(swapBytes) : straight;
}

function swapBytes(word: number): number {
  return ((word & 0xff) << 8) | (word >> 8);
}

function isSet(word: number, bit: number): boolean {
  return (word & (1 << bit)) !== 0;
}
