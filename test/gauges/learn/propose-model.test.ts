// Learning: a model proposed from some frames of a gauge reads its other frames as the gauge's own model does.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { simulatedFrame } from "../../../gauges/bench/simulated-frame.ts";
import { decodeCapture } from "../../../gauges/capture.ts";
import {
  type Proposal,
  type ProposalSettings,
  proposeModel,
} from "../../../gauges/learn/propose-model.ts";
import { type FrameModel, isFrameModel } from "../../../gauges/model/gauge-model.ts";
import { loadModels } from "../../../gauges/model/load-models.ts";

const { models } = loadModels(fileURLToPath(new URL("../../../gauges/models", import.meta.url)));
const settings: ProposalSettings = {
  id: "learned-gauge",
  baud: 9600,
  bits: 8,
  parity: "none",
  stop: 1,
  send: null,
  source: "a test",
};

function frameModel(id: string): FrameModel {
  const model = models.get(id);
  if (model === undefined || !isFrameModel(model)) throw new Error(`no frame model ${id}`);
  return model;
}

/** Values of both signs and several lengths, the same at every run. */
function values(count: number, from: number, decimals = 3): string[] {
  return Array.from({ length: count }, (_, index) => {
    const step = ((from + index) * 7919) % 20011;
    return ((step - 10005) / 1000).toFixed(decimals);
  });
}

function framesOf(model: FrameModel, shown: readonly string[]): Buffer {
  const template = model.simulate?.frame ?? "";
  return Buffer.from(shown.map((one) => simulatedFrame(template, one)).join(""), "latin1");
}

function learned(bytes: Uint8Array, more: Partial<ProposalSettings> = {}): Proposal {
  const outcome = proposeModel(bytes, { ...settings, ...more });
  if ("toml" in outcome) return outcome;
  throw new Error(outcome.refused);
}

const textsOf = (model: Parameters<typeof decodeCapture>[0], bytes: Uint8Array) =>
  decodeCapture(model, [bytes]).map((one) => (one.is === "reading" ? [one.text, one.unit] : null));

describe("a proposed model", () => {
  it.each([
    ["mitutoyo-ascii", 3],
    ["starrett-iq", 3],
    ["mark10-series5", 2],
    ["mahr-marconnect", 3],
    ["magnescale-lt", 3],
    ["mt-sics", 2],
    ["and-like-scale", 1],
    ["dmx-8-2", 3],
    ["gagemux", 3],
    ["sylvac-opto-rs", 3],
    ["tesa-tt80", 3],
    ["heidenhain-nd522", 2],
    ["rinstrum-r300", 1],
    ["imada-dst", 1],
  ])("learned from 30 frames of %s reads 200 others the same", (id, decimals) => {
    const model = frameModel(id);
    const proposal = learned(framesOf(model, values(30, 1, decimals)));
    const others = framesOf(model, values(200, 31, decimals));
    const wanted = textsOf(model, others);
    expect(wanted.filter((one) => one !== null && one[0] !== null)).toHaveLength(200);
    const read = textsOf(proposal.model, others);
    expect(read.map((one) => one?.[0])).toEqual(wanted.map((one) => one?.[0]));
    const units = new Set(read.map((one) => one?.[1]));
    for (const unit of units) expect([null, wanted[0]?.[1]]).toContain(unit);
    expect(proposal.model.evidence).toBe("unverified");
  });

  it("says that implied decimals are ambiguous, and reads them once told how many", () => {
    const model = frameModel("cheap-caliper-rs232");
    const capture = framesOf(model, values(30, 1));
    const asIs = learned(capture);
    expect(asIs.doubts.join()).toContain("implied decimals");
    const told = learned(capture, { decimals: 3 });
    const others = framesOf(model, values(100, 31));
    expect(textsOf(told.model, others).map((one) => one?.[0])).toEqual(
      textsOf(model, others).map((one) => one?.[0]),
    );
  });

  it("keeps an overload out of the values and marks movement, by the words for them", () => {
    const model = frameModel("and-like-scale");
    const still = values(16, 1, 1).map((one) => `ST,GS,${one.padStart(8)} g\r\n`);
    const moving = values(10, 50, 1).map((one) => `US,GS,${one.padStart(8)} g\r\n`);
    const trouble = ["OL,GS, 9999.9 g\r\n", "OL,GS, 9999.9 g\r\n"];
    const proposal = learned(Buffer.from([...still, ...moving, ...trouble].join("")));
    const heard = Buffer.from("ST,GS,   245.6 g\r\nUS,GS,    12.4 g\r\nOL,GS, 9999.9 g\r\n");
    const read = decodeCapture(proposal.model, [heard]);
    expect(read).toMatchObject([
      { text: "245.6", unit: "g", status: "ok" },
      { text: "12.4", unit: "g", status: "unstable" },
      { text: null, status: "over-range" },
    ]);
    expect(textsOf(model, heard).slice(0, 2)).toEqual(textsOf(proposal.model, heard).slice(0, 2));
  });

  it("refuses what it has not seen, and lists what it doubts in the file", () => {
    const proposal = learned(framesOf(frameModel("mitutoyo-ascii"), values(30, 1)));
    const unseen = Buffer.from("911\r01B+00001.75\r01A+0000 .75\r");
    expect(textsOf(proposal.model, unseen)).toEqual([null, null, null]);
    expect(proposal.doubts).toContain("no unit in the frame: set it at commissioning");
    expect(proposal.toml).toContain("confirmed by nobody");
  });

  it.each([
    [
      "19 frames",
      values(19, 1)
        .map((one) => `${one} mm\r\n`)
        .join(""),
      "20 are needed",
    ],
    ["no line end", values(40, 1).join(" "), "no character ends"],
    ["nothing that varies", "12.5 mm\r\n".repeat(30), "no number varies"],
    [
      "a decimal comma",
      values(30, 1)
        .map((one) => `${one.replace(".", ",")} mm\r`)
        .join(""),
      "comma",
    ],
  ])("is refused for %s", (_, text, words) => {
    const outcome = proposeModel(Buffer.from(text, "latin1"), settings);
    expect("refused" in outcome && outcome.refused).toContain(words);
  });

  it("is refused for bytes of another parity", () => {
    const bytes = framesOf(frameModel("mitutoyo-ascii"), values(30, 1)).map((one) => one | 0x80);
    const outcome = proposeModel(bytes, settings);
    expect("refused" in outcome && outcome.refused).toContain("parity");
  });
});
