// What the operator sees of a load test: phase, countdown and live curve; after a hold the check.
import { figureTexts, formatFixed, layoutForceCurve } from "../../figures/index.ts";
import type { CharacteristicView } from "../../http/views.ts";
import { useLang, useScreen, useTexts } from "../screen/context.ts";
import { Figure, useSize } from "../screen/figure.tsx";
import { Mark } from "../screen/marks.tsx";
import { local } from "../texts/language.ts";
import { loadTestTexts } from "../texts/load-test.ts";
import { operatorTexts } from "../texts/operator.ts";
import { sharedTexts } from "../texts/shared.ts";
import type { Operator, Task } from "./operator.ts";
import type { Pull } from "./pull.ts";

type Check = Task["checks"][number];
type PullProps = { operator: Operator; pull: Pull; characteristic: CharacteristicView };

export function PullPanel({ operator, pull, characteristic }: PullProps) {
  const t = useTexts(loadTestTexts);
  const o = useTexts(operatorTexts);
  const { test } = pull;
  const unit = test.uom;
  const specimen = test.unit === null ? "" : `${o("unit")} ${test.unit} · `;
  const shown = (force: number) => `${formatFixed(force, characteristic.decimals)} ${unit}`;
  const left = test.hold === null ? 0 : Math.max(0, test.hold.askedMs - test.hold.heldMs);
  const asked =
    test.force === null
      ? ""
      : test.hold === null
        ? t("atLeast", { force: shown(test.force) })
        : t("holdFor", { force: shown(test.force), n: test.hold.askedMs / 1000 });
  return (
    <main class="now load-test" data-testid="pull" data-phase={test.phase}>
      <SpecimenHead
        characteristic={characteristic}
        detail={`${specimen}${asked}`}
        gate={test.gate}
      />
      <div class="load-test-now">
        <p class="load-test-force" data-testid="live-force">
          <span>{formatFixed(pull.load, characteristic.decimals)}</span>
          <small>{unit}</small>
        </p>
        <p class={`load-test-phase is-${test.phase}`} role="status">
          {t(test.phase)}
          {test.phase === "hold" && (
            <b data-testid="countdown">{t("holdLeft", { n: Math.ceil(left / 1000) })}</b>
          )}
        </p>
      </div>
      <LiveCurve pull={pull} characteristic={characteristic} />
      <button
        type="button"
        class="key load-test-abort"
        onClick={() =>
          void operator.command(`/api/gauges/${encodeURIComponent(pull.gauge)}/abort-test`, {})
        }
      >
        ■ {t("abort")}
      </button>
    </main>
  );
}

type HeadProps = { characteristic: CharacteristicView; detail: string; gate: string | null };

function SpecimenHead({ characteristic, detail, gate }: HeadProps) {
  const t = useTexts(loadTestTexts);
  const lang = useLang();
  const states = ["closed", "closed-locked", "closed-unlocked", "open", "none"] as const;
  const state = states.find((one) => one === gate);
  return (
    <div class="now-head">
      <b class="balloon">{characteristic.balloon}</b>
      <div class="now-name">
        <h1>{local(characteristic.name, lang)}</h1>
        <p>
          {detail}
          {state !== undefined && ` · ${t("gate", { state: t(state) })}`}
        </p>
      </div>
    </div>
  );
}

function LiveCurve({ pull, characteristic }: Omit<PullProps, "operator">) {
  const t = useTexts(loadTestTexts);
  const lang = useLang();
  const [place, size] = useSize<HTMLDivElement>();
  const { elapsedMs, force, test } = pull;
  const peak = force.reduce((most, one) => Math.max(most, one), 0);
  return (
    <div ref={place} class="load-test-curve">
      {size !== null && (
        <Figure
          title={t("curve")}
          list={layoutForceCurve(
            {
              ...{ elapsedMs, force, unit: test.uom, decimals: characteristic.decimals, peak },
              ...{ required: test.force, outcome: "released" },
            },
            { ...size, texts: figureTexts[lang], textSize: 14 },
          )}
        />
      )}
    </div>
  );
}

type CheckProps = { operator: Operator; check: Check; characteristic: CharacteristicView };

export function CheckPanel({ operator, check, characteristic }: CheckProps) {
  const t = useTexts(loadTestTexts);
  const o = useTexts(operatorTexts);
  const s = useTexts(sharedTexts);
  const lang = useLang();
  const screen = useScreen();
  const reachable = screen.stream.connection.value === "live";
  const force = `${formatFixed(Number(check.minimum), characteristic.decimals)} ${check.uom}`;
  const answer = (found: "ok" | "not-ok") => {
    const body = { id: screen.newId(), test: check.test, function: found, note: "" };
    void operator.command("/api/load-tests/check", body);
  };
  const held = t("checkHeld", { force, n: Math.round(check.heldMs / 1000) });
  return (
    <main class="now load-test" data-testid="check">
      <SpecimenHead
        characteristic={characteristic}
        detail={`${o("unit")} ${check.unit} · ${held}`}
        gate={null}
      />
      <div class="load-test-question" role="alert">
        <h2>{t("checkTitle")}</h2>
        <p>{check.question === null ? t("checkQuestion") : local(check.question, lang)}</p>
      </div>
      <div class="value-field judgement">
        <button type="button" class="judge" onClick={() => answer("ok")}>
          <Mark shape="ok" size={56} />
          {t("works")}
        </button>
        <button type="button" class="judge is-bad" onClick={() => answer("not-ok")}>
          <Mark shape="bad" size={56} />
          {t("worksNot")}
        </button>
      </div>
      {!reachable && <p class="caption">{s("stationLost")}</p>}
    </main>
  );
}
