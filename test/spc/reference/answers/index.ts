// Which answer belongs to which chart of the reference.

import type { Answer } from "../case.ts";
import { variablesAnswers } from "./variables.ts";

export const answers: Readonly<Record<string, Answer>> = { ...variablesAnswers };
