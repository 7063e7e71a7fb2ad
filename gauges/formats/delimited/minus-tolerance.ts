// Turns a lower tolerance as written into the lower limit, by the sign that the layout or the file declares.
import { addDecimals, negated } from "../exact-decimal.ts";
import type { Layout } from "./layout.ts";

export type Tolerances = {
  readonly nominal: string | null;
  readonly minus: string | null;
  /** The absolute upper limit. */
  readonly upper: string | null;
};

/** What the file says of a row: its type, and whether minus tolerances show their sign. */
export type Said = { readonly type: string; readonly minusShown: string };

/**
 * The lower limit; null where the sign of its tolerance can't be told. PC-DMIS gives a dimension
 * (type D) its minus tolerance without the sign of a deviation, one of a feature control frame (FD) as the
 * program shows it. Of two meanings the one that leaves no room below the upper limit is not meant.
 */
export function lowerLimit(layout: Layout, { nominal, minus, upper }: Tolerances, said: Said) {
  if (minus === null || layout.minusTolerance === "unknown") return null;
  const shown = addDecimals(nominal, minus);
  const turned = addDecimals(nominal, negated(minus));
  if (layout.minusTolerance === "negative") return shown;
  if (layout.minusTolerance === "positive") return turned;
  const room = (lower: string | null) => upper === null || Number(lower) < Number(upper);
  if (Number(minus) === 0 || !room(turned)) return shown;
  if (!room(shown)) return turned;
  const flag = said.minusShown.toLowerCase();
  if (said.type === "FD" && flag !== "") return flag === "true" ? shown : turned;
  // A dimension whose tolerance has a sign all the same may lie wholly above its nominal.
  return said.type === "D" && !minus.startsWith("-") ? turned : null;
}
