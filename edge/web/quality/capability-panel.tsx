// Capability: the histogram and the indices, each with its interval; never an index alone.
import { figureTexts, layoutHistogram } from "../../figures/index.ts";
import type { CapabilityView, ChartView } from "../../http/views.ts";
import { cautionWords } from "../screen/cautions.ts";
import { useLang, useTexts } from "../screen/context.ts";
import { Figure, useSize } from "../screen/figure.tsx";
import { Mark } from "../screen/marks.tsx";
import { fixed } from "../screen/numbers.ts";
import { provenWords } from "../screen/proven-words.ts";
import { qualityTexts } from "../texts/quality.ts";

const indices = ["cp", "cpk", "pp", "ppk"] as const;
const names = { cp: "Cp", cpk: "Cpk", pp: "Pp", ppk: "Ppk" } as const;

export function CapabilityPanel({ view }: { view: ChartView }) {
  const t = useTexts(qualityTexts);
  const lang = useLang();
  const [place, size] = useSize<HTMLDivElement>();
  const { capability, characteristic } = view;
  const cautions = cautionWords(capability, lang);
  return (
    <section class="panel capability">
      <h2>
        {t("capability")}
        <small>
          {t("values", { n: capability.n })} · {t("outOfSpec", { n: capability.outOfSpec })}
        </small>
      </h2>
      {cautions.map((words) => (
        <p key={words} class="caution">
          <Mark shape="warn" size={16} /> {words}
        </p>
      ))}
      <div class="capability-body">
        <div ref={place} class="histogram">
          {size !== null && view.histogram !== null && (
            <Figure
              title={t("capability")}
              list={layoutHistogram(view, { ...size, texts: figureTexts[lang], textSize: 12 })}
            />
          )}
        </div>
        <Indices capability={capability} />
      </div>
      {capability.provenStrength !== null && (
        <p class="proven">
          <b>{provenWords(capability.provenStrength, characteristic.unit, lang)}</b>{" "}
          {t("provenWhy", {
            k: fixed(capability.provenStrength.k, 2),
            coverage: fixed(capability.provenStrength.coverage * 100, 0),
            confidence: fixed(capability.provenStrength.confidence * 100, 0),
          })}
        </p>
      )}
    </section>
  );
}

function Indices({ capability }: { capability: CapabilityView }) {
  const t = useTexts(qualityTexts);
  return (
    <dl class="indices">
      {indices.map((key) => {
        const index = capability[key];
        return (
          <div key={key}>
            <dt>{names[key]}</dt>
            <dd>
              {index === null ? (
                <small>{t("noIndex")}</small>
              ) : (
                <>
                  <b>{fixed(index.value, 2)}</b>
                  {index.interval !== null && (
                    <small>
                      {t("interval", {
                        lower: fixed(index.interval.lower, 2),
                        upper: fixed(index.interval.upper, 2),
                      })}
                    </small>
                  )}
                </>
              )}
            </dd>
          </div>
        );
      })}
      <small>{t("intervalIs")}</small>
    </dl>
  );
}
