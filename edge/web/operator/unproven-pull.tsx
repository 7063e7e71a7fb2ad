// A pull that proved nothing: which specimen, why, and what becomes of it; until the person has read it.
import { useState } from "preact/hooks";
import { useTexts } from "../screen/context.ts";
import { Mark } from "../screen/marks.tsx";
import { loadTestTexts } from "../texts/load-test.ts";
import { sharedTexts } from "../texts/shared.ts";
import type { Task } from "./operator.ts";

type Unproven = Task["unproven"][number];

/** The newest one that was not read yet; nothing where there is none. */
export function UnprovenPull({ task }: { task: Task }) {
  const t = useTexts(loadTestTexts);
  const s = useTexts(sharedTexts);
  const [read, setRead] = useState<readonly string[]>([]);
  const pull = task.unproven.findLast(({ test }) => !read.includes(test));
  if (pull === undefined) return null;
  const balloon = task.list.find((one) => one.characteristic.id === pull.characteristic);
  return (
    <section class="reaction unproven" role="alert" data-testid="unproven">
      <Mark shape="warn" size={34} />
      <div>
        <h2>
          {t("unproven", { unit: pull.unit })} · {balloon?.characteristic.balloon}
        </h2>
        <p>
          {t(whyOf(pull))}
          {pull.peak !== null && ` · ${t("highest", { force: `${pull.peak} ${pull.uom}` })}`}
          {` · ${t(pull.spent ? "isSpent" : "isOpen")}`}
        </p>
      </div>
      <button type="button" class="key" onClick={() => setRead([...read, pull.test])}>
        {s("close")}
      </button>
    </section>
  );
}

const REASONS = [
  "hold-lost",
  "not-reached",
  "end-not-seen",
  "overload",
  "wrong-direction",
  "rig-away",
  "aborted",
  "run-ended",
  "station-stopped",
] as const;

function whyOf({ reason }: Unproven): (typeof REASONS)[number] | "interrupted" {
  return REASONS.find((one) => one === reason) ?? "interrupted";
}
