// Which answer belongs to which chart of the reference.

import type { Answer } from "../case.ts";
import { attributesAnswers } from "./attributes.ts";
import { msaAnswers } from "./msa.ts";
import { severalAnswers } from "./several.ts";
import { shapeAnswers } from "./shape.ts";
import { timeWeightedAnswers } from "./time-weighted.ts";
import { variablesAnswers } from "./variables.ts";

export const answers: Readonly<Record<string, Answer>> = {
  ...variablesAnswers,
  ...attributesAnswers,
  ...timeWeightedAnswers,
  ...msaAnswers,
  ...severalAnswers,
  ...shapeAnswers,
};
