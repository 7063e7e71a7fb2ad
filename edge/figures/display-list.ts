// The display list: the closed vocabulary in which every figure is described, whatever draws it.

/** What an item means; a theme decides how that looks. */
export type Role =
  | "panel"
  | "grid"
  | "axis"
  | "axis-text"
  | "title"
  | "label"
  | "zone-a"
  | "zone-b"
  | "zone-c"
  | "limit"
  | "limit-preliminary"
  | "limit-text"
  | "center"
  | "center-preliminary"
  | "center-text"
  | "stage"
  | "stage-text"
  | "individual"
  | "trace"
  | "point"
  | "point-pinned"
  | "excluded"
  | "note"
  | "envelope"
  | "tick"
  | "pinned-text"
  | "signal-beyond"
  | "signal-beyond-answered"
  | "signal-run"
  | "signal-run-answered"
  | "signal-text"
  | "pattern"
  | "spec"
  | "spec-text"
  | "nominal"
  | "inside"
  | "outside"
  | "bar"
  | "curve"
  | "mean"
  | "peak"
  | "break"
  | "knee"
  | "hold"
  | "previous"
  | "value-ok"
  | "value-bad";

type Placed = {
  readonly role: Role;
  /** Id of the clip of the list this item is cut by. */
  readonly clip?: string;
  /** Items that belong together, such as the panel they stand in. */
  readonly group?: string;
};

export type LineItem = Placed & {
  readonly type: "line";
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
};
/** Flat coordinates: x0, y0, x1, y1 … */
export type PolylineItem = Placed & {
  readonly type: "polyline";
  readonly points: readonly number[];
};
/** A closed shape; flat coordinates as in a polyline. */
export type PathItem = Placed & { readonly type: "path"; readonly points: readonly number[] };
export type RectItem = Placed & {
  readonly type: "rect";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
export type CircleItem = Placed & {
  readonly type: "circle";
  readonly x: number;
  readonly y: number;
  readonly radius: number;
};
/** `y` is the baseline; `x` is where `anchor` says. */
export type TextItem = Placed & {
  readonly type: "text";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor: "start" | "middle" | "end";
  readonly size: number;
  readonly weight: "regular" | "bold";
};
export type DisplayItem = LineItem | PolylineItem | PathItem | RectItem | CircleItem | TextItem;

export type Clip = {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Where the screen finds a chart point under a finger. */
export type Target = {
  /** Place in the view's `points`. */
  readonly index: number;
  readonly panel: string;
  readonly x: number;
  readonly y: number;
};

export type DisplayList = {
  /** In the units of the size asked for: pixels on screen, points in a PDF; y grows downwards. */
  readonly width: number;
  readonly height: number;
  readonly clips: readonly Clip[];
  /** In drawing order: later items lie on earlier ones. */
  readonly items: readonly DisplayItem[];
  readonly targets: readonly Target[];
};

export type Size = { readonly width: number; readonly height: number };
export type Box = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

/** Coordinates keep two decimals: below what any medium shows, and stable to compare. */
export function round2(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}
