// Charts of the reference that have no method here yet. This list may only get shorter.

export const notYet: readonly string[] = [];
