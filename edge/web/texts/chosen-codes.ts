// The codes that people choose on the screens; records keep the codes, screens and reports their words.

export const skipReasons = [
  ...(["part-missing", "part-damaged", "gauge-missing"] as const),
  ...(["not-accessible", "not-due", "other"] as const),
] as const;
export const undoReasons = [
  ...(["wrong-part", "wrong-place", "gauge-slipped", "mistyped", "other"] as const),
] as const;
export const reopenReasons = ["mistaken-tap", "possible-now", "wrong-part", "other"] as const;
export const dismissReasons = ["test-reading", "wrong-gauge", "wrong-part", "other"] as const;
/** Of an undo within seconds, for which nobody is asked. */
export const UNDONE_AT_ONCE = "undo-by-operator";
export const defectCodes = ["visual", "function", "marking", "edge", "other"] as const;
export const causes = [
  ...(["tool-wear", "tool-change", "setting", "material"] as const),
  ...(["method", "gauge", "environment", "unknown"] as const),
] as const;
export const actions = [
  ...(["re-adjusted", "tool-replaced", "parts-contained"] as const),
  ...(["gauge-checked", "maintenance-called", "watched"] as const),
] as const;
