// The registers a simulated Modbus device shows for given values: its model read backwards.
import { type ChosenOrder, orderedWords } from "../decode/registers.ts";
import { DIVISION_TABLES, readDivisions } from "../decode/registers-divisions.ts";
import type { ModbusModel } from "../model/gauge-model.ts";
import { expected } from "../model/gauge-model.ts";
import type { ModbusPoint } from "../model/modbus-model.ts";

/** What a simulated device shows; points that are not named keep what the model's example has. */
export type ShownValues = Readonly<Record<string, number>>;

/**
 * The whole block, from the model's first example in which every point has a value at rest.
 * Throws for a model without such an example and for a value that has no room in its registers.
 *
 * @param order for points whose model says `verify`.
 */
export function registerImage(
  model: ModbusModel,
  shown: ShownValues,
  order: ChosenOrder,
): number[] {
  const image = [...restingBlock(model)];
  for (const point of model.point) {
    const value = shown[point.channel];
    if (value !== undefined) writePoint(image, model, point, value, order);
  }
  return image;
}

/** The block of an example that gives only values at rest. */
function restingBlock(model: ModbusModel): readonly number[] {
  const resting = model.example.find(
    ({ registers, gives }) =>
      registers !== undefined &&
      expected(gives).every(({ value, status }) => value !== undefined && status === "ok"),
  );
  if (resting?.registers === undefined) throw new Error(`${model.id} has no example at rest`);
  return resting.registers;
}

/** The block of the first example that gives this kind of trouble, null where none does. */
export function troubledBlock(model: ModbusModel): readonly number[] | null {
  const troubled = model.example.find(
    ({ registers, gives }) =>
      registers !== undefined && expected(gives).every(({ value }) => value === undefined),
  );
  return troubled?.registers ?? null;
}

function writePoint(
  image: number[],
  model: ModbusModel,
  point: ModbusPoint,
  value: number,
  order: ChosenOrder,
): void {
  const { number, at } = point;
  const chosen = number.order === "verify" ? order : (number.order ?? "ABCD");
  const put = (address: number, word: number) => {
    image[address - model.block.address] = word & 0xffff;
  };
  if (number.form === "float32") {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, value);
    const words = orderedWords([view.getUint16(0), view.getUint16(2)], chosen);
    words.forEach((word, index) => {
      put(at + index, word);
    });
    return;
  }
  const integer = Math.round(value * 10 ** decimalsOf(image, model, point));
  if (number.form === "int16" || number.form === "uint16") {
    inRange(
      integer,
      number.form === "int16" ? -0x8000 : 0,
      number.form === "int16" ? 0x7fff : 0xffff,
    );
    put(at, orderedWords([integer & 0xffff], chosen)[0] ?? 0);
    return;
  }
  const least = number.form === "uint32" ? 0 : -0x8000_0000;
  inRange(integer, least, number.form === "int32" ? 0x7fff_ffff : 0xffff_ffff);
  const plain = number.form === "magnitude32" ? Math.abs(integer) : integer;
  if (number.sign !== undefined) setBit(image, model, number.sign, integer < 0);
  else if (number.form === "magnitude32") inRange(integer, 0, 0xffff_ffff);
  orderedWords([(plain >>> 16) & 0xffff, plain & 0xffff], chosen).forEach((word, index) => {
    put(at + index, word);
  });
}

function decimalsOf(image: readonly number[], model: ModbusModel, point: ModbusPoint): number {
  const word = (address: number) => image[address - model.block.address] ?? 0;
  if (point.scale !== undefined) {
    const { divisions } = point.scale;
    return readDivisions(word(divisions.word), DIVISION_TABLES[divisions.table]).decimals ?? 0;
  }
  const { decimals } = point.number;
  if (typeof decimals !== "object") return decimals ?? 0;
  return (word(decimals.word) >> decimals.from) & ((1 << decimals.bits) - 1);
}

function setBit(
  image: number[],
  model: ModbusModel,
  { word, bit }: { readonly word: number; readonly bit: number },
  set: boolean,
): void {
  const index = word - model.block.address;
  const old = image[index] ?? 0;
  image[index] = set ? old | (1 << bit) : old & ~(1 << bit) & 0xffff;
}

function inRange(value: number, least: number, most: number): void {
  if (value < least || value > most) throw new RangeError(`${value} has no room in its registers`);
}
