// Decimal strings from register integers and floats, made without printing a scaled float.

/**
 * The integer with its decimal point put `decimals` places from the right: (-12345, 2) → "-123.45".
 * Zero never carries a sign.
 */
export function integerText(value: number, decimals: number): string {
  const digits = String(Math.abs(value)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  return value < 0 ? `-${text}` : text;
}

/**
 * A finite float32 with exactly `decimals` decimals, rounded half away from zero on its exact
 * binary value, as the display of the device would show it.
 */
export function floatTextFixed(value: number, decimals: number): string {
  const { mantissa, exponent } = split(value);
  const scaled = mantissa * 10n ** BigInt(decimals);
  const rounded =
    exponent >= 0 ? scaled << BigInt(exponent) : divideHalfUp(scaled, 1n << BigInt(-exponent));
  const digits = String(rounded).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  return value < 0 && rounded !== 0n ? `-${text}` : text;
}

/**
 * The shortest decimal that reads back as the same float32, never in exponent form: 0x42F6E979 →
 * "123.456". For devices that send a float and no count of decimals.
 */
export function floatTextShortest(value: number): string {
  if (value === 0) return "0";
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return withoutExponent(text);
  }
  return withoutExponent(value.toPrecision(9));
}

function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

/** |value| as mantissa × 2^exponent, exactly. */
function split(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  const biased = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (biased === 0) return { mantissa: BigInt(fraction), exponent: -149 };
  return { mantissa: BigInt(fraction | 0x800000), exponent: biased - 150 };
}

function withoutExponent(text: string): string {
  const [coefficient = "", power] = text.split("e");
  if (power === undefined) return trimZeros(coefficient);
  const negative = coefficient.startsWith("-");
  const digits = coefficient.replace("-", "").replace(".", "");
  const point = 1 + Number(power);
  const plain =
    point <= 0
      ? `0.${"0".repeat(-point)}${digits}`
      : point >= digits.length
        ? digits.padEnd(point, "0")
        : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return trimZeros(negative ? `-${plain}` : plain);
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
