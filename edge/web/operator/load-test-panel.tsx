// Whether a load test takes the middle of the operator's page: while the rig pulls, and until its check.
import { later } from "../screen/later.tsx";
import type { Operator, Task } from "./operator.ts";

/** Fetched when the page stands: most tasks are no load tests. */
export const PullPanel = later(async () => (await import("./load-test-parts.tsx")).PullPanel);
export const CheckPanel = later(async () => (await import("./load-test-parts.tsx")).CheckPanel);

/** What takes the middle of the page instead of the next cell; null when no load test asks for it. */
export function loadTestPanel(operator: Operator, task: Task) {
  const pull = operator.pull.value;
  const [check] = task.checks;
  const named = (id: string) =>
    task.list.find((one) => one.characteristic.id === id)?.characteristic ?? null;
  if (pull !== null) {
    const characteristic = named(pull.test.characteristic);
    if (characteristic !== null)
      return <PullPanel operator={operator} pull={pull} characteristic={characteristic} />;
  }
  if (check === undefined) return null;
  const characteristic = named(check.characteristic);
  if (characteristic === null) return null;
  return <CheckPanel operator={operator} check={check} characteristic={characteristic} />;
}
