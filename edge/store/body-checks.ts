// Whether a draft's body is what its kind says: a wrong one is a bug and stops the act before the journal.
import { Compile, type Validator } from "typebox/compile";
import { type Draft, findKind, isStorable } from "../../sync/records/index.ts";

const validators = new Map<string, { readonly v: number; readonly body: Validator }>();

/** Throws TypeError when the kind is unknown, its version is another, or the body does not fit it. */
export function checkDraft(draft: Draft): void {
  const known = validatorOf(draft.kind);
  if (known === undefined) throw new TypeError(`unknown kind of record: ${draft.kind}`);
  if (draft.v !== known.v)
    throw new TypeError(`${draft.kind} has version ${known.v}, not ${draft.v}`);
  if (!isStorable(draft.actor)) throw new TypeError(`actor of ${draft.kind} is no storable text`);
  if (known.body.Check(draft.body)) return;
  const faults = known.body
    .Errors(draft.body)
    .slice(0, 5)
    .map((fault) => `${fault.instancePath || "/"} ${fault.message}`);
  throw new TypeError(`body does not fit ${draft.kind}: ${faults.join("; ")}`);
}

/** How JSON writes what a database in UTF-8 loses; a backslash of the text itself may precede it. */
const SUSPECT = /\\u(?:0000|d[89a-f])/;

/**
 * Throws TypeError when a text in the body would not come back as it went in. Whoever takes texts in
 * from outside refuses or escapes them, so that here it is a bug. `text` is the canonical body.
 */
export function checkTexts(draft: Draft, text: string): void {
  if (!SUSPECT.test(text) || isStorable(draft.body)) return;
  throw new TypeError(`a text in the body of ${draft.kind} is no storable text`);
}

function validatorOf(kind: string) {
  const ready = validators.get(kind);
  if (ready !== undefined) return ready;
  const known = findKind(kind);
  if (known === undefined) return undefined;
  const made = { v: known.v, body: Compile(known.body) };
  validators.set(kind, made);
  return made;
}
