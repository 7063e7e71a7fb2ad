// The rules of a Modbus model that a schema can't say: everything named lies in the block, wide numbers have an order.
import type { ModbusModelFile, ModbusPoint } from "./modbus-model.ts";
import type { Problem } from "./problem.ts";

/** Registers a number takes. */
function width(point: ModbusPoint): number {
  return point.number.form === "int16" || point.number.form === "uint16" ? 1 : 2;
}

export function checkModbusRules(model: ModbusModelFile): Problem[] {
  const { address, count } = model.block;
  const problems: Problem[] = [];
  const inside = (word: number | undefined, path: string[], size = 1) => {
    if (word === undefined || (word >= address && word + size <= address + count)) return;
    const remedy = "Widen the block, or correct the register.";
    problems.push({ path, what: `register ${word} lies outside the block`, remedy });
  };
  inside(model.status?.word, ["status", "word"]);
  model.point.forEach((point, index) => {
    const path = ["point", String(index)];
    inside(point.at, [...path, "at"], width(point));
    inside(point.number.sign?.word, [...path, "number"]);
    if (typeof point.number.decimals === "object") {
      inside(point.number.decimals.word, [...path, "number"]);
    }
    inside(point.scale?.divisions.word, [...path, "scale"]);
    if (width(point) === 2 && point.number.order === undefined) {
      const remedy = "Give `order`, or `verify` where the manual is silent.";
      problems.push({ path, what: "a number of two registers needs `order`", remedy });
    }
    if (point.number.form === "magnitude32" && point.number.sign === undefined) {
      const remedy = "Name the word and bit that carry the sign.";
      problems.push({ path, what: "magnitude32 needs `sign`", remedy });
    }
  });
  return problems;
}
