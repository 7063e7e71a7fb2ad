// The template from which a virtual gauge of a model speaks: the one of its file, or its first
// example with a value, with a place where the value stood.
import { expected, type FileModel, type FrameModel, isFrameModel } from "../model/gauge-model.ts";

/** Template of a frame or a result file; null where neither the model nor an example gives one. */
export function templateOf(model: FrameModel | FileModel): string | null {
  if (isFrameModel(model)) {
    if (model.simulate !== undefined) return model.simulate.frame;
    const examples = model.example.map(({ bytes, gives }) => ({ text: bytes, gives }));
    return fromExamples(examples);
  }
  return model.simulate?.file ?? fromExamples(model.example) ?? fromCurve(model);
}

type Example = { readonly text: string; readonly gives: Parameters<typeof expected>[0] };

function fromExamples(examples: readonly Example[]): string | null {
  for (const { text, gives } of examples) {
    const [first] = expected(gives);
    if (first?.value === undefined || first.status !== "ok") continue;
    const template = withPlace(text, first.value);
    if (template !== null) return template;
  }
  return null;
}

/** A file of nothing but samples, of which the last number becomes the value. */
function fromCurve({ example, file }: FileModel): string | null {
  const curve =
    file.layout === "rows" ? undefined : example.find(({ gives }) => expected(gives).length === 0);
  const last = curve?.text.match(/[+-]?\d+\.\d+(?=\D*$)/u);
  if (curve === undefined || !last || last.index === undefined) return null;
  const after = curve.text.slice(last.index + last[0].length);
  return `${curve.text.slice(0, last.index)}{value}${after}`;
}

/** The text with its first number equal to the value turned into a place; null when none is. */
function withPlace(text: string, value: string): string | null {
  for (const found of text.matchAll(/(?<sign>[+-]?)(?<digits>\d+(?:[.,]\d+)?)(?!\d)/gu)) {
    const { sign = "", digits = "" } = found.groups ?? {};
    if (Number((sign + digits).replace(",", ".")) !== Number(value)) continue;
    const after = text.slice(found.index + found[0].length);
    return text.slice(0, found.index) + placeFor(sign, digits) + after;
  }
  return null;
}

/** Signs and leading zeros are kept as they are sent. */
function placeFor(sign: string, digits: string): string {
  if (digits.includes(",")) return "{value:,}";
  const [whole = "", fraction] = digits.split(".");
  if (!/^0\d/u.test(whole) && sign !== "+") return "{value}";
  const decimals = fraction === undefined ? "" : `.${"0".repeat(fraction.length)}`;
  return `{value:${sign === "" ? "" : "+"}${"0".repeat(whole.length)}${decimals}}`;
}
