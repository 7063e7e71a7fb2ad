// How one record names another: by its seq, and by its epoch where that may be another one.
import { Type } from "typebox";

/** Where a record stands. A seq alone names a record of the same epoch: every epoch counts from 1. */
export type RecordPlace = { readonly epoch: string; readonly seq: number };

/** The optional field beside a seq in a body: the epoch of the record that is named. */
export const NamedEpoch = Type.Optional(
  Type.String({
    description: "Epoch of the record named by its seq; that of this record if absent",
  }),
);

/** The place that a seq in the body of `by` names; `epoch` is what the body says of it. */
export function namedPlace(
  by: { readonly epoch: string },
  seq: number,
  epoch: string | undefined,
): RecordPlace {
  return { epoch: epoch ?? by.epoch, seq };
}

export function isAt(record: RecordPlace, place: RecordPlace): boolean {
  return record.seq === place.seq && record.epoch === place.epoch;
}

/** A place as one text, to find it by. */
export function placeKey({ epoch, seq }: RecordPlace): string {
  return `${epoch}/${seq}`;
}
