// Exact conversion of decimal strings between units: 1 in = 25.4 mm, no rounding, no floating point.

/** Factor to the base unit of its family, as a decimal string; exact by definition of the units. */
const FAMILIES: readonly Readonly<Record<string, string>>[] = [
  { mm: "1", um: "0.001", cm: "10", m: "1000", in: "25.4", mil: "0.0254", uin: "0.0000254" },
  {
    N: "1",
    mN: "0.001",
    kN: "1000",
    MN: "1000000",
    kgf: "9.80665",
    gf: "0.00980665",
    daN: "10",
    lbf: "4.4482216152605",
    klbf: "4448.2216152605",
    ozf: "0.27801385095378125",
  },
  { g: "1", mg: "0.001", kg: "1000", t: "1000000", lb: "453.59237", oz: "28.349523125" },
  {
    Nm: "1",
    Ncm: "0.01",
    kgfm: "9.80665",
    kgfcm: "0.0980665",
    lbfin: "0.1129848290276167",
    lbfft: "1.3558179483314004",
    ozfin: "0.00706155181422604375",
  },
  { deg: "1" },
];

/** Spellings met on wires and in files, mapped to the names above. */
const SPELLINGS: Readonly<Record<string, string>> = {
  inch: "in",
  MM: "mm",
  '"': "in",
  µm: "um",
  μm: "um",
  µin: "uin",
  N·m: "Nm",
  N·cm: "Ncm",
  kgf·m: "kgfm",
  kgf·cm: "kgfcm",
  lbf·in: "lbfin",
  lbf·ft: "lbfft",
  ozf·in: "ozfin",
};

type Decimal = { readonly digits: bigint; readonly scale: number };

/**
 * Converts a decimal string exactly. Going to a larger unit keeps all digits; a factor that does not
 * divide evenly (N → lbf) is refused, as the result would not be exact. A plus sign is dropped.
 * Throws RangeError for what is no decimal.
 * @returns the decimal string in the wanted unit, or null when the units cannot be converted.
 */
export function convertDecimal(text: string, from: string, to: string): string | null {
  const source = nameOf(from);
  const target = nameOf(to);
  if (source === target) return text.replace(/^\+/, "");
  const family = FAMILIES.find((one) => Object.hasOwn(one, source) && Object.hasOwn(one, target));
  const sourceFactor = family?.[source];
  const targetFactor = family?.[target];
  if (sourceFactor === undefined || targetFactor === undefined) return null;
  const shift = powerOfTen(sourceFactor, targetFactor);
  if (shift !== null) return shiftPoint(parseDecimal(text), shift);
  const product = multiply(parseDecimal(text), parseDecimal(sourceFactor));
  return divideExactly(product, parseDecimal(targetFactor));
}

/** Decimal places between two factors that are powers of ten; null for any other pair. */
function powerOfTen(source: string, target: string): number | null {
  const places = [source, target].map((factor) => {
    const { digits, scale } = parseDecimal(factor);
    const zeros = /^10*$/.test(digits.toString()) ? digits.toString().length - 1 : null;
    return zeros === null ? null : zeros - scale;
  });
  const [from, to] = places;
  return from === null || to === null || from === undefined || to === undefined ? null : from - to;
}

/** Moves the decimal point and keeps every digit: 25200 N is 25.200 kN, as finely resolved. */
function shiftPoint({ digits, scale }: Decimal, places: number): string {
  const left = scale - places;
  return left >= 0 ? formatDecimal(digits, left) : formatDecimal(digits * 10n ** BigInt(-left), 0);
}

function parseDecimal(text: string): Decimal {
  const match = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?$/.exec(text);
  if (match === null) throw new RangeError(`not a decimal: ${text}`);
  const fraction = match[3] ?? "";
  const digits = BigInt(`${match[2] ?? ""}${fraction}` || "0");
  return { digits: match[1] === "-" ? -digits : digits, scale: fraction.length };
}

function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

/** At most this many more decimals are tried before a quotient counts as not exact. */
const MOST_EXTRA_DECIMALS = 12;

function divideExactly(a: Decimal, b: Decimal): string | null {
  let { digits, scale } = a;
  digits *= 10n ** BigInt(b.scale);
  for (let extra = 0; extra <= MOST_EXTRA_DECIMALS; extra += 1) {
    if (digits % b.digits === 0n) return formatDecimal(digits / b.digits, scale);
    digits *= 10n;
    scale += 1;
  }
  return null;
}

function formatDecimal(digits: bigint, scale: number): string {
  const sign = digits < 0n ? "-" : "";
  const absolute = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  if (scale === 0) return sign + absolute;
  return `${sign}${absolute.slice(0, -scale)}.${absolute.slice(-scale)}`;
}

/** Whether two spellings mean one unit. */
export function sameUnit(a: string, b: string): boolean {
  return nameOf(a) === nameOf(b);
}

/** A unit comes from a wire or a file and may be any word, such as one every object has. */
function nameOf(unit: string): string {
  return Object.hasOwn(SPELLINGS, unit) ? (SPELLINGS[unit] ?? unit) : unit;
}

/** Whether two decimal strings are the same amount; trailing zeros don't matter. Exact. */
export function sameDecimal(a: string, b: string): boolean {
  const [left, right] = aligned(a, b);
  return left === right;
}

/**
 * Ratio of two decimal strings, and the power of ten it is exactly ("0.001", "100"), else null.
 * A ratio to zero is Infinity or NaN.
 */
export function decimalRatio(a: string, b: string): { ratio: number; power: string | null } {
  const [left, right] = aligned(a, b);
  const ratio = Number(left) / Number(right);
  if (left === 0n || right === 0n) return { ratio, power: null };
  for (let places = 1; places <= MOST_EXTRA_DECIMALS; places += 1) {
    const ten = 10n ** BigInt(places);
    if (left === right * ten) return { ratio, power: formatDecimal(ten, 0) };
    if (left * ten === right) return { ratio, power: formatDecimal(1n, places) };
  }
  return { ratio, power: null };
}

/** Both as integers of the same scale. */
function aligned(a: string, b: string): [bigint, bigint] {
  const left = parseDecimal(a);
  const right = parseDecimal(b);
  const scale = Math.max(left.scale, right.scale);
  return [
    left.digits * 10n ** BigInt(scale - left.scale),
    right.digits * 10n ** BigInt(scale - right.scale),
  ];
}
