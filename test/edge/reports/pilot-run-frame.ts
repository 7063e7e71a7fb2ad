// How the recorded run begins and ends: its plan and lots, its findings and the decision.
import { canonicalText } from "../../../sync/records/index.ts";
import type { Writer } from "./pilot-run-fixture.ts";
import { hashText, plan, RUN } from "./pilot-run-plan.ts";

export function openRun({ add, target }: Writer): void {
  add(
    "run.planned",
    {
      run: RUN,
      brand: "Northface Alpine Ltd",
      supplier: "宁波精锻 Forge Co.",
      order: "PO-44718",
      target,
      planHash: hashText(canonicalText(plan)),
      plan: plan as unknown as Record<string, unknown>,
    },
    "engineer:Q-3",
  );
  add(
    "lot.received",
    {
      run: RUN,
      lot: "HT-2211",
      material: "7075-T6 bar Ø10",
      supplier: "Southwest Aluminium",
      role: "primary",
      heat: "H-90412",
      quantity: "120 kg",
      certificate: {
        type: "3.1",
        number: "SWA-26-3310",
        values: [
          { property: "Rm", value: "562", unit: "MPa", min: "540", max: null },
          { property: "Rp0.2", value: "503", unit: "MPa", min: "480", max: null },
          { property: "A", value: "9.5", unit: "%", min: "7", max: null },
        ],
      },
    },
    "engineer:Q-3",
  );
  add(
    "lot.decided",
    { run: RUN, lot: "HT-2211", decision: "accept", reason: "Certificate checked" },
    "engineer:Q-3",
  );
  add(
    "lot.received",
    {
      run: RUN,
      lot: "SP-08",
      material: "Gate spring 1.4310",
      supplier: "Huadong Spring",
      role: "backup",
      heat: null,
      quantity: "500 pcs",
      certificate: null,
    },
    "engineer:Q-3",
  );
  add("run.started", { run: RUN, reason: null }, "engineer:Q-3");
}

export function endRun({ add, run }: Writer): void {
  add(
    "finding.opened",
    {
      run: RUN,
      finding: "F-1",
      type: "issue",
      severity: "major",
      title: "Smeared laser mark",
      description: "One unit with an illegible batch number after anodising.",
      characteristic: "C4",
      units: ["CB-0031"],
      owner: "Process engineering",
      due: "2026-12-05",
    },
    "engineer:Q-3",
  );
  add(
    "finding.disposed",
    { run: RUN, finding: "F-1", disposition: "scrap", reason: "Not traceable" },
    "engineer:Q-3",
  );
  add(
    "finding.opened",
    {
      run: RUN,
      finding: "F-2",
      type: "dfm",
      severity: "minor",
      title: "Nose gap hard to reach with a caliper",
      description: "A go/no-go pin would be quicker and safer.",
      characteristic: "C2",
      units: [],
      owner: null,
      due: null,
    },
    "engineer:Q-3",
  );
  add("run.closed", { run: RUN, reason: null }, "engineer:Q-3");
  if (run.phase !== "closed") throw new Error("the run did not close");
  add(
    "run.assessed",
    {
      run: RUN,
      decision: "conditional-go",
      conditions: ["Certificate of spring lot SP-08", "Close finding F-2"],
      units: "55 ship, 4 broken in test, 1 scrapped",
      summary: "Dimensions and strength hold; the paperwork of the spring lot is missing.",
    },
    "engineer:Q-3",
  );
}
