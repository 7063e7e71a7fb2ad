// Makes a loaded configuration unchangeable, so that it can be passed to any room.

/** Freezes the value and everything in it; gives the value back. */
export function deepFreeze<Content>(value: Content): Content {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
