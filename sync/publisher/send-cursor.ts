// Decides which records are sent next and when to go back: the pure state of one epoch's stream.

/** One message on its way. `stale`: sent before the cursor went back, it only fills the window. */
type Flight = {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly taken: boolean;
  readonly stale: boolean;
};

export type SendCursor = {
  /** Highest seq that the collector holds durably without a gap below it. */
  readonly confirmed: number;
  /** Whether a collector has ever answered; until then the broker's PUBACK is the best there is. */
  readonly collector: boolean;
  /** Highest seq that the broker has taken over without a gap below it. */
  readonly taken: number;
  /** The seq to send next. */
  readonly next: number;
  readonly flights: readonly Flight[];
  readonly nextId: number;
};

/** The cursor of an epoch that begins, or goes on, above what is confirmed. */
export function startCursor(confirmed: number, collector: boolean): SendCursor {
  return { confirmed, collector, taken: confirmed, next: confirmed + 1, flights: [], nextId: 1 };
}

/** Messages that the broker has not taken over yet. */
export function inFlight(cursor: SendCursor): number {
  return cursor.flights.filter((flight) => !flight.taken).length;
}

/**
 * Whether one more message may leave.
 * @param window messages without PUBACK, at most
 * @param ahead messages without the collector's confirmation, at most (only once it is known)
 */
export function mayBeSent(cursor: SendCursor, window: number, ahead: number): boolean {
  return inFlight(cursor) < window && cursor.flights.length < Math.max(window, ahead);
}

/** A message with the records next … to left; its id is `cursor.nextId` before the call. */
export function sent(cursor: SendCursor, to: number): SendCursor {
  if (to < cursor.next) throw new RangeError(`cannot send up to ${to}, next is ${cursor.next}`);
  const flight = { id: cursor.nextId, from: cursor.next, to, taken: false, stale: false };
  return {
    ...cursor,
    next: to + 1,
    nextId: cursor.nextId + 1,
    flights: [...cursor.flights, flight],
  };
}

/** Steps over seqs that the journal has lost: `seq` is the next one that it still has. */
export function steppedOver(cursor: SendCursor, seq: number): SendCursor {
  return { ...cursor, next: Math.max(cursor.next, seq) };
}

/** The broker's PUBACK for a message: it moves only the send cursor's lower edge. */
export function takenOver(cursor: SendCursor, id: number): SendCursor {
  const flights = cursor.flights.map((flight) =>
    flight.id === id ? { ...flight, taken: true } : flight,
  );
  return settle({ ...cursor, flights });
}

/** Removes what needs no watching any more and moves `taken` over messages without a gap. */
function settle(cursor: SendCursor): SendCursor {
  let taken = Math.max(cursor.taken, cursor.confirmed);
  for (const flight of cursor.flights) {
    if (flight.stale) continue;
    if (!flight.taken) break;
    taken = Math.max(taken, flight.to);
  }
  const flights = cursor.flights.filter((flight) => {
    if (!flight.taken) return true;
    if (flight.stale) return false;
    return cursor.collector ? flight.to > cursor.confirmed : flight.to > taken;
  });
  return { ...cursor, taken, flights };
}

/** The collector holds everything up to `upto`. Never moves the watermark down. */
export function confirmed(cursor: SendCursor, upto: number): SendCursor {
  const watermark = Math.max(cursor.confirmed, upto);
  return settle({
    ...cursor,
    collector: true,
    confirmed: watermark,
    next: Math.max(cursor.next, watermark + 1),
  });
}

/** Sends again from `from` on; what is under way on this connection still fills the window. */
export function wentBack(cursor: SendCursor, from: number): SendCursor {
  const flights = cursor.flights
    .filter((flight) => !flight.taken)
    .map((flight) => ({ ...flight, stale: true }));
  return { ...cursor, next: from, taken: Math.min(cursor.taken, from - 1), flights };
}

/**
 * A new connection: nothing is in flight, and sending starts again above what is safe: what the
 * collector confirmed, or, where no collector was ever heard, what the broker took over.
 */
export function reconnected(cursor: SendCursor): SendCursor {
  const safe = cursor.collector ? cursor.confirmed : cursor.taken;
  return { ...cursor, next: safe + 1, taken: safe, flights: [] };
}
