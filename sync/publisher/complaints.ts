// Decides which of the things that are wrong at the same time is shown: the one that stops most.

/** From what stops everything to what only takes long. */
const concerns = ["journal", "twice", "size", "refused", "places", "lacking", "silent"] as const;
export type Concern = (typeof concerns)[number];

export type Complaints = {
  /** A stable code of what is wrong, null when it is mended. */
  set(concern: Concern, code: string | null): void;
  has(concern: Concern): boolean;
  /** The gravest of them, null when nothing is wrong. */
  worst(): string | null;
};

export function createComplaints(): Complaints {
  const codes = new Map<Concern, string>();
  return {
    set(concern, code) {
      if (code === null) codes.delete(concern);
      else codes.set(concern, code);
    },
    has: (concern) => codes.has(concern),
    worst() {
      const concern = concerns.find((one) => codes.has(one));
      return concern === undefined ? null : (codes.get(concern) ?? null);
    },
  };
}
