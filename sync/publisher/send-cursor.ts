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
  /** Pieces of that record that have left already, 0 when it goes whole. */
  readonly pieces: number;
  readonly flights: readonly Flight[];
  readonly nextId: number;
};

/**
 * The cursor of an epoch that begins, or goes on.
 * @param taken what the broker took over in an earlier life; counts only without a collector
 */
export function startCursor(confirmed: number, collector: boolean, taken = 0): SendCursor {
  const safe = collector ? confirmed : Math.max(confirmed, taken);
  const place = { taken: safe, next: safe + 1, pieces: 0 };
  return { confirmed, collector, ...place, flights: [], nextId: 1 };
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
    pieces: 0,
    nextId: cursor.nextId + 1,
    flights: [...cursor.flights, flight],
  };
}

/** A piece of record `next`, not its last: the record counts as sent with the last one. */
export function sentPiece(cursor: SendCursor): SendCursor {
  const { next, nextId, pieces } = cursor;
  const flight = { id: nextId, from: next, to: next - 1, taken: false, stale: false };
  const flights = [...cursor.flights, flight];
  return { ...cursor, pieces: pieces + 1, nextId: nextId + 1, flights };
}

/** Steps over seqs that the journal has lost: `seq` is the next one that it still has. */
export function steppedOver(cursor: SendCursor, seq: number): SendCursor {
  return { ...cursor, next: Math.max(cursor.next, seq), pieces: 0 };
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
    pieces: watermark >= cursor.next ? 0 : cursor.pieces,
  });
}

/** Sends again from `from` on; what is under way on this connection still fills the window. */
export function wentBack(cursor: SendCursor, from: number): SendCursor {
  const flights = cursor.flights
    .filter((flight) => !flight.taken)
    .map((flight) => ({ ...flight, stale: true }));
  return { ...cursor, next: from, pieces: 0, taken: Math.min(cursor.taken, from - 1), flights };
}

/**
 * A new connection: nothing is in flight, and sending starts again above what is safe: what the
 * collector confirmed, or, where no collector was ever heard, what the broker took over.
 */
export function reconnected(cursor: SendCursor): SendCursor {
  const safe = cursor.collector ? cursor.confirmed : cursor.taken;
  return { ...cursor, next: safe + 1, pieces: 0, taken: safe, flights: [] };
}
